import type { OrderRules } from '../../src/config/orders-schema.ts';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Actor, actorKey } from '../../src/protocol/actor.ts';
import { channelKey } from '../../src/protocol/thread.ts';
import type { Membership } from '../../src/chat/access.ts';
import { type Door, OPEN_DOOR } from '../../src/chat/door.ts';
import { type ChatDesk, createChatDesk } from '../../src/chat/chat-desk.ts';
import { refused } from '../../src/chat/reply.ts';
import { replyWords } from '../../src/chat/reply-words.ts';
import { messages } from '../../src/messages/messages.ts';
import { MAX_EDITED_CHARS } from '../../src/chat/store-edited.ts';
import type { ArticleGateway, GatewayAnswer } from '../../src/gateway/article-gateway.ts';
import { GatewayError, QuotaError } from '../../src/gateway/gateway-error.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import type { ArticlePeopleStore } from '../../src/storage/article-people-store.ts';
import type { StoredArticle } from '../../src/storage/article-store.ts';
import type { CostStore, CostsAsked } from '../../src/storage/cost-store.ts';
import type { DraftStore } from '../../src/storage/draft-store.ts';
import { sha256 } from '../../src/storage/draft-store.ts';
import { NO_MEMBERSHIP } from '../support/no-membership.ts';
import { NO_AUDIT } from '../support/no-audit.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { fakeGateway, summary } from './fake-gateway.ts';

const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const ID = '7k3m9x2c4p01q2w3';
const OTHER_ID = 'q2w3e4r5t60y7h8j';
const THREAD = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const LESS = { why: 'less', of: 'approvals', typed: '1', limit: '2' } as const;

type Edited = Parameters<DraftStore['storeEdited']>[0];

function open(
  script: Parameters<typeof fakeGateway>[0],
  options: {
    readonly articleLanguage?: string;
    readonly storeEdited?: DraftStore['storeEdited'];
    readonly storeBudgetMs?: number;
    readonly templates?: readonly string[];
    readonly orders?: OrderRules;
    readonly approvers?: readonly string[];
    readonly costs?: CostStore['read'];
    readonly membership?: Partial<Membership>;
    readonly door?: Door;
    readonly articlePeople?: ArticlePeopleStore;
  } = {},
) {
  const gateway = fakeGateway(script);
  const stored: Edited[] = [];
  const copied: string[] = [];
  const log: string[] = [];
  const {
    articleLanguage = 'auto',
    storeEdited,
    approvers = ['requester'],
    costs = noCosts,
    membership,
    ...rest
  } = options;
  const desk: ChatDesk = createChatDesk({
    gateway,
    drafts: {
      storeEdited:
        storeEdited ??
        (async (draft) => {
          stored.push(draft);
          return { draftId: draft.draftId, hash: sha256(draft.text).slice(0, 8) };
        }),
      storeCopy: async ({ draftId, of }) => {
        copied.push(draftId);
        return of.version > 3 ? undefined : { draftId, hash: of.hash };
      },
    },
    articles: { find: async (articleId) => articleOf(articleId, approvers) },
    costs: { read: costs },
    operators: ['slack:T1:U9', 'slack:T1:group:S9'],
    audit: NO_AUDIT,
    door: OPEN_DOOR,
    membership: { ...NO_MEMBERSHIP, ...membership },
    articleLanguage,
    logger: createLogger({
      level: 'debug',
      destination: new Writable({
        write(chunk, _encoding, done) {
          log.push(String(chunk));
          done();
        },
      }),
    }),
    ...rest,
  });
  return { desk, gateway, stored, copied, log };
}

const noCosts = async (): Promise<never> => {
  throw new Error('This test did not expect costs to be read');
};
const unavailable = async (): Promise<never> => {
  throw new GatewayError('unavailable', 'Could not do it: Temporal did not answer within 2000 ms.');
};
const noSuchArticle = async (): Promise<never> => {
  throw new GatewayError('no-such-article', 'Could not do it: there is no such article.');
};
const broken = async (): Promise<never> => {
  throw new TypeError('cannot read properties of undefined');
};
const counted = async (): Promise<GatewayAnswer> => ({ kind: 'counted' });
const noted = async (): Promise<GatewayAnswer> => ({ kind: 'noted' });
const started: ArticleGateway['start'] = async () => ({ articleId: ID });

const order = (request: Parameters<ChatDesk['start']>[1]['request']) => ({
  eventKey: 'slack:T1:C1:1',
  request,
  thread: THREAD,
  language: 'en' as const,
});
const button = (version = 2) =>
  ({ kind: 'decision', articleId: ID, decision: 'approve', draft: { version, hash: '0a1b2c3d' } }) as const;

function statusOf(changes: Partial<ArticleStatus> = {}): ArticleStatus {
  return {
    articleId: ID,
    topic: 'How tides work',
    requesterName: 'Ann',
    stage: 'drafting',
    iteration: 1,
    maxIterations: 3,
    scores: [],
    drafts: [],
    waitingFor: [],
    decidable: [],
    controls: [],
    ...changes,
  };
}

function articleOf(articleId: string, approvers: readonly string[]): StoredArticle {
  return {
    articleId,
    request: { topic: 'How tides work', language: 'en' },
    requester: ANN,
    language: 'en',
    settings: { ...TEST_SETTINGS, approval: { ...TEST_SETTINGS.approval, approvers } },
    home: THREAD,
  };
}

