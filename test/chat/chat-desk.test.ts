import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ChatDesk, createChatDesk } from '../../src/chat/chat-desk.ts';
import { MAX_EDITED_CHARS } from '../../src/chat/store-edited.ts';
import type { ArticleGateway, GatewayAnswer } from '../../src/gateway/article-gateway.ts';
import { GatewayError } from '../../src/gateway/gateway-error.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { messages } from '../../src/messages/messages.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import type { DraftStore } from '../../src/storage/draft-store.ts';
import { sha256 } from '../../src/storage/draft-store.ts';
import { fakeGateway, summary } from './fake-gateway.ts';

const ANN = { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: [] };
const asker = { actor: ANN, language: 'en' } as const;
const ID = '7k3m9x2c4p01q2w3';
const OTHER_ID = 'q2w3e4r5t60y7h8j';
const THREAD = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const en = messages('en');
const ru = messages('ru');

type Edited = Parameters<DraftStore['storeEdited']>[0];

function open(
  script: Parameters<typeof fakeGateway>[0],
  options: {
    readonly articleLanguage?: string;
    readonly storeEdited?: DraftStore['storeEdited'];
    readonly commandPrefix?: string;
    readonly storeBudgetMs?: number;
  } = {},
) {
  const gateway = fakeGateway(script);
  const stored: Edited[] = [];
  const log: string[] = [];
  const { articleLanguage = 'auto', storeEdited, ...rest } = options;
  const desk: ChatDesk = createChatDesk({
    gateway,
    drafts: {
      storeEdited:
        storeEdited ??
        (async (draft) => {
          stored.push(draft);
          return { draftId: draft.draftId, hash: sha256(draft.text).slice(0, 8) };
        }),
    },
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
  return { desk, gateway, stored, log };
}

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
});
const button = (version = 2) =>
  ({ kind: 'decision', articleId: ID, decision: 'approve', draft: { version, hash: '0a1b2c3d' } }) as const;

