import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebDesk, WEB_ANN, WEB_BEN, type WebCaller, type WebDesk } from '../../support/web-desk.ts';

let desk: WebDesk;
let ann: WebCaller;
beforeAll(async () => {
  desk = await openWebDesk();
  ann = await desk.as(WEB_ANN);
});
afterAll(() => desk.close());

const day = (inDays: number): string => new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10);

describe('who decides for somebody who is away', () => {
  it('is said, looked at and ended over HTTP, and nobody else is told', async () => {
    expect(await ann.get('/absence')).toMatchObject({ status: 200, body: { zone: 'UTC' } });
    const said = { from: day(1), until: day(3), whom: 'web:ben' };
    const absence = {
      substitute: { key: 'web:ben', name: expect.any(String) },
      from: `${day(1)}T00:00:00.000Z`,
      until: `${day(4)}T00:00:00.000Z`,
      zone: 'UTC',
    };
    for (let time = 0; time < 2; time += 1)
      expect(await ann.request('PUT', '/absence', said)).toMatchObject({ status: 200, body: absence });
    expect(await ann.get('/absence')).toMatchObject({ status: 200, body: absence });
    expect(await (await desk.as(WEB_BEN)).get('/absence')).toMatchObject({ status: 200, body: { zone: 'UTC' } });
    expect(await ann.request('DELETE', '/absence')).toMatchObject({ status: 204 });
    expect((await ann.get('/absence')).body).toEqual({ zone: 'UTC' });
  });

  it.each([
    [{ until: day(-3), whom: 'web:ben' }, 422, 'away-when'],
    [{ until: day(3), whom: 'web:ann' }, 422, 'own-substitute'],
    [{ until: day(3), whom: 'Nobody Here' }, 422, 'nobody-called'],
    [{ until: 'soon', whom: 'web:ben' }, 422, undefined],
    [{ until: day(3) }, 422, undefined],
  ])('is refused where it cannot be: %j', async (said, status, code) => {
    expect(await ann.request('PUT', '/absence', said)).toMatchObject({
      status,
      ...(code !== undefined && { body: { code } }),
    });
  });
});