describe('start', () => {
  it('orders the article in the thread and says so', async () => {
    const { desk, gateway } = open({ start: started });
    expect(await desk.start(ANN, order({ topic: ' How\ntides  work ' }))).toEqual({
      kind: 'started',
      articleId: ID,
      topic: 'How tides work',
    });
    expect(gateway.calls).toEqual([
      [
        'start',
        {
          eventKey: 'slack:T1:C1:1',
          request: { topic: 'How tides work', language: 'en' },
          requester: ANN,
          thread: THREAD,
          language: 'en',
        },
      ],
    ]);
  });

  it.each([
    [{ topic: 'Как устроены приливы' }, 'auto', 'ru'],
    [{ topic: 'How tides work' }, 'auto', 'en'],
    [{ topic: 'Як працюють припливи' }, 'auto', 'uk'],
    [{ topic: 'Wie Gezeiten entstehen' }, 'auto', 'de'],
    [{ topic: 'How tides work' }, 'de', 'de'],
    [{ topic: 'How tides work', language: 'fr' }, 'de', 'fr'],
    [{ topic: 'How tides work', language: 'PT-br' }, 'auto', 'pt-BR'],
    [{ topic: 'Как устроены приливы', language: 'auto' }, 'auto', 'ru'],
    [{ topic: 'Как устроены приливы', language: ' ' }, 'auto', 'ru'],
  ])('has %j written, with %s configured, in %s', async (request, articleLanguage, language) => {
    const { desk, gateway } = open({ start: started }, { articleLanguage });
    await desk.start(ANN, order(request));
    expect(gateway.calls[0]).toMatchObject(['start', { request: { language } }]);
  });

  it('says with the request that its language is a guess', async () => {
    const { desk, gateway } = open({ start: started });
    await desk.start(ANN, order({ topic: 'Kubernetes' }));
    await desk.start(ANN, order({ topic: 'Kubernetes', language: 'de' }));
    expect(gateway.calls.map(([, sent]) => sent)).toMatchObject([
      { request: { language: 'en', languageAssumed: true, languageChoices: expect.arrayContaining(['en', 'ru']) } },
      { request: { language: 'de' } },
    ]);
    expect(gateway.calls[1]?.[1]).not.toMatchObject({ request: { languageAssumed: true } });
  });

  it('takes along what was filled in, cleaned', async () => {
    const { desk, gateway } = open({ start: started });
    await desk.start(
      ANN,
      order({
        topic: 'How tides work',
        audience: ' sailors\u0000 ',
        lengthWords: 800,
        mustMention: ['the Moon', ' ', ' the  Moon ', 'spring tides'],
        sources: ['https://example.com/tides', ''],
      }),
    );
    expect(gateway.calls[0]).toMatchObject([
      'start',
      {
        request: {
          topic: 'How tides work',
          language: 'en',
          audience: 'sailors',
          lengthWords: 800,
          mustMention: ['the Moon', 'spring tides'],
          sources: ['https://example.com/tides'],
        },
      },
    ]);
  });

  it('reads what is said of the article behind the topic, and says what it does not know', async () => {
    const { desk, gateway } = open({ start: started });
    await desk.start(ANN, order({ topic: 'How tides work --length 600 --avoid hype; jargon', tone: 'dry' }));
    expect(gateway.calls[0]).toMatchObject([
      'start',
      { request: { topic: 'How tides work', lengthWords: 600, mustAvoid: ['hype', 'jargon'], tone: 'dry' } },
    ]);
    expect(await desk.start(ANN, order({ topic: 'How tides work --lenght 600' }))).toEqual({
      kind: 'refused',
      refusal: { code: 'unknown-flag', typed: '--lenght', meant: '--length' },
    });
  });

  it('takes a template by flag, by tag or from a form, and only one that there is', async () => {
    const { desk, gateway } = open({ start: started }, { templates: ['how-to', 'news'] });
    const orders = [
      { topic: 'Tides --template How-To' },
      { topic: 'Tides #how-to today' },
      { topic: 'Tides #moon', template: 'how-to' },
    ];
    for (const request of orders) await desk.start(ANN, order(request));
    expect(gateway.calls).toMatchObject([
      ['start', { request: { topic: 'Tides', template: 'how-to' } }],
      ['start', { request: { topic: 'Tides today', template: 'how-to' } }],
      ['start', { request: { topic: 'Tides #moon', template: 'how-to' } }],
    ]);
    expect(await desk.start(ANN, order({ topic: 'Tides --template sonnet' }))).toEqual({
      kind: 'refused',
      refusal: { code: 'unknown-template', typed: 'sonnet', known: ['how-to', 'news'] },
    });
  });

  it('takes names of those with whom whoever orders has worked, and themselves for the requester', async () => {
    const around = [
      { key: 'slack:T1:U2', name: 'Ben Lee' },
      { key: 'slack:T1:U3', name: 'Cy' },
      { key: 'telegram:3', name: 'Cy' },
    ];
    const articlePeople = {
      of: async () => [],
      around: async () => around,
      namesOf: async () => new Map<string, string>(),
      nameOf: async () => undefined,
    };
    const { desk, gateway } = open({ start: started, approvalFault: () => undefined }, { articlePeople });
    const startWith = async (approvers: readonly string[]) =>
      await desk.start(ANN, order({ topic: 'Tides', approvers }));
    await startWith(['@Ben', 'telegram:5', actorKey(ANN), `@${ANN.displayName}`]);
    expect(gateway.calls.at(-1)).toMatchObject([
      'start',
      { request: { approval: { approvers: ['slack:T1:U2', 'telegram:5', 'requester'] } } },
    ]);
    expect(await startWith(['Cy'])).toMatchObject({
      refusal: { code: 'several-called', typed: 'Cy', keys: ['slack:T1:U3', 'telegram:3'] },
    });
    // Nobody is taken for an id that they may not have: such an article would wait for ever.
    expect(await startWith(['Dora'])).toMatchObject({
      refusal: { code: 'bad-approval', why: 'unknown', of: 'approvers', typed: 'Dora' },
    });
  });

  it('refuses an order that asks for less than the settings do, or for what is none, and hands on what asks for more', async () => {
    const { desk, gateway } = open({
      start: started,
      approvalFault: ({ approval }) => (approval?.approvals === 1 ? LESS : undefined),
    });
    const refusalOf = async (topic: string) => {
      const reply = await desk.start(ANN, order({ topic }));
      return reply.kind === 'refused' ? reply.refusal : reply.kind;
    };
    expect(await refusalOf('Tides --approvals 1')).toEqual({ code: 'bad-approval', ...LESS });
    for (const [typed, of, wrong] of [
      ['--approvals many', 'approvals', 'NaN'],
      ['--approver Ben', 'approvers', 'Ben'],
      ['--approver role:legal', 'approvers', 'role:legal'],
      ['--gates none', 'gates', 'none'],
    ] as const)
      expect(await refusalOf(`Tides ${typed}`)).toEqual({ code: 'bad-approval', why: 'unknown', of, typed: wrong });
    expect(await refusalOf('Tides --approvals 2 --approver telegram:5 --gates outline;final')).toBe('started');
    expect(gateway.calls.at(-1)).toMatchObject([
      'start',
      {
        request: { topic: 'Tides', approval: { approvals: 2, approvers: ['telegram:5'], gates: ['outline', 'final'] } },
      },
    ]);
  });

  it('takes what an order leaves open as the channel has it', async () => {
    const thread = order({ topic: 'Tides' }).thread;
    const channels = { [`${thread.platform}:${thread.channel}`]: { tone: 'dry', mustAvoid: ['hype'] } };
    const { desk, gateway } = open({ start: started }, { orders: { defaults: { audience: 'all' }, channels } });
    await desk.start(ANN, order({ topic: 'Tides', audience: '', mustAvoid: ['jargon'] }));
    expect(gateway.calls[0]).toMatchObject([
      'start',
      { request: { audience: 'all', tone: 'dry', mustAvoid: ['hype', 'jargon'] } },
    ]);
  });

  it('leaves out what was left open', async () => {
    const { desk, gateway } = open({ start: started });
    await desk.start(ANN, order({ topic: 'How tides work', audience: ' ', mustMention: [''], sources: [] }));
    expect(gateway.calls[0]).toMatchObject(['start', { request: { topic: 'How tides work', language: 'en' } }]);
    expect(gateway.calls).toHaveLength(1);
    const [, { request }] = gateway.calls[0] as unknown as [string, { request: object }];
    expect(Object.keys(request)).toEqual(['topic', 'language']);
  });

  it.each([
    [{ topic: ' \n' }, { code: 'empty-topic' }],
    [{ topic: 'x'.repeat(301) }, { code: 'topic-too-long', length: 301 }],
    [
      { topic: 'Tides', audience: 'x'.repeat(301) },
      { code: 'description-too-long', of: 'audience' },
    ],
    [
      { topic: 'Tides', purpose: 'x'.repeat(301) },
      { code: 'description-too-long', of: 'purpose' },
    ],
    [
      { topic: 'Tides', tone: 'x'.repeat(301) },
      { code: 'description-too-long', of: 'tone' },
    ],
    [{ topic: 'Tides', mustAvoid: ['x'.repeat(201)] }, { code: 'too-many-mentions' }],
    [{ topic: 'Tides', mustMention: ['the Moon'], mustAvoid: [' The moon '] }, { code: 'mention-and-avoid' }],
    [{ topic: 'Tides', lengthWords: 10 }, { code: 'bad-length' }],
    [{ topic: 'Tides', lengthWords: 500.5 }, { code: 'bad-length' }],
    [{ topic: 'Tides', lengthWords: Number.NaN }, { code: 'bad-length' }],
    [
      { topic: 'Tides', language: 'ancient Greek' },
      { code: 'bad-language', typed: 'ancient Greek' },
    ],
    [{ topic: 'Tides', mustMention: ['x'.repeat(201)] }, { code: 'too-many-mentions' }],
    [{ topic: 'Tides', mustMention: Array.from({ length: 21 }, (_, i) => `${i}`) }, { code: 'too-many-mentions' }],
    [
      { topic: 'Tides', sources: ['my-notes'] },
      { code: 'bad-source', typed: 'my-notes' },
    ],
    [
      { topic: 'Tides', sources: ['file:///etc/passwd'] },
      { code: 'bad-source', typed: 'file:///etc/passwd' },
    ],
    [
      { topic: 'Tides', sources: Array.from({ length: 21 }, (_, i) => `https://example.com/${i}`) },
      { code: 'too-many-sources' },
    ],
  ])('says what is wrong with %j and starts nothing', async (request, refusal) => {
    const { desk, gateway } = open({});
    expect(await desk.start(ANN, order(request))).toEqual({ kind: 'refused', refusal });
    expect(gateway.calls).toEqual([]);
  });
});

