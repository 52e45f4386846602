import { describe, expect, it } from 'vitest';
import type { WebhookEndpoint } from '../../src/storage/webhook-store.ts';
import { takersOf } from '../../src/webhooks/takers.ts';

const thread = { platform: 'slack', workspace: 'T1', channel: 'C1', thread: '17.1' };
const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const at = '2026-11-29T09:00:00.000Z';

const endpoint = (name: string, more: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  name,
  source: 'config',
  url: 'https://hooks.example.com/',
  allowPrivate: false,
  createdAt: '2026-11-29T08:00:00.000Z',
  ...more,
});

const told = (...endpoints: readonly WebhookEndpoint[]) =>
  takersOf({ type: 'article.draft', at }, { thread, requester: ANN }, endpoints);

describe('takersOf', () => {
  it('are those that want the event', () => {
    expect(
      told(
        endpoint('all'),
        endpoint('drafts', { events: ['article.draft', 'article.stuck'] }),
        endpoint('ends', { events: ['article.delivered'] }),
      ),
    ).toEqual(['all', 'drafts']);
  });

  it.each(['slack', 'slack:T1', 'slack:C1', 'slack:T1:C1'])(
    'are those who name where the article lives as %s',
    (place) => {
      expect(told(endpoint('here', { places: ['telegram', place] }))).toEqual(['here']);
    },
  );

  it.each(['slack:T2', 'slack:C2', 'telegram', 'slack:T2:C1', 'slac'])('are not those who name %s', (place) => {
    expect(told(endpoint('elsewhere', { places: [place] }))).toEqual([]);
  });

  it('are told of the articles of those alone whom they are for', () => {
    expect(
      told(
        endpoint('anns', { onlyOf: ['telegram:7', 'slack:T1:U1'] }),
        endpoint('bens', { onlyOf: ['slack:T1:U2', 'slack:T2:U1'] }),
      ),
    ).toEqual(['anns']);
  });

  it('are told from the moment on in which they were there', () => {
    expect(
      told(endpoint('then', { createdAt: at }), endpoint('later', { createdAt: '2026-11-29T09:00:00.001Z' })),
    ).toEqual(['then']);
  });
});
