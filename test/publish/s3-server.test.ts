import { join } from 'node:path';
import { AwsV4Signer } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pickPort } from '../../src/local/ports.ts';
import { createS3Publisher } from '../../src/publish/to-s3.ts';
import { type NativeProcess, startNative, untilHealthy } from '../compose/native-process.ts';
import { publicationOf } from '../fixtures/publication.ts';
import { findPythonPackages } from '../support/python-packages.ts';

const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const never = new AbortController().signal;
const commands = await findPythonPackages({
  name: 'moto-5.2.1',
  requirements: ['moto[s3]==5.2.1', 'flask==3.1.2', 'flask-cors==6.0.1'],
});

describe.skipIf(commands === undefined)('an S3 server that is not ours (moto)', () => {
  let server: NativeProcess;
  let endpoint: string;
  beforeAll(async () => {
    const port = await pickPort(5000);
    endpoint = `http://127.0.0.1:${port}`;
    server = startNative([join(commands ?? '', 'moto_server'), '-H', '127.0.0.1', '-p', String(port)]);
    await untilHealthy(server, async () => (await fetch(`${endpoint}/moto-api/`)).ok, 60_000);
    await ask('PUT', '/my-site');
  }, 90_000);
  afterAll(() => server.stop(5000));

  const ask = async (method: string, path: string): Promise<Response> => {
    const signed = await new AwsV4Signer({
      ...KEYS,
      method,
      url: `${endpoint}${path}`,
      service: 's3',
      region: 'us-east-1',
    }).sign();
    return await fetch(signed.url, { method, headers: signed.headers });
  };
  const open = (bucket = 'my-site') =>
    createS3Publisher(
      { endpoint, region: 'us-east-1', bucket, prefix: 'posts/', mode: 'draft', allowPrivateAddresses: true },
      KEYS,
    );

  it('has one object of an article, and each later edition in its place', async () => {
    const { ref } = await open().publish(publicationOf(), never);
    expect(await open().publish(publicationOf(), never)).toMatchObject({ ref });
    await open().publish({ ...publicationOf({ edition: 2 }), known: ref }, never);
    const other = await open().publish(publicationOf({ first: '2222222222222222' }), never);
    expect([ref, other.ref]).toEqual([{ key: 'posts/how-tides-work.md' }, { key: 'posts/how-tides-work-222222.md' }]);
    const read = await ask('GET', '/my-site/posts/how-tides-work.md');
    expect(read.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(await read.text()).toContain('edition: 2');
    expect(await open().examine(never)).toContain('the bucket my-site');
  });

  it('says that there is no such bucket', async () => {
    await expect(open('no-such-site').publish(publicationOf(), never)).rejects.toMatchObject({ code: 'not-found' });
    await expect(open('no-such-site').examine(never)).rejects.toMatchObject({ code: 'not-found' });
  });
});