describe('list', () => {
  it('answers the newest articles of who asks', async () => {
    const articles = [summary(ID, { stage: 'delivered' }), summary(OTHER_ID)];
    const { desk, gateway } = open({ list: async () => articles });
    expect(await desk.list(ANN)).toEqual({ kind: 'list', view: { scope: 'mine', page: 1 }, articles, hasMore: false });
    expect(gateway.calls).toEqual([['list', { requester: ANN, limit: 11, offset: 0 }]]);
  });

  it('answers page by page, and says whether there are more', async () => {
    const articles = Array.from({ length: 11 }, (_, at) => summary(`${at}`));
    const { desk, gateway } = open({ list: async () => articles });
    const listed = await desk.list(ANN, { scope: 'mine', state: 'done', page: 3 });
    expect(listed).toMatchObject({ articles: articles.slice(0, 10), hasMore: true });
    expect(gateway.calls).toEqual([['list', { requester: ANN, over: true, limit: 11, offset: 20 }]]);
  });

  it('answers what waits for a person where they are a member', async () => {
    const { desk, gateway } = open({
      waiting: async () => ({ articles: [summary('1')], total: 12, isMore: false }),
    });
    expect(await desk.list(ANN, { scope: 'waiting', page: 2 })).toMatchObject({
      articles: [{ articleId: '1' }],
      hasMore: false,
      count: { total: 12, isMore: false },
    });
    expect(gateway.calls).toEqual([['waiting', ANN, expect.any(Function), { limit: 11, offset: 10 }]]);
    expect(await desk.list(ANN, { scope: 'waiting', state: 'done', page: 1 })).toMatchObject({ articles: [] });
  });

  it('of what waits names those whose votes are missing', async () => {
    const missing = {
      kind: 'decision',
      votes: { approvals: 2, rejections: 1, done: 0, rejected: 0 },
      waitingFor: ['slack:T1:U2', 'slack:T1:U3'],
    } as const;
    const waiting = { ...summary('1'), waits: { since: new Date(0), missing } };
    const namesOf = async () => new Map([['slack:T1:U2', 'Ben']]);
    const { desk } = open(
      { waiting: async () => ({ articles: [waiting], total: 1, isMore: false }) },
      { articlePeople: { of: async () => [], around: async () => [], namesOf, nameOf: async () => undefined } },
    );
    const listed = await desk.list(ANN, { scope: 'waiting', page: 1 });
    if (listed.kind !== 'list') throw new Error('The desk did not answer');
    const [shown] = listed.articles;
    expect(shown?.waits?.missing).toEqual({ ...missing, names: { 'slack:T1:U2': 'Ben' } });
    expect(shown && messages('en').chat.list.detail(shown)).toContain(
      '0 of 2 approvals; not heard yet: Ben and an approver in Slack',
    );
  });

  it('says by name whose turn it is', async () => {
    const refusal = {
      code: 'may-not-approve',
      why: 'not-yet',
      waitingFor: ['requester', 'slack:T1:U2'],
      requesterName: 'Ann',
    } as const;
    const namesOf = async () => new Map([['slack:T1:U2', 'Ben']]);
    const { desk } = open(
      { decide: async () => ({ kind: 'refused', refusal }) },
      { articlePeople: { of: async () => [], around: async () => [], namesOf, nameOf: async () => undefined } },
    );
    const reply = await desk.decide(ANN, { kind: 'approve', button: button(1) });
    expect(reply).toEqual({ kind: 'refused', refusal, names: { 'slack:T1:U2': 'Ben' } });
    expect(replyWords(reply, messages('en'), '/')).toBe('It is not your turn yet. First: Ann or Ben.');
    expect(replyWords(reply, messages('ru'), '/')).toBe('Ваша очередь ещё не подошла. Сначала решает: Ann или Ben.');
  });

  it('of what waits is whole or not there: who somebody is in other chats has to be known', async () => {
    const { desk } = open({});
    const unsure = { ...ANN, isUnsure: true } as const;
    const away = { kind: 'away', what: 'store' };
    expect(await desk.list(unsure, { scope: 'waiting', page: 1 })).toEqual(away);
    expect(await desk.search(unsure, { scope: 'waiting', limit: 10 })).toEqual(away);
    expect(await desk.home(unsure)).toEqual(away);
  });

  it('shows what everybody has to administrators, and says to others that it is theirs', async () => {
    const everywhere = { scope: 'everywhere', state: 'running', page: 1 } as const;
    const door = { ...OPEN_DOOR, isAdministrator: async ({ userId }: Actor) => userId === 'U1' };
    const { desk, gateway } = open({ list: async () => [summary(ID)] }, { door });
    expect(await desk.list(ANN, everywhere, THREAD)).toMatchObject({ kind: 'list', articles: [{ articleId: ID }] });
    expect(gateway.calls).toMatchObject([['list', { near: { userId: 'U1' }, running: true, limit: 11, offset: 0 }]]);
    expect(await desk.list({ ...ANN, userId: 'U2' }, everywhere, THREAD)).toEqual({
      kind: 'refused',
      refusal: { code: 'not-an-administrator' },
    });
    expect(gateway.calls).toHaveLength(1);
  });

  it('shows what is in a channel to who may see it, and nothing to others', async () => {
    const here = { scope: 'here', page: 1 } as const;
    const seen = async (membership: Partial<Membership>, actor: Actor = ANN) => {
      const { desk, gateway } = open(
        { list: async () => [summary(ID)] },
        { membership: { isMember: async () => false, canRead: async () => false, ...membership } },
      );
      const listed = await desk.list(actor, here, THREAD);
      return [listed.kind === 'list' && listed.articles.length, gateway.calls.map(([, filter]) => filter)];
    };
    const asked = [{ home: channelKey(THREAD), limit: 11, offset: 0 }];
    expect(await seen({ isMember: async () => true })).toEqual([1, asked]);
    expect(await seen({ canRead: async () => true })).toEqual([1, asked]);
    expect(await seen({}, { ...ANN, channels: [channelKey(THREAD)] })).toEqual([1, asked]);
    expect(await seen({})).toEqual([0, []]);
  });
});