describe('start', () => {
  it('orders the article in the thread and says so', async () => {
    const { desk, gateway } = open({ start: started });
    expect(await desk.start(asker, order({ topic: ' How\ntides  work ' }))).toEqual({
      ok: true,
      text: en.answers.started('How tides work', ID),
      articleId: ID,
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
    [{ topic: 'How tides work' }, 'de', 'de'],
    [{ topic: 'How tides work', language: 'fr' }, 'de', 'fr'],
    [{ topic: 'How tides work', language: 'PT-br' }, 'auto', 'pt-BR'],
    [{ topic: 'Как устроены приливы', language: 'auto' }, 'auto', 'ru'],
    [{ topic: 'Как устроены приливы', language: ' ' }, 'auto', 'ru'],
  ])('has %j written, with %s configured, in %s', async (request, articleLanguage, language) => {
    const { desk, gateway } = open({ start: started }, { articleLanguage });
    await desk.start(asker, order(request));
    expect(gateway.calls[0]).toMatchObject(['start', { request: { language } }]);
  });

  it('takes along what was filled in, cleaned', async () => {
    const { desk, gateway } = open({ start: started });
    await desk.start(
      asker,
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

  it('leaves out what was left open', async () => {
    const { desk, gateway } = open({ start: started });
    await desk.start(asker, order({ topic: 'How tides work', audience: ' ', mustMention: [''], sources: [] }));
    expect(gateway.calls[0]).toMatchObject(['start', { request: { topic: 'How tides work', language: 'en' } }]);
    expect(gateway.calls).toHaveLength(1);
    const [, { request }] = gateway.calls[0] as unknown as [string, { request: object }];
    expect(Object.keys(request)).toEqual(['topic', 'language']);
  });

  it.each([
    [{ topic: ' \n' }, en.answers.emptyTopic],
    [{ topic: 'x'.repeat(301) }, en.answers.topicTooLong(301)],
    [{ topic: 'Tides', audience: 'x'.repeat(301) }, en.chat.order.audienceTooLong(300)],
    [{ topic: 'Tides', lengthWords: 10 }, en.chat.order.badLength(50, 10_000)],
    [{ topic: 'Tides', lengthWords: 500.5 }, en.chat.order.badLength(50, 10_000)],
    [{ topic: 'Tides', lengthWords: Number.NaN }, en.chat.order.badLength(50, 10_000)],
    [{ topic: 'Tides', language: 'ancient Greek' }, en.chat.order.badLanguage('ancient Greek')],
    [{ topic: 'Tides', mustMention: ['x'.repeat(201)] }, en.chat.order.tooManyMentions(20, 200)],
    [
      { topic: 'Tides', mustMention: Array.from({ length: 21 }, (_, i) => `${i}`) },
      en.chat.order.tooManyMentions(20, 200),
    ],
    [{ topic: 'Tides', sources: ['my notes'] }, en.chat.order.badSource('my notes')],
    [{ topic: 'Tides', sources: ['file:///etc/passwd'] }, en.chat.order.badSource('file:///etc/passwd')],
    [
      { topic: 'Tides', sources: Array.from({ length: 21 }, (_, i) => `https://example.com/${i}`) },
      en.chat.order.tooManySources(20),
    ],
  ])('says what is wrong with %j and starts nothing', async (request, text) => {
    const { desk, gateway } = open({});
    expect(await desk.start(asker, order(request))).toEqual({ ok: false, text });
    expect(gateway.calls).toEqual([]);
  });
});

describe('list', () => {
  it('answers the newest articles of who asks', async () => {
    const articles = [summary(ID, { stage: 'delivered' }), summary(OTHER_ID)];
    const { desk, gateway } = open({ list: async () => articles });
    expect(await desk.list(asker)).toEqual({ kind: 'list', articles });
    expect(gateway.calls).toEqual([['list', { requester: ANN, limit: 20 }]]);
  });
});

describe('status', () => {
  const status: ArticleStatus = {
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
  };

  it('asks the desk about the article that was named', async () => {
    const { desk, gateway } = open({ status: async () => status });
    expect(await desk.status(asker, ID)).toEqual({ kind: 'status', status });
    expect(gateway.calls).toEqual([['status', ID, ANN]]);
  });

  it('takes the only article under way when none was named', async () => {
    const { desk, gateway } = open({
      list: async () => [summary(ID)],
      status: async () => status,
    });
    expect(await desk.status(asker)).toEqual({ kind: 'status', status });
    expect(gateway.calls[1]).toEqual(['status', ID, ANN]);
  });
});

describe('control', () => {
  it('hands over the control of the article that was named', async () => {
    const { desk, gateway } = open({ control: counted });
    expect(await desk.control(asker, { id: 'c1', control: 'pause', articleId: ID })).toEqual({
      ok: true,
      text: en.answers.counted.pause,
    });
    expect(gateway.calls).toEqual([['control', ID, { id: 'c1', kind: 'pause', by: ANN }]]);
  });

  it('asks which article is meant when there are several', async () => {
    const { desk } = open({ list: async () => [summary(ID), summary(OTHER_ID, { topic: 'How rain falls' })] });
    const told = await desk.control(asker, { id: 'c1', control: 'cancel' });
    expect(told.ok).toBe(false);
    expect(told.text).toContain(`${ID} — Topic of ${ID}`);
    expect(told.text).toContain(`${OTHER_ID} — How rain falls`);
    expect(told.text).toContain(`/article cancel ${ID}`);
  });

  it('writes the command as the platform does', async () => {
    const { desk } = open({ list: async () => [summary(ID), summary(OTHER_ID)] }, { commandPrefix: '/' });
    expect((await desk.control(asker, { id: 'c1', control: 'cancel' })).text).toContain(`: /cancel ${ID}`);
  });

  it('says when nothing is under way', async () => {
    const { desk } = open({ list: async () => [] });
    expect(await desk.control({ ...asker, language: 'ru' }, { id: 'c1', control: 'resume' })).toEqual({
      ok: false,
      text: ru.chat.noneUnderWay,
    });
  });

  it('says why it does not count', async () => {
    const refusal = { code: 'not-now', control: 'resume', stage: 'drafting' } as const;
    const { desk } = open({ control: async () => ({ kind: 'refused', refusal }) });
    expect(await desk.control(asker, { id: 'c1', control: 'resume', articleId: ID })).toEqual({
      ok: false,
      text: en.answers.refusal(refusal),
    });
  });

  it('says that it is noted while the desk is away', async () => {
    const { desk } = open({ control: noted });
    expect(await desk.control(asker, { id: 'c1', control: 'finish', articleId: ID })).toEqual({
      ok: true,
      text: en.answers.noted,
    });
  });
});

describe('move', () => {
  it('hands over where the article goes on', async () => {
    const { desk, gateway } = open({ control: counted });
    expect(await desk.move(asker, { id: 'm1', articleId: ID, thread: THREAD })).toEqual({
      ok: true,
      text: en.answers.counted.move,
    });
    expect(gateway.calls).toEqual([['control', ID, { id: 'm1', kind: 'move', by: ANN, thread: THREAD }]]);
  });

  it('says when the article is there already', async () => {
    const refusal = { code: 'not-now', control: 'move', stage: 'waiting' } as const;
    const { desk } = open({ list: async () => [summary(ID)], control: async () => ({ kind: 'refused', refusal }) });
    expect(await desk.move(asker, { id: 'm1', thread: THREAD })).toEqual({
      ok: false,
      text: en.answers.refusal(refusal),
    });
  });
});

describe('decide', () => {
  it('hands over an approval of the draft that the button is about', async () => {
    const { desk, gateway } = open({ decide: counted });
    expect(await desk.decide(asker, { id: 'd1', kind: 'approve', button: button() })).toEqual({
      ok: true,
      text: en.answers.counted.approve,
    });
    expect(gateway.calls).toEqual([
      ['decide', ID, { id: 'd1', kind: 'approve', draft: { version: 2, hash: '0a1b2c3d' }, by: ANN }],
    ]);
  });

  it('names the gate whose card was clicked', async () => {
    const { desk, gateway } = open({ decide: counted });
    await desk.decide(asker, { id: 'd1', kind: 'approve', button: { ...button(), gate: 'g3' } });
    expect(gateway.calls).toMatchObject([['decide', ID, { gate: 'g3' }]]);
  });

  it('hands over what was written, cleaned', async () => {
    const { desk, gateway } = open({ decide: counted });
    await desk.decide(asker, {
      id: 'd1',
      kind: 'request-changes',
      button: button(),
      comment: ' Shorter.\r\nAnd\u0000 a map. ',
    });
    await desk.decide(asker, { id: 'd2', kind: 'reject', button: button(), reason: 'Off topic' });
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
    expect(await desk.decide(asker, { id: 'd1', button: button(), ...words })).toEqual({
      ok: false,
      text: en.answers.refusal({ code: 'bad-comment' }),
    });
    expect(gateway.calls).toEqual([]);
  });

  it.each([
    [counted, true, en.answers.counted.approve],
    [noted, true, en.answers.noted],
    [
      async () => ({ kind: 'refused', refusal: { code: 'no-draft-yet' } }) as const,
      false,
      en.answers.refusal({ code: 'no-draft-yet' }),
    ],
    [unavailable, false, en.answers.unavailable],
    [noSuchArticle, false, en.answers.noSuchArticle(ID)],
    [broken, false, en.chat.failed],
  ])('tells what became of it (%#)', async (decide, ok, text) => {
    const { desk } = open({ decide });
    expect(await desk.decide(asker, { id: 'd1', kind: 'approve', button: button() })).toEqual({ ok, text });
  });
});

describe('an edit', () => {
  const edit = (text: string, id = 'd1') => ({ id, kind: 'edit', button: button(), text }) as const;

  it('is stored before its decision is handed over', async () => {
    const { desk, gateway, stored } = open({ decide: counted });
    expect(await desk.decide(asker, edit('\ufeff\r\n# Tides\r\n\r\n\tcode\r\n\r\n'))).toEqual({
      ok: true,
      text: en.answers.counted.edit,
    });
    const text = '# Tides\n\n\tcode';
    const hash = sha256(text).slice(0, 8);
    const draftId = `${ID}/edit-d1-${hash}`;
    expect(stored).toEqual([{ draftId, articleId: ID, text, authorName: 'Ann' }]);
    expect(gateway.calls).toMatchObject([['decide', ID, { id: 'd1', kind: 'edit', edited: { draftId, hash } }]]);
  });

  it('has the same draft id when it is delivered again, and another when its text changed', async () => {
    const { desk, stored } = open({ decide: counted });
    await desk.decide(asker, edit('One'));
    await desk.decide(asker, edit('One'));
    await desk.decide(asker, edit('Two'));
    const [first, again, other] = stored.map(({ draftId }) => draftId);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('that is empty, too long or no change is not handed over', async () => {
    const { desk, gateway, stored } = open({});
    const told = async (text: string) => (await desk.decide(asker, edit(text))).text;
    expect(await told(' \n\t')).toBe(en.chat.edit.empty);
    expect(await told('x'.repeat(MAX_EDITED_CHARS + 1))).toBe(
      en.chat.edit.tooLong(MAX_EDITED_CHARS + 1, MAX_EDITED_CHARS),
    );
    const same = { ...button(), draft: { version: 2, hash: sha256('# Tides\n').slice(0, 8) } };
    expect(await desk.decide(asker, { ...edit('# Tides'), button: same })).toEqual({
      ok: false,
      text: en.chat.edit.unchanged,
    });
    expect([gateway.calls, stored]).toEqual([[], []]);
  });

  it('that the database refuses is not taken', async () => {
    const { desk, gateway, log } = open({}, { storeEdited: broken });
    expect(await desk.decide(asker, edit('One'))).toEqual({ ok: false, text: en.chat.edit.notStored });
    expect(gateway.calls).toEqual([]);
    expect(log.join('')).toContain('Could not store an edited text');
  });

  it('that the database keeps waiting is not taken', async () => {
    const { desk, gateway } = open({}, { storeEdited: () => new Promise(() => undefined), storeBudgetMs: 20 });
    expect(await desk.decide(asker, edit('One'))).toEqual({ ok: false, text: en.chat.edit.notStored });
    expect(gateway.calls).toEqual([]);
  });

  it('of an article that is not there says so', async () => {
    const storeEdited = async (): Promise<never> => {
      throw Object.assign(new Error('violates foreign key constraint'), { code: '23503' });
    };
    const { desk } = open({}, { storeEdited });
    expect(await desk.decide(asker, edit('One'))).toEqual({ ok: false, text: en.answers.noSuchArticle(ID) });
  });
});

describe('what goes wrong', () => {
  const every: readonly (readonly [string, (desk: ChatDesk) => Promise<unknown>])[] = [
    ['start', (desk) => desk.start(asker, order({ topic: 'Tides' }))],
    ['list', async (desk) => toldOf(await desk.list(asker))],
    ['status', async (desk) => toldOf(await desk.status(asker, ID))],
    ['status of the only one', async (desk) => toldOf(await desk.status(asker))],
    ['control', (desk) => desk.control(asker, { id: 'c1', control: 'pause', articleId: ID })],
    ['control of the only one', (desk) => desk.control(asker, { id: 'c1', control: 'pause' })],
    ['move', (desk) => desk.move(asker, { id: 'm1', articleId: ID, thread: THREAD })],
    ['decide', (desk) => desk.decide(asker, { id: 'd1', kind: 'approve', button: button() })],
    ['home', (desk) => desk.home(asker)],
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
    expect(await ask(away.desk)).toEqual({ ok: false, text: en.answers.unavailable });
    expect(away.log).toHaveLength(1);
    const faulty = open(all(broken));
    expect(await ask(faulty.desk)).toEqual({ ok: false, text: en.chat.failed });
    expect(faulty.log.join('')).toContain('cannot read properties of undefined');
  });

  it('in what the desk does not understand is our fault, and is logged as one', async () => {
    const { desk, log } = open({
      control: async () => {
        throw new GatewayError('malformed', 'Could not hand over “pause”: by.groups: must be a list of strings.');
      },
    });
    expect(await desk.control(asker, { id: 'c1', control: 'pause', articleId: ID })).toEqual({
      ok: false,
      text: en.chat.failed,
    });
    expect(log.join('')).toContain('by.groups: must be a list of strings');
  });

  it('in an event whose number is taken by somebody else’s article is told as such', async () => {
    const conflict = async (): Promise<never> => {
      throw new GatewayError('conflict', 'Could not start the article: it is somebody else’s.');
    };
    const { desk } = open({ start: conflict });
    const told = await desk.start({ ...asker, language: 'ru' }, order({ topic: 'Tides' }));
    expect(told).toEqual({ ok: false, text: ru.answers.conflict });
  });

  it('in a named article that does not exist is told with its id', async () => {
    const { desk, log } = open(all(noSuchArticle));
    const text = en.answers.noSuchArticle(ID);
    expect(toldOf(await desk.status(asker, ID))).toEqual({ ok: false, text });
    expect(await desk.control(asker, { id: 'c1', control: 'pause', articleId: ID })).toEqual({ ok: false, text });
    expect(log).toEqual([]);
  });
});

describe('fault', () => {
  it.each([
    [{ code: 'topic-too-long', length: 301 }, '/article ', en.answers.topicTooLong(301)],
    [
      { code: 'not-an-id', verb: 'cancel', typed: 'culture' },
      '/article ',
      en.chat.notAnId('culture', '/article article cancel culture'),
    ],
    [
      { code: 'not-an-id', verb: 'cancel', typed: 'culture' },
      '/',
      en.chat.notAnId('culture', '/article cancel culture'),
    ],
    [
      { code: 'takes-nothing', verb: 'list', typed: 'comprehensions' },
      '/article ',
      en.chat.takesNothing('list', '/article article list comprehensions'),
    ],
    [
      { code: 'unknown-language', verb: 'language', typed: 'acquisition' },
      '/article ',
      en.chat.unknownLanguage('acquisition', '/article article language acquisition'),
    ],
  ] as const)('says of %j after %j what to type instead', (fault, commandPrefix, text) => {
    const { desk } = open({}, { commandPrefix });
    expect(desk.fault(asker, fault)).toEqual({ ok: false, text });
  });
});

function toldOf(answer: { readonly kind: string; readonly told?: unknown }): unknown {
  return answer.told;
}
