import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Offers } from '../../../bots/web/listeners/schemas/offers-schema.ts';
import { openWebDesk, WEB_ANN, WEB_BEN, type WebDesk } from '../../support/web-desk.ts';

let desk: WebDesk;

beforeAll(async () => {
  desk = await openWebDesk({
    config: (config) => ({
      ...config,
      policies: {
        approval: [
          {
            template: 'news',
            approval: {
              gate: 'final',
              approvers: ['requester', 'web:ben', 'anyone'],
              voting: { approvals: 2, rejections: 1 },
            },
          },
        ],
        patience: [],
      },
      orders: {
        ...config.orders,
        defaults: { tone: 'sober', mustAvoid: ['hype'] },
        channels: { 'web:web:ann': { tone: 'dry, with a wink', mustAvoid: ['jargon'] } },
      },
    }),
  });
});
afterAll(() => desk.close());

describe('what an article may be asked to be', () => {
  it('is what the house has, in the language of whoever asks', async () => {
    const ann = await desk.as(WEB_ANN);
    const { status, body } = await ann.get<Offers>('/offers', { 'accept-language': 'ru' });
    expect(status).toBe(200);
    expect(body.objection).toBeUndefined();
    expect(body.templates).toContainEqual({
      id: 'how-to',
      name: 'Инструкция',
      useWhen: 'Читатель хочет сделать что-то сам и довести дело до конца.',
      approval: { approvals: 1, most: 2 },
    });
    expect(body.languages).toContain('ru');
    expect(body.approval).toEqual({ approvals: 1, most: 2 });
    expect(body.templates.map(({ id, approval }) => [id, approval])).toContainEqual(['news', { approvals: 2 }]);
    expect(body.limits).toMatchObject({ topicChars: 300, files: 10, fileEndings: expect.arrayContaining(['.pdf']) });
  });

  it('is taken to mean what was set for the place where the person’s articles live', async () => {
    const [ann, ben] = await Promise.all([desk.as(WEB_ANN), desk.as(WEB_BEN)]);
    const { body: anns } = await ann.get<Offers>('/offers');
    expect(anns.defaults).toEqual({ tone: 'dry, with a wink', mustAvoid: ['hype', 'jargon'] });
    const { body: bens } = await ben.get<Offers>('/offers');
    expect(bens.defaults).toEqual({ tone: 'sober', mustAvoid: ['hype'] });
  });

  it('is for who may look at articles', async () => {
    const agent = await desk.as(WEB_ANN, ['agents:run']);
    expect((await agent.get('/offers')).status).toBe(403);
    expect((await desk.withoutToken().get('/offers')).status).toBe(401);
  });
});