describe('status', () => {
  const status = statusOf();

  it('asks the desk about the article that was named', async () => {
    const { desk, gateway } = open({ status: async () => status });
    expect(await desk.status(ANN, ID)).toEqual({ kind: 'status', status });
    expect(gateway.calls).toEqual([['status', ID, ANN]]);
  });

  it('takes the only article under way when none was named', async () => {
    const { desk, gateway } = open({
      list: async () => [summary(ID)],
      status: async () => status,
    });
    expect(await desk.status(ANN)).toEqual({ kind: 'status', status });
    expect(gateway.calls[1]).toEqual(['status', ID, ANN]);
  });
});

describe('control', () => {
  it('hands over the control of the article that was named', async () => {
    const { desk, gateway } = open({ control: counted });
    expect(await desk.control(ANN, { id: 'c1', control: 'pause', articleId: ID })).toEqual({
      kind: 'counted',
      asked: 'pause',
    });
    expect(gateway.calls).toEqual([['control', ID, { id: 'c1', kind: 'pause', by: ANN }]]);
  });

  it('asks which article is meant when there are several', async () => {
    const { desk } = open({ list: async () => [summary(ID), summary(OTHER_ID, { topic: 'How rain falls' })] });
    expect(await desk.control(ANN, { id: 'c1', control: 'cancel' })).toEqual({
      kind: 'refused',
      refusal: {
        code: 'several-under-way',
        verb: 'cancel',
        candidates: [summary(ID), summary(OTHER_ID, { topic: 'How rain falls' })],
      },
    });
  });

  it('says when nothing is under way', async () => {
    const { desk } = open({ list: async () => [] });
    expect(await desk.control(ANN, { id: 'c1', control: 'resume' })).toEqual({
      kind: 'refused',
      refusal: { code: 'none-under-way' },
    });
  });

  it('says why it does not count', async () => {
    const refusal = { code: 'not-now', control: 'resume', stage: 'drafting' } as const;
    const { desk } = open({ control: async () => ({ kind: 'refused', refusal }) });
    expect(await desk.control(ANN, { id: 'c1', control: 'resume', articleId: ID })).toEqual({
      kind: 'refused',
      refusal,
    });
  });

  it('says that it is noted while the desk is away', async () => {
    const { desk } = open({ control: noted });
    expect(await desk.control(ANN, { id: 'c1', control: 'finish', articleId: ID })).toEqual({ kind: 'noted' });
  });
});

