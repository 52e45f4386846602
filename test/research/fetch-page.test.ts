import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPageFetcher } from '../../src/research/fetch-page.ts';
import { bad, type FixtureWeb, startFixtureWeb } from '../support/fixture-web.ts';

describe('a page fetcher', () => {
  let web: FixtureWeb;
  const never = new AbortController().signal;

  beforeAll(async () => {
    web = await startFixtureWeb();
    web.serve('/page', '<p>Hello</p>');
    web.serve('/packed', (_, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=ISO-8859-1', 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.from('<p>gr\u00fcn</p>', 'latin1')));
    });
    web.serve('/to-page', bad.redirect('/page'));
    web.serve('/silent', bad.silent());
    web.serve('/drip', bad.drip());
    web.serve('/endless', bad.endless());
    web.serve('/bomb', bad.bomb());
    web.serve('/cut', bad.cut());
    web.serve('/loop', bad.redirect('/loop'));
    web.serve('/gone', bad.status(410));
    web.serve('/for-others', bad.status(403));
    web.serve('/broken', bad.status(500));
    web.serve('/picture', (_, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end('png'));
    web.serve('/twice-packed', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip, gzip' }).end('x');
    });
    web.serve('/into-the-network', bad.redirect(web.address('/page', 'private')));
    web.serve('/to-a-literal', bad.redirect(`http://127.0.0.2:${web.port}/page`));
    web.serve('/to-a-file', bad.redirect('file:///etc/passwd'));
    web.serve('/to-a-name', bad.redirect(`http://user:word@web.test:${web.port}/page`));
    web.serve('/to-a-port', bad.redirect('http://web.test:22/'));
    web.serve('/robots.txt', (_, response) => void response.writeHead(503).end(), 'trouble');
    web.serve('/robots.txt', bad.silent(), 'asleep');
    web.serve('/robots.txt', (_, r) => void r.writeHead(200).end('User-agent: *\nDisallow: /page\n'), 'closed');
    web.serve('/to-closed', bad.redirect(web.address('/page', 'closed')));
    web.serve('/robots.txt', bad.redirect(web.address('/robots.txt', 'private')), 'sly');
  });
  afterAll(() => web.close());

  const fetch = (address: string, signal = never) => createPageFetcher(web.settings, web.guard).fetch(address, signal);

  it('brings a page, and says where it was in the end', async () => {
    const { address, type, bytes } = await fetch(`${web.address('/to-page')}#part`);
    expect({ address, type, text: Buffer.from(bytes).toString() }).toEqual({
      address: web.address('/page'),
      type: 'html',
      text: '<p>Hello</p>',
    });
  });

  it('unpacks it, and tells its letters', async () => {
    const { charset, bytes } = await fetch(web.address('/packed'));
    expect([charset, Buffer.from(bytes).toString('latin1')]).toEqual(['iso-8859-1', '<p>gr\u00fcn</p>']);
  });

  it.each([
    ['/silent', 'timed-out'],
    ['/drip', 'timed-out'],
    ['/endless', 'too-large'],
    ['/bomb', 'too-large'],
    ['/cut', 'unreachable'],
    ['/loop', 'too-many-redirects'],
    ['/gone', 'not-found'],
    ['/nothing-here', 'not-found'],
    ['/for-others', 'forbidden'],
    ['/broken', 'bad-status'],
    ['/picture', 'unreadable-type'],
    ['/twice-packed', 'unreadable-type'],
    ['/into-the-network', 'private-address'],
    ['/to-a-literal', 'private-address'],
    ['/to-a-file', 'not-an-address'],
    ['/to-a-name', 'credentials'],
    ['/to-a-port', 'port-refused'],
    ['/to-closed', 'robots'],
  ])('says of %s that it is %s', async (path, code) => {
    await expect(fetch(web.address(path))).rejects.toMatchObject({ code });
    expect(web.privateRequests).toEqual([]);
  });

  it.each([
    ['http://private.test/', 'private-address'],
    ['http://both.test/', 'private-address'],
    ['http://nowhere.test/', 'unreachable'],
    ['http://127.0.0.2/', 'private-address'],
    ['http://2130706434/', 'private-address'],
    ['http://0x7f.2/', 'private-address'],
    ['http://0177.0.0.2/', 'private-address'],
    ['http://127.2/', 'private-address'],
    ['http://１２７.0.0.2/', 'private-address'],
    ['http://127.0.0.2./', 'private-address'],
    ['http://[::ffff:127.0.0.2]/', 'private-address'],
    ['http://[::1]/', 'private-address'],
    ['http://169.254.169.254/latest/meta-data/', 'private-address'],
    ['http://private.test./', 'private-address'],
    ['http://a:b@web.test/', 'credentials'],
    ['http://web.test@private.test/', 'credentials'],
    ['http://web.test:8080/', 'port-refused'],
    ['ftp://web.test/', 'not-an-address'],
    ['//web.test/', 'not-an-address'],
    ['web.test', 'not-an-address'],
    [`http://web.test/${'x'.repeat(2000)}`, 'not-an-address'],
  ])('asks nobody at %s', async (address, code) => {
    const before = web.requests.length;
    await expect(
      fetch(address.replace(/(?<=private|both)\.test(\.?)\//, `.test$1:${web.port}/`)),
    ).rejects.toMatchObject({
      code,
    });
    expect(web.privateRequests).toEqual([]);
    expect(web.requests).toHaveLength(before);
  });

  it('is not led elsewhere by a name that changes between two looks', async () => {
    // The first look is for robots.txt, the second for the page.
    await expect(fetch(web.address('/page', 'rebind'))).rejects.toMatchObject({ code: 'private-address' });
    expect(web.privateRequests).toEqual([]);
  });

  it.each([
    ['trouble', 'robots'],
    ['asleep', 'timed-out'],
    ['closed', 'robots'],
    ['sly', 'private-address'],
  ])('asks no page of a server whose robots.txt is %s', async (host, code) => {
    await expect(fetch(web.address('/page', host))).rejects.toMatchObject({ code });
    expect(web.requests).not.toContain(`${host}.test /page`);
    expect(web.privateRequests).toEqual([]);
  });

  it('reads a robots.txt once', async () => {
    const fetcher = createPageFetcher(web.settings, web.guard);
    await fetcher.fetch(web.address('/page', 'often'), never);
    await fetcher.fetch(web.address('/page', 'often'), never);
    expect(web.requests.filter((one) => one.startsWith('often'))).toEqual([
      'often.test /robots.txt',
      'often.test /page',
      'often.test /page',
    ]);
  });

  it('stops when nobody wants the page any more', async () => {
    const stop = new AbortController();
    const fetching = fetch(web.address('/silent'), stop.signal);
    stop.abort(new Error('not wanted'));
    await expect(fetching).rejects.toThrow('not wanted');
  });

  it('sends no cookie and no word of where it came from', async () => {
    let headers: object = {};
    web.serve('/headers', (request, response) => {
      headers = request.headers;
      response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': 'a=b' }).end('Hello');
    });
    await fetch(web.address('/headers'));
    await fetch(web.address('/headers'));
    expect(Object.keys(headers).toSorted()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  });

  it('asks at an address of its own networks where the operator allows it', async () => {
    const settings = { ...web.settings, allowPrivateAddresses: true };
    const { bytes } = await createPageFetcher(settings, web.guard).fetch(web.address('/page', 'private'), never);
    expect(Buffer.from(bytes).toString()).toBe('<p>secret</p>');
    expect(web.privateRequests.map((one) => one.split(' ')[1])).toEqual(['/robots.txt', '/page']);
  });
});
