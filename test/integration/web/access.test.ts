import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTokenStore } from '../../../bots/web/connect/token-store.ts';
import { readToken } from '../../../bots/web/connect/token.ts';
import { SCOPES } from '../../../bots/web/listeners/caller.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import { createIdentityStore } from '../../../src/storage/identity-store.ts';
import { createWebhookStore } from '../../../src/storage/webhook-store.ts';
import { openWebDesk, WEB_ANN, WEB_BEN, WEB_EVE, type WebCaller, type WebDesk } from '../../support/web-desk.ts';

const ROOT: Actor = { platform: 'web', userId: 'root', displayName: 'Root', groups: [] };
/** Whom `operators` names. */
const OLGA: Actor = { platform: 'web', userId: 'olga', displayName: 'Olga', groups: [] };
/** Ann, in Slack. */
const LINKED: Actor = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };

type Requests = readonly (readonly [string, (who: WebCaller) => Promise<{ status: number; body: unknown }>])[];

/** What each asks for is well-formed and cannot be done now, so that whoever may changes nothing. */
const OF_ARTICLES: Requests = [
  ['see the article and its drafts', (who) => who.get(at)],
  ['start one', (who) => who.post('/articles', { topic: 'Tides', template: 'there-is-none' })],
  ['have it translated', (who) => who.post(`${at}/translations`, { language: 'klingonese' })],
  ['comment', (who) => who.post(`${at}/comments`, { version: 99, quote: 'x', words: 'y' })],
  ['pause, cancel, retry, …', (who) => who.post(`${at}/controls`, { kind: 'retry' })],
  ['decide', (who) => who.post(`${at}/decisions`, { kind: 'approve', version: 99, hash: '00000000' })],
  [
    'ask an agent',
    (who) => who.post('/agents/fact-check', { request: { topic: 'Tides', language: 'en' }, draft: '# T', agent: 'x' }),
  ],
  ['see all articles', (who) => who.get('/articles?scope=everywhere')],
];
const OF_OTHERS: Requests = [
  ['make a schedule', (who) => who.post('/schedules', { when: 'now and then', topic: 'Tides' })],
  ['see the requester’s schedule', (who) => who.get(schedule)],
  ['pause, skip, delete it, …', (who) => who.post(`${schedule}/actions`, { kind: 'skip', slot: '9999-01-01T00:00' })],
  ['make a webhook', (who) => who.post('/webhooks', { url: 'ftp://hooks.example.com/' })],
  ['see the requester’s webhook, and what it was told', (who) => who.get(`${webhook}/deliveries`)],
  ['replay, enable, remove it, …', (who) => who.post(`${webhook}/replay`, { eventId: 'msg_none' })],
  ['see a webhook of the settings', (who) => who.get('/webhooks/newsroom')],
];

const PATIENCE_MS = 45_000;

let desk: WebDesk;
let at: string;
let schedule: string;
let webhook: string;
beforeAll(async () => {
  desk = await openWebDesk({
    config: (config) => ({
      ...config,
      operators: ['web:olga'],
      access: { ...config.access, administrators: ['web:root'] },
    }),
  });
  const article = await desk.newsroom.start(
    'How tides work',
    { requester: WEB_ANN, thread: { platform: 'web', channel: 'web:ann' } },
    { approval: { gate: 'final', approvers: ['web:ben'] } },
  );
  await article.until('waiting');
  at = `/articles/${article.articleId}`;
  const ann = await desk.as(WEB_ANN);
  const made = await ann.post<{ scheduleId: string }>('/schedules', { when: 'every monday 9:00', topic: 'News' });
  schedule = `/schedules/${made.body.scheduleId}`;
  const hook = await ann.post<{ webhookId: string }>('/webhooks', { url: 'https://hooks.example.com/' });
  webhook = `/webhooks/${hook.body.webhookId}`;
  await createWebhookStore(desk.newsroom.pool).configure([
    { name: 'newsroom', url: 'https://news.example.com/', allowPrivate: false },
  ]);
  const identities = createIdentityStore(desk.newsroom.pool);
  await identities.offer(WEB_ANN, 'hash');
  await identities.redeem(LINKED, 'hash', 10);
});
afterAll(() => desk.close());

/** One after the other: who is somebody else in another chat is known only when it is told in time. */
async function row(who: WebCaller, requests: Requests): Promise<readonly string[]> {
  const cells: string[] = [];
  for (const [, ask] of requests) {
    const answered = await vi.waitUntil(
      async () => {
        const answer = await ask(who);
        return answer.status === 503 ? undefined : answer;
      },
      { timeout: PATIENCE_MS, interval: 500 },
    );
    cells.push(outcome(answered));
  }
  return cells;
}

/** Who may is told what is the matter with the request, if anything is. */
function outcome({ status, body }: { readonly status: number; readonly body: unknown }): string {
  const { code } = body as { readonly code?: string };
  if (status === 401) return 'who are you?';
  if (code === 'scope-missing') return 'scope';
  if (status === 404) return 'hidden';
  return status === 403 ? 'told' : 'yes';
}

const tableAfter = (mark: string): readonly string[] =>
  readFileSync('docs/api.md', 'utf8')
    .split('\n\n')
    .find((block) => block.startsWith(`<!-- ${mark}`))
    ?.split('\n')
    .slice(1) ?? [];
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const headsOf = (requests: Requests): readonly string[] => [
  line(['', ...requests.map(([name]) => name)]),
  `|${['', ...requests].map(() => '---').join('|')}|`,
];

describe.each([
  ['with articles', OF_ARTICLES],
  ['with schedules and webhooks', OF_OTHERS],
] as const)('the tables of docs/api.md', (what, requests) => {
  it(`say who may what ${what} over HTTP`, async () => {
    const revoked = await desk.as(WEB_ANN);
    await createTokenStore(desk.newsroom.pool).revoke(readToken(revoked.token)?.id ?? '');
    const people: readonly (readonly [string, WebCaller])[] = [
      ['requester', await desk.as(WEB_ANN)],
      ['requester, by a token for who they are in Slack', await desk.as(LINKED)],
      ['approver', await desk.as(WEB_BEN)],
      ['administrator', await desk.as(ROOT)],
      ['operator', await desk.as(OLGA)],
      ['somebody else', await desk.as(WEB_EVE)],
      ['a token that was revoked', revoked],
      ['nobody', desk.withoutToken()],
    ];
    const rows: string[] = [];
    for (const [name, who] of people) rows.push(line([name, ...(await row(who, requests))]));
    expect(tableAfter(`who may what ${what}`)).toEqual([...headsOf(requests), ...rows]);
  });

  it(`say what each scope is for ${what}`, async () => {
    const rows = await Promise.all(
      SCOPES.map(async (scope) => {
        const [requester, approver] = [await desk.as(WEB_ANN, [scope]), await desk.as(WEB_BEN, [scope])];
        const [asked, decides] = [await row(requester, requests), await row(approver, requests)];
        // Whichever of the two people may.
        return line([`\`${scope}\``, ...asked.map((cell, index) => (decides[index] === 'yes' ? 'yes' : cell))]);
      }),
    );
    expect(tableAfter(`what scopes are for ${what}`)).toEqual([...headsOf(requests), ...rows]);
  });
});