describe('the language of an article', () => {
  it('is handed over, and what became of it is told', async () => {
    const { desk, gateway } = open({ control: counted });
    expect(await desk.setLanguage(ANN, { id: 'l1', articleId: ID, language: 'de' })).toEqual({
      kind: 'counted',
      asked: 'language',
    });
    expect(gateway.calls).toEqual([['control', ID, { id: 'l1', kind: 'language', by: ANN, language: 'de' }]]);
  });
});

describe('move', () => {
  it('hands over where the article goes on', async () => {
    const { desk, gateway } = open({ control: counted });
    expect(await desk.move(ANN, { id: 'm1', articleId: ID, thread: THREAD })).toEqual({
      kind: 'counted',
      asked: 'move',
    });
    expect(gateway.calls).toEqual([['control', ID, { id: 'm1', kind: 'move', by: ANN, thread: THREAD }]]);
  });

  it('says when the article is there already', async () => {
    const refusal = { code: 'not-now', control: 'move', stage: 'waiting' } as const;
    const { desk } = open({ list: async () => [summary(ID)], control: async () => ({ kind: 'refused', refusal }) });
    expect(await desk.move(ANN, { id: 'm1', thread: THREAD })).toEqual({ kind: 'refused', refusal });
  });
});

describe('follow', () => {
  const there = { platform: 'telegram', channel: '-100', thread: '7' };
  const shown = { id: 'f1', articleId: ID, thread: there, role: 'decides', whole: true } as const;

  it('hands over where the article is to be shown, too, for who is there', async () => {
    const known = { ...ANN, channels: ['telegram::-100'] };
    for (const [actor, membership] of [
      [known, {}],
      [ANN, { isMember: async () => true }],
    ] as const) {
      const { desk, gateway } = open({ control: counted }, { membership });
      expect(await desk.follow(actor, shown)).toEqual({ kind: 'counted', asked: 'follow' });
      const { articleId: _, ...control } = shown;
      expect(gateway.calls).toEqual([['control', ID, { ...control, kind: 'follow', by: actor }]]);
    }
  });

  it('shows nothing in a place where somebody is not, whoever decides about the article', async () => {
    const { desk, gateway } = open({ control: counted });
    expect(await desk.follow(ANN, shown)).toEqual(refused({ code: 'not-in-place' }));
    expect(gateway.calls).toEqual([]);
  });

  it('is ended from everywhere', async () => {
    const { desk, gateway } = open({ control: counted });
    expect(await desk.unfollow(ANN, { id: 'u1', articleId: ID, thread: there })).toEqual({
      kind: 'counted',
      asked: 'unfollow',
    });
    expect(gateway.calls).toEqual([['control', ID, { id: 'u1', kind: 'unfollow', by: ANN, thread: there }]]);
  });
});

