import { describe, expect, it } from 'vitest';
import { OPERATOR } from '../../../src/protocol/actor.ts';
import { notingAudit } from '../../support/no-audit.ts';
import type { WebhookDelivery, WebhookEndpoint } from '../../../src/storage/webhook-store.ts';
import { answer, type AnswerOptions } from '../../../worker/webhooks/answer.ts';

const NEWSROOM: WebhookEndpoint = {
  name: 'newsroom',
  source: 'config',
  url: 'https://hooks.example.com/T0KEN',
  allowPrivate: false,
  createdAt: '2026-11-29T08:00:00.000Z',
};
const DELIVERY: WebhookDelivery = {
  eventId: 'msg_1',
  articleId: '7k3m9x2c4p0qrstv',
  type: 'article.delivered',
  at: '2026-11-29T09:00:00.000Z',
  state: 'given-up',
  attempts: 12,
  status: 500,
  triedAt: '2026-11-29T10:00:00.000Z',
};

async function asked(what: Parameters<typeof answer>[0], more: Partial<AnswerOptions['store']> = {}) {
  const printed: string[] = [];
  const store: AnswerOptions['store'] = {
    endpoints: async () => [NEWSROOM],
    counts: async () =>
      new Map([['newsroom', { pending: 1, delivered: 40, givenUp: 2, dueSince: '2026-11-29T09:30:00.000Z' }]]),
    deliveries: async () => [DELIVERY],
    replay: async () => 2,
    enable: async () => true,
    ...more,
  };
  const audit = notingAudit();
  const code = await answer(what, { store, audit, by: OPERATOR, print: (line) => void printed.push(line) });
  return { code, printed, ...(audit.noted.length > 0 && { noted: audit.noted }) };
}

describe('npm run webhooks', () => {
  it('lists who is told, without what may be a secret in its address', async () => {
    expect(await asked({ kind: 'list' })).toEqual({
      code: 0,
      printed: [
        'newsroom  https://hooks.example.com  all events  1 due since 2026-11-29T09:30:00.000Z, 40 delivered, 2 given up',
      ],
    });
    const gone = {
      ...NEWSROOM,
      name: 'wh_1',
      source: 'api' as const,
      disabledAt: '2026-11-29T09:31:00.000Z',
      events: ['article.stuck'] as const,
      places: ['terminal'],
    };
    expect((await asked({ kind: 'list' }, { endpoints: async () => [gone] })).printed).toEqual([
      'wh_1  https://hooks.example.com  article.stuck  terminal  by API  0 due, 0 delivered, 0 given up  GONE since 2026-11-29T09:31:00.000Z',
    ]);
    expect((await asked({ kind: 'list' }, { endpoints: async () => [] })).printed).toEqual([
      'Nobody is told. docs/webhooks.md says how to name an endpoint.',
    ]);
  });

  it('says what became of events', async () => {
    expect(await asked({ kind: 'deliveries', endpoint: 'newsroom', limit: 50 })).toEqual({
      code: 0,
      printed: [
        '2026-11-29T09:00:00.000Z  article.delivered  7k3m9x2c4p0qrstv  msg_1  given up  12 attempts  500  2026-11-29T10:00:00.000Z',
      ],
    });
  });

  it('says how much is sent again, and what keeps it from being sent', async () => {
    const replay = { kind: 'replay', endpoint: 'newsroom', which: { kind: 'given-up' } } as const;
    expect(await asked(replay)).toEqual({
      code: 0,
      printed: ['2 events are sent to newsroom again.'],
      noted: [{ act: 'webhook-replay', by: OPERATOR, about: 'webhook:newsroom' }],
    });
    expect(await asked(replay, { replay: async () => 0 })).toEqual({
      code: 1,
      printed: ['There is nothing of that kind to send to newsroom again.'],
    });
    const gone = await asked(replay, { endpoints: async () => [{ ...NEWSROOM, disabledAt: DELIVERY.at }] });
    expect(gone).toEqual({
      code: 1,
      printed: ['newsroom said that it is gone. Enable it first: npm run webhooks -- enable newsroom'],
    });
  });

  it('names those that are there when one is not', async () => {
    expect(await asked({ kind: 'enable', endpoint: 'newsrom' })).toEqual({
      code: 1,
      printed: ['There is no endpoint newsrom. There are: newsroom.'],
    });
  });
});