describe('decide', () => {
  it('hands over an approval of the draft that the button is about', async () => {
    const { desk, gateway } = open({ decide: counted, status: unavailable });
    expect(await desk.decide(ANN, { kind: 'approve', button: button() })).toEqual({
      kind: 'counted',
      asked: 'approve',
    });
    expect(gateway.calls).toEqual([
      ['decide', ID, { id: expect.any(String), kind: 'approve', draft: { version: 2, hash: '0a1b2c3d' }, by: ANN }],
      ['status', ID, undefined],
    ]);
  });

  it('counts as one of a member of the channel where the article lives, wherever they click', async () => {
    const notYours = { kind: 'refused', refusal: { code: 'not-a-reviewer', reviewers: ['anyone'] } } as const;
    const { desk, gateway } = open(
      { decide: async (_, { by }) => (by.channels?.includes(channelKey(THREAD)) ? { kind: 'counted' } : notYours) },
      { approvers: ['anyone'], membership: { isMember: async (_, thread) => thread.channel === THREAD.channel } },
    );
    const elsewhere = { ...ANN, userId: 'U2', channels: ['slack:T1:C9'] };
    const click = { kind: 'request-changes', button: button(), comment: 'Shorter' } as const;
    expect(await desk.decide(elsewhere, click)).toMatchObject({ kind: 'counted' });
    expect(gateway.calls.map(([what]) => what)).toEqual(['decide', 'decide']);
  });

  it('names the gate whose card was clicked', async () => {
    const { desk, gateway } = open({ decide: counted, status: unavailable });
    await desk.decide(ANN, { kind: 'approve', button: { ...button(), gate: 'g3' } });
    expect(gateway.calls[0]).toMatchObject(['decide', ID, { gate: 'g3' }]);
  });

  it('hands over what was written, cleaned', async () => {
    const { desk, gateway } = open({ decide: counted });
    await desk.decide(ANN, {
      kind: 'request-changes',
      button: button(),
      comment: ' Shorter.\r\nAnd\u0000 a map. ',
    });
    await desk.decide(ANN, { kind: 'reject', button: button(), reason: 'Off topic' });
    expect(gateway.calls).toMatchObject([
      ['decide', ID, { kind: 'request-changes', comment: 'Shorter.\nAnd a map.' }],
      ['decide', ID, { kind: 'reject', reason: 'Off topic' }],
    ]);
  });

  it.each([
    { kind: 'request-changes', comment: ' \n' },
    { kind: 'request-changes', comment: 'x'.repeat(3001) },
    { kind: 'reject', reason: '' },
  ] as const)('does not hand over %j', async (words) => {
    const { desk, gateway } = open({});
    expect(await desk.decide(ANN, { button: button(), ...words })).toEqual({
      kind: 'refused',
      refusal: { code: 'bad-comment' },
    });
    expect(gateway.calls).toEqual([]);
  });

  it.each([
    [counted, { kind: 'counted', asked: 'approve' }],
    [noted, { kind: 'noted' }],
    [
      async () => ({ kind: 'refused', refusal: { code: 'no-draft-yet' } }) as const,
      { kind: 'refused', refusal: { code: 'no-draft-yet' } },
    ],
    [unavailable, { kind: 'away', what: 'desk' }],
    [noSuchArticle, { kind: 'refused', refusal: { code: 'no-such-article', articleId: ID } }],
    [broken, { kind: 'refused', refusal: { code: 'broken' } }],
  ])('answers what became of it (%#)', async (decide, reply) => {
    const { desk } = open({ decide, status: unavailable });
    expect(await desk.decide(ANN, { kind: 'approve', button: button() })).toEqual(reply);
  });

  it('says of an approval that the article is paused', async () => {
    const { desk } = open({ decide: counted, control: counted, status: async () => statusOf({ stage: 'paused' }) });
    const reply = { kind: 'counted', isPaused: true };
    expect(await desk.decide(ANN, { kind: 'approve', button: button() })).toEqual({ ...reply, asked: 'approve' });
    expect(await desk.control(ANN, { id: 'c1', control: 'finish', articleId: ID })).toEqual({
      ...reply,
      asked: 'finish',
    });
  });

  it('is one decision for one person, draft and wording, by whichever card and however often', async () => {
    const { desk, gateway } = open({ decide: counted, status: unavailable });
    const idOf = async (actor: typeof ANN, ask: Parameters<ChatDesk['decide']>[1]): Promise<unknown> => {
      await desk.decide(actor, ask);
      const asked = gateway.calls.findLast(([what]) => what === 'decide');
      return asked?.[0] === 'decide' ? asked[2].id : undefined;
    };
    const first = await idOf(ANN, { kind: 'approve', button: button() });
    expect(await idOf(ANN, { kind: 'approve', button: { ...button(), gate: 'g1' } })).toBe(first);
    const others = [
      await idOf({ ...ANN, userId: 'U2' }, { kind: 'approve', button: button() }),
      await idOf(ANN, { kind: 'approve', button: button(3) }),
      await idOf(ANN, { kind: 'reject', reason: 'Why', button: button() }),
      await idOf(ANN, { kind: 'reject', reason: 'Because', button: button() }),
      await idOf(ANN, { kind: 'request-changes', comment: 'Why', button: button() }),
    ];
    expect(new Set([first, ...others]).size).toBe(6);
  });
});

describe('bringing a draft back', () => {
  const drafts = [1, 2].map(
    (version) => ({ version, hash: `0000000${version}`, draftId: `d${version}`, author: 'agent' }) as const,
  );
  const atGate = async () =>
    statusOf({ drafts, decidable: [{ kind: 'draft', version: 2, hash: '00000002', gate: 'g2' }] });

  it('by its number is the decision that its button makes, with a copy that is stored first', async () => {
    const { desk, gateway, copied } = open({ decide: counted, status: atGate });
    expect(await desk.bringBack(ANN, { kind: 'typed', version: 1, articleId: ID })).toEqual({
      kind: 'counted',
      asked: 'bring-back',
    });
    const ofButton = {
      kind: 'bring-back',
      articleId: ID,
      draft: { version: 2, hash: '00000002' },
      gate: 'g2',
      to: { version: 1, hash: '00000001' },
    } as const;
    await desk.bringBack(ANN, ofButton);
    const decisions = gateway.calls.filter(([what]) => what === 'decide').map(([, , made]) => made);
    expect(decisions[0]).toMatchObject({
      kind: 'bring-back',
      draft: { version: 2 },
      gate: 'g2',
      to: { version: 1, hash: '00000001' },
      edited: { draftId: copied[0], hash: '00000001' },
    });
    expect(decisions[1]).toEqual(decisions[0]);
  });

  it('is refused when there is none of that number, and when there is nothing to decide on', async () => {
    const { desk } = open({ status: atGate });
    expect(await desk.bringBack(ANN, { kind: 'typed', version: 7, articleId: ID })).toMatchObject({
      refusal: { code: 'no-such-draft', asked: 7, newest: 2 },
    });
    const empty = open({ status: async () => statusOf() });
    expect(await empty.desk.bringBack(ANN, { kind: 'typed', version: 1, articleId: ID })).toMatchObject({
      refusal: { code: 'no-draft-yet' },
    });
  });

  it('is the desk’s to refuse for whoever may not decide', async () => {
    const refusal = { code: 'not-a-reviewer', reviewers: ['requester'] } as const;
    const { desk } = open({
      status: async () => statusOf({ drafts, ...(drafts[1] && { current: drafts[1] }) }),
      decide: async () => ({ kind: 'refused', refusal }),
    });
    expect(await desk.bringBack(ANN, { kind: 'typed', version: 1, articleId: ID })).toEqual({
      kind: 'refused',
      refusal,
    });
  });
});

describe('what speaks against a decision before it is made', () => {
  const away = { decide: unavailable, status: unavailable };

  it('is nothing when the person may make it now', async () => {
    const { desk } = open({ status: async () => statusOf({ decidable: [{ kind: 'draft', ...button().draft }] }) });
    expect(await desk.objection(ANN, button())).toBeUndefined();
  });

  it('is that others decide, also while the desk is away', async () => {
    const refusal = { code: 'not-a-reviewer', reviewers: ['slack:U9'], requesterName: 'Ann' };
    for (const script of [{ status: async () => statusOf() }, away]) {
      const { desk } = open(script, { approvers: ['slack:U9'] });
      expect(await desk.objection(ANN, button())).toEqual({ kind: 'refused', refusal });
    }
    expect(await open(away).desk.objection(ANN, button())).toBeUndefined();
  });

  it('is that another draft is up for decision', async () => {
    const { desk } = open({
      status: async () => statusOf({ decidable: [{ kind: 'draft', version: 3, hash: '11111111' }] }),
    });
    expect(await desk.objection(ANN, button())).toEqual({
      kind: 'refused',
      refusal: { code: 'other-draft-is-current', asked: 2, current: 3 },
    });
  });

  it('is that there is no such article', async () => {
    const refusal = { code: 'no-such-article', articleId: ID };
    expect(await open({ status: noSuchArticle }).desk.objection(ANN, button())).toEqual({ kind: 'refused', refusal });
  });
});

describe('an edit', () => {
  const edit = (text: string) => ({ kind: 'edit', button: button(), text }) as const;

  it('is stored before its decision is handed over', async () => {
    const { desk, gateway, stored } = open({ decide: counted });
    expect(await desk.decide(ANN, edit('\ufeff\r\n# Tides\r\n\r\n\tcode\r\n\r\n'))).toEqual({
      kind: 'counted',
      asked: 'edit',
    });
    const text = '# Tides\n\n\tcode';
    const hash = sha256(text).slice(0, 8);
    const draftId = stored[0]?.draftId;
    expect(draftId).toMatch(new RegExp(`^${ID}/edit-[0-9a-f-]{36}$`));
    expect(stored).toEqual([{ draftId, articleId: ID, text, authorName: 'Ann' }]);
    expect(gateway.calls).toMatchObject([['decide', ID, { kind: 'edit', edited: { draftId, hash } }]]);
  });

  it('has the same draft id when it is delivered again, and another when its text changed', async () => {
    const { desk, stored } = open({ decide: counted });
    await desk.decide(ANN, edit('One'));
    await desk.decide(ANN, edit('One'));
    await desk.decide(ANN, edit('Two'));
    const [first, again, other] = stored.map(({ draftId }) => draftId);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('of somebody who may not decide is not even kept', async () => {
    const { desk, gateway, stored, copied } = open({});
    const ben = { ...ANN, userId: 'U2', displayName: 'Ben' };
    const elsewhere = { ...ANN, workspace: 'T2' };
    const back = {
      kind: 'bring-back',
      articleId: ID,
      draft: { version: 2, hash: '0a1b2c3d' },
      to: { version: 1, hash: '0a1b2c3d' },
    };
    for (const actor of [ben, elsewhere]) {
      const refusals = [
        await desk.decide(actor, edit('One')),
        await desk.bringBack(actor, { ...back, kind: 'bring-back' }),
      ];
      expect(refusals).toMatchObject([{ kind: 'refused' }, { kind: 'refused' }]);
      const file = {
        eventKey: 'e',
        name: 'tides.md',
        fetch: async () => Promise.reject(new Error('Nobody fetches it')),
      };
      expect(await desk.handFile(actor, { articleId: ID, file })).toMatchObject({ kind: 'refused' });
    }
    const shut = open({}, { door: { ...OPEN_DOOR, whyNot: async () => refused({ code: 'conflict' }) } });
    const file = { eventKey: 'e', name: 'tides.md', fetch: async () => Promise.reject(new Error('Nobody fetches it')) };
    expect(await shut.desk.takeFile(ANN, { thread: THREAD, file })).toMatchObject({ kind: 'refused' });
    expect([gateway.calls, stored, copied]).toEqual([[], [], []]);
  });

  it.each(['\u200b', '\u3164', '\u2800\u2800', '\u{e0041}', '\u0301'])(
    'that shows nothing (%j) is none',
    async (text) => {
      const { desk, gateway, stored } = open({});
      expect(await desk.decide(ANN, edit(text))).toEqual({ kind: 'refused', refusal: { code: 'empty-text' } });
      const reason = { kind: 'reject', reason: text, button: { ...button(), decision: 'reject' } } as const;
      expect(await desk.decide(ANN, reason)).toEqual({ kind: 'refused', refusal: { code: 'bad-comment' } });
      const asked = { eventKey: 'e', request: { topic: text }, thread: THREAD, language: 'en' } as const;
      expect(await desk.start(ANN, asked)).toEqual({ kind: 'refused', refusal: { code: 'empty-topic' } });
      expect([gateway.calls, stored]).toEqual([[], []]);
    },
  );

  it('that is empty, too long or no change is not handed over', async () => {
    const { desk, gateway, stored } = open({});
    expect(await desk.decide(ANN, edit(' \n\t'))).toEqual({ kind: 'refused', refusal: { code: 'empty-text' } });
    expect(await desk.decide(ANN, edit('x'.repeat(MAX_EDITED_CHARS + 1)))).toEqual({
      kind: 'refused',
      refusal: { code: 'text-too-long', length: MAX_EDITED_CHARS + 1 },
    });
    const same = { ...button(), draft: { version: 2, hash: sha256('# Tides\n').slice(0, 8) } };
    expect(await desk.decide(ANN, { ...edit('# Tides'), button: same })).toEqual({
      kind: 'refused',
      refusal: { code: 'text-unchanged' },
    });
    expect([gateway.calls, stored]).toEqual([[], []]);
  });

  it('that the database refuses is not taken', async () => {
    const { desk, gateway, log } = open({}, { storeEdited: broken });
    expect(await desk.decide(ANN, edit('One'))).toEqual({ kind: 'away', what: 'store' });
    expect(gateway.calls).toEqual([]);
    expect(log.join('')).toContain('Could not store an edited text');
  });

  it('that the database keeps waiting is not taken', async () => {
    const { desk, gateway } = open({}, { storeEdited: () => new Promise(() => undefined), storeBudgetMs: 20 });
    expect(await desk.decide(ANN, edit('One'))).toEqual({ kind: 'away', what: 'store' });
    expect(gateway.calls).toEqual([]);
  });

  it('of an article that is not there says so', async () => {
    const storeEdited = async (): Promise<never> => {
      throw Object.assign(new Error('violates foreign key constraint'), { code: '23503' });
    };
    const { desk } = open({}, { storeEdited });
    expect(await desk.decide(ANN, edit('One'))).toEqual({
      kind: 'refused',
      refusal: { code: 'no-such-article', articleId: ID },
    });
  });
});

describe('what goes wrong', () => {
  const every: readonly (readonly [string, (desk: ChatDesk) => Promise<unknown>])[] = [
    ['start', (desk) => desk.start(ANN, order({ topic: 'Tides' }))],
    ['list', (desk) => desk.list(ANN)],
    ['status', (desk) => desk.status(ANN, ID)],
    ['status of the only one', (desk) => desk.status(ANN)],
    ['control', (desk) => desk.control(ANN, { id: 'c1', control: 'pause', articleId: ID })],
    ['control of the only one', (desk) => desk.control(ANN, { id: 'c1', control: 'pause' })],
    ['move', (desk) => desk.move(ANN, { id: 'm1', articleId: ID, thread: THREAD })],
    ['decide', (desk) => desk.decide(ANN, { kind: 'approve', button: button() })],
    ['home', (desk) => desk.home(ANN)],
  ];
  const all = (act: () => Promise<never>) => ({
    start: act,
    list: act,
    home: act,
    status: act,
    control: act,
    decide: act,
  });

  it.each(every)('in %s is told and never thrown', async (_, ask) => {
    const away = open(all(unavailable));
    expect(await ask(away.desk)).toEqual({ kind: 'away', what: 'desk' });
    expect(away.log).toHaveLength(1);
    const faulty = open(all(broken));
    expect(await ask(faulty.desk)).toEqual({ kind: 'refused', refusal: { code: 'broken' } });
    expect(faulty.log.join('')).toContain('cannot read properties of undefined');
  });

  it('in what the desk does not understand is our fault, and is logged as one', async () => {
    const { desk, log } = open({
      control: async () => {
        throw new GatewayError('malformed', 'Could not hand over “pause”: by.groups: must be a list of strings.');
      },
    });
    expect(await desk.control(ANN, { id: 'c1', control: 'pause', articleId: ID })).toEqual({
      kind: 'refused',
      refusal: { code: 'broken' },
    });
    expect(log.join('')).toContain('by.groups: must be a list of strings');
  });

  it('in an event whose number is taken by somebody else’s article is told as such', async () => {
    const conflict = async (): Promise<never> => {
      throw new GatewayError('conflict', 'Could not start the article: it is somebody else’s.');
    };
    const { desk } = open({ start: conflict });
    const told = await desk.start(ANN, order({ topic: 'Tides' }));
    expect(told).toEqual({ kind: 'refused', refusal: { code: 'conflict' } });
  });

  it('in a named article that does not exist is told with its id', async () => {
    const { desk, log } = open(all(noSuchArticle));
    const reply = { kind: 'refused', refusal: { code: 'no-such-article', articleId: ID } };
    expect(await desk.status(ANN, ID)).toEqual(reply);
    expect(await desk.control(ANN, { id: 'c1', control: 'pause', articleId: ID })).toEqual(reply);
    expect(log).toEqual([]);
  });
});

describe('costs', () => {
  const NOTHING = { calls: 0, unpriced: 0, usd: 0 };
  const costs = { person: { today: NOTHING, month: NOTHING }, articles: [] };

  it.each([
    ['a person', ANN, false],
    ['an operator', { ...ANN, userId: 'U9' }, true],
    ['somebody in a group of operators', { ...ANN, groups: ['S9'] }, true],
    ['the same number in another workspace', { ...ANN, workspace: 'T2', userId: 'U9', groups: ['S9'] }, false],
    ['the same number elsewhere', { ...ANN, platform: 'telegram', userId: 'U9', groups: ['S9'] }, false],
  ])('are told to %s', async (_who, actor, everyone) => {
    const asked: CostsAsked[] = [];
    const { desk } = open(
      {},
      {
        costs: async (what) => {
          asked.push(what);
          return costs;
        },
      },
    );
    expect(await desk.costs(actor, { ...THREAD, thread: '171.1' })).toEqual({ kind: 'costs', costs });
    await desk.costs(actor);
    expect(asked).toEqual([
      {
        requesters: [`${actor.platform}:${actor.workspace}:${actor.userId}`],
        channel: 'slack:T1:C1',
        everyone,
        now: expect.any(Date) as Date,
      },
      { requesters: [`${actor.platform}:${actor.workspace}:${actor.userId}`], everyone, now: expect.any(Date) as Date },
    ]);
  });

  it('are away while the database is', async () => {
    const { desk, log } = open({}, { costs: () => Promise.reject(new Error('connection terminated')) });
    expect(await desk.costs(ANN)).toEqual({ kind: 'away', what: 'desk' });
    expect(log.join('')).toContain('Could not read what articles cost');
  });
});

describe('a start beyond the quota', () => {
  it('is refused with what is at work', async () => {
    const quota = {
      kind: 'quota-reached',
      scope: 'person',
      most: 1,
      atWork: [{ articleId: ID, topic: 'Tides' }],
    } as const;
    const { desk } = open({ start: () => Promise.reject(new QuotaError(quota)) });
    expect(await desk.start(ANN, order({ topic: 'How rain falls' }))).toEqual({
      kind: 'refused',
      refusal: { code: 'quota-reached', quota },
    });
  });
});
