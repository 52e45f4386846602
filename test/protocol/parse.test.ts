import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ArticleInput } from '../../src/protocol/article.ts';
import type { Control, Decision } from '../../src/protocol/decision.ts';
import type { DeskState } from '../../src/protocol/desk-state.ts';
import { assignment } from '../../src/protocol/drafts.ts';
import type { FeedMessage, ThreadReport } from '../../src/protocol/feed.ts';
import {
  parseActor,
  parseArticleInput,
  parseControl,
  parseDecision,
  type Parsed,
  parseThread,
  parseThreadReport,
} from '../../src/protocol/parse.ts';
import type { Thread } from '../../src/protocol/thread.ts';
import { Desk } from '../../src/workflows/desk/desk.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

const ANN: Actor = { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: ['S1'] };
const HOME: Thread = { platform: 'slack', workspace: 'T1', channel: 'C1', thread: '1718000000.000100' };
const DESK: DeskState = {
  phase: 'gate',
  drafts: [
    {
      draftId: 'd1',
      version: 1,
      hash: '00000001',
      author: 'agent',
      score: 9,
      critiqueId: 'c1',
      doubtful: true,
      factReportId: 'f1',
    },
    { draftId: 'd2', version: 2, hash: '00000002', author: 'person' },
  ],
  roundFrom: 2,
  iteration: 0,
  gates: 2,
  gate: {
    id: 'g2',
    subject: { kind: 'draft', version: 2, hash: '00000002' },
    votes: [
      {
        decisionId: 'x0',
        kind: 'approve',
        keys: ['slack:T1:U1'],
        groups: [],
        isMember: true,
        byName: 'Ann',
        at: '2026-11-23T12:00:00.000Z',
      },
    ],
    deadlines: [{ kind: 'escalate', at: '2026-11-24T12:00:00.000Z' }],
    since: '2026-11-23T12:00:00.000Z',
    isPlanned: true,
    escalatedAt: '2026-11-23T13:00:00.000Z',
  },
  approved: 2,
  stopReason: 'edited',
  decisions: [{ id: 'x1', kind: 'edit', version: 1, byName: 'Ann', at: '2026-11-23T12:00:00.000Z' }],
  controls: ['k1'],
  paused: false,
  isParked: true,
  failure: { step: 'writing', code: 'internal', message: 'm', reason: 'r' },
  failureSeq: 6,
  outage: { code: 'model-unavailable', since: '2026-11-23T12:00:00.000Z', next: '2026-11-23T12:00:10.000Z' },
  budget: {
    scope: 'day',
    day: '2026-11-23',
    capUsd: 2,
    spentUsd: 2.5,
    unpriced: 1,
    raiseByUsd: 1,
    until: '2026-11-24T00:00:00.000Z',
    seq: 6,
  },
  raises: [{ scope: 'article', usd: 1 }],
  warned: ['article', 'day 2026-11-23'],
  unedited: true,
  trouble: { step: 'delivering', code: 'internal', message: 'm' },
  steps: 4,
  said: 7,
  revision: 9,
  home: HOME,
};
const SAID: readonly FeedMessage[] = [
  { kind: 'draft', draftId: 'd1', version: 1 },
  { kind: 'critique', version: 1, critiqueId: 'c1' },
  { kind: 'fact-report', version: 1, factReportId: 'f1' },
  { kind: 'gate', gate: 'g1', draftId: 'd1', version: 1, stopReason: 'threshold' },
  { kind: 'failure', failure: { step: 'writing', code: 'internal', message: 'm' } },
  { kind: 'final', draftId: 'd1', version: 1 },
  {
    kind: 'gate',
    gate: 'g2',
    draftId: 'd2',
    version: 2,
    stopReason: 'brought-back',
    replaced: { version: 1, hash: '00000001' },
  },
  {
    kind: 'notice',
    notice: { code: 'translating', byName: 'Ann', edition: 2, from: 'en', language: 'ru', article: 'a1' },
  },
  { kind: 'notice', notice: { code: 'translation-begun', byName: 'Ann', language: 'ru', article: 'a1' } },
  { kind: 'notice', notice: { code: 'source-renewed', edition: 2, language: 'ru', article: 'a1' } },
  { kind: 'notice', notice: { code: 'revising', byName: 'Ann', edition: 2, section: 'The Moon' } },
  { kind: 'notice', notice: { code: 'taking-over', byName: 'Ann', edition: 2 } },
  {
    kind: 'notice',
    notice: { code: 'translating', byName: 'Ann', edition: 2, from: 'en', language: 'pt-BR', article: 'a1' },
  },
  ...(['paused', 'resumed', 'cancelled', 'finishing', 'another', 'retrying', 'moved'] as const).map(
    (code) => ({ kind: 'notice', notice: { code, byName: 'Ann' } }) as const,
  ),
  { kind: 'budget', stop: { scope: 'article', capUsd: 2, spentUsd: 2.5, unpriced: 0, raiseByUsd: 1 } },
  { kind: 'notice', notice: { code: 'raised', byName: 'Ann', scope: 'day', usd: 1 } },
  {
    kind: 'notice',
    notice: { code: 'budget-warning', warning: { scope: 'article', warnUsd: 1, spentUsd: 1.5, capUsd: 2 } },
  },
  { kind: 'notice', notice: { code: 'compared', version: 3, with: 2, won: true } },
  { kind: 'notice', notice: { code: 'new-day' } },
  { kind: 'notice', notice: { code: 'escalated', to: ['requester'], waitedMs: 1 } },
  { kind: 'notice', notice: { code: 'parked', waitedMs: 1 } },
  { kind: 'notice', notice: { code: 'expired', waitedMs: 1 } },
  { kind: 'notice', notice: { code: 'undeliverable', where: 'C1', failure: 'is_archived' } },
  ...(
    [
      { code: 'not-a-reviewer', reviewers: ['requester'] },
      { code: 'already-decided', decision: 'approve', byName: 'Ben', at: '2026-11-23T12:00:00.000Z' },
      { code: 'other-draft-is-current', asked: 1, current: 2 },
      { code: 'no-draft-yet' },
      { code: 'no-such-draft', asked: 7, newest: 2 },
      { code: 'same-draft', asked: 1, current: 2 },
      { code: 'bad-comment' },
      { code: 'article-over', stage: 'delivered' },
      { code: 'not-now', control: 'pause', stage: 'waiting' },
    ] as const
  ).map(
    (refusal) =>
      ({ kind: 'notice', notice: { code: 'did-not-count', byName: 'Ann', asked: 'finish', refusal } }) as const,
  ),
];
const INPUT: ArticleInput = {
  articleId: '0123456789abcdef',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  request: {
    topic: 'How tides work',
    audience: 'sailors',
    lengthWords: 800,
    language: 'en',
    mustMention: ['the moon'],
    sources: ['https://example.org/tides'],
  },
  requester: ANN,
  thread: HOME,
  language: 'en',
  settings: TEST_SETTINGS,
  translates: {
    first: 'a0',
    articleId: 'a1',
    edition: 2,
    sha256: '0'.repeat(64),
    language: 'en',
    research: { researchId: 'r2', read: 2, failed: 0 },
    again: { first: 'b0', articleId: 'b1', edition: 1 },
    asked: 'w1',
  },
  revises: {
    first: '0000000000000000',
    articleId: '0000000000000001',
    edition: 3,
    draft: { draftId: 'd1', hash: '00000001', author: 'person' },
    research: { researchId: 'r1', read: 2, failed: 1 },
    asked: {
      kind: 'comment',
      decision: {
        kind: 'request-changes',
        id: 'x',
        draft: { version: 1, hash: '00000001' },
        by: ANN,
        comment: 'Shorter',
      },
      at: '2026-11-23T12:00:00.000Z',
      section: { id: 's2', heading: 'The Moon' },
    },
  },
  desk: DESK,
  unwritten: {
    entries: SAID.map((message, index) => ({ seq: index + 1, message, ...(index === 3 && { to: 'requester' }) })),
    decisions: [
      {
        decision: { kind: 'approve', id: 'x', draft: { version: 1, hash: '00000001' }, by: ANN },
        at: '2026-11-23T12:00:00.000Z',
        gate: 'g1',
        editedVersion: 2,
      },
    ],
    moved: HOME,
    retryThreads: true,
  },
};

/** Well-formed, and without the one character that PostgreSQL refuses. */
const text = fc.string({ unit: 'grapheme' }).map((words) => words.replaceAll('\0', ''));
const id = text.map((words) => `i${words}`);
const hash = fc.constantFrom('00000001', '00000002', 'deadbeef');
const actor: fc.Arbitrary<Actor> = fc.record(
  {
    platform: fc.constantFrom('slack', 'operator'),
    userId: fc.oneof(fc.constant('U1'), id),
    displayName: text,
    groups: fc.array(id),
    where: fc.record({ platform: id, workspace: id, channel: id }),
  },
  { requiredKeys: ['platform', 'userId', 'displayName', 'groups'] },
);
const draft = fc.record({ version: fc.integer({ min: 1, max: 3 }), hash });
const base = { id, by: actor };
const subject = { draft, gate: fc.constantFrom('g1', 'g2'), ...base };
const named: { requiredKeys: ['kind', 'draft', 'id', 'by'] } = { requiredKeys: ['kind', 'draft', 'id', 'by'] };
const decisions: fc.Arbitrary<Decision> = fc.oneof(
  fc.record({ kind: fc.constant('approve' as const), ...subject }, named),
  fc.record(
    { kind: fc.constant('request-changes' as const), comment: text, ...subject },
    { requiredKeys: [...named.requiredKeys, 'comment'] },
  ),
  fc.record(
    { kind: fc.constant('edit' as const), edited: fc.record({ draftId: id, hash }), ...subject },
    { requiredKeys: [...named.requiredKeys, 'edited'] },
  ),
  fc.record(
    { kind: fc.constant('reject' as const), reason: text, ...subject },
    { requiredKeys: [...named.requiredKeys, 'reason'] },
  ),
  fc.record(
    { kind: fc.constant('bring-back' as const), to: draft, edited: fc.record({ draftId: id, hash }), ...subject },
    { requiredKeys: [...named.requiredKeys, 'to', 'edited'] },
  ),
);
const reports: fc.Arbitrary<ThreadReport> = fc.oneof(
  fc.record({ kind: fc.constant('arrived' as const), seq: fc.nat() }),
  fc.record(
    { kind: fc.constant('trouble' as const), where: id, code: id, message: text, reason: id },
    { requiredKeys: ['kind', 'where', 'code', 'message'] },
  ),
  fc.record({ kind: fc.constant('lost' as const), thread: fc.record({ platform: id, channel: id }), failure: id }),
);
const controls: fc.Arbitrary<Control> = fc.oneof(
  fc.record({ kind: fc.constantFrom('pause', 'resume', 'cancel', 'finish', 'another', 'retry', 'raise'), ...base }),
  fc.record({ kind: fc.constant('add-source' as const), file: fc.record({ id, name: id }), ...base }),
  fc.record({
    kind: fc.constant('language' as const),
    language: fc.constantFrom('en', 'pt-BR', 'sl-rozaj-biske-1994'),
    ...base,
  }),
  fc.record(
    {
      kind: fc.constant('follow' as const),
      thread: fc.record({ platform: id, channel: id }),
      role: fc.constantFrom('decides' as const, 'reads' as const),
      anyone: fc.constant(true as const),
      whole: fc.constant(true as const),
      ...base,
    },
    { requiredKeys: ['kind', 'thread', 'role', 'id', 'by'] },
  ),
  fc.record({ kind: fc.constant('unfollow' as const), thread: fc.record({ platform: id, channel: id }), ...base }),
  fc.record({
    kind: fc.constant('move' as const),
    thread: fc.record(
      { platform: id, channel: id, thread: id, workspace: id },
      { requiredKeys: ['platform', 'channel'] },
    ),
    ...base,
  }),
);

/** What somebody's hand, or another version, may put anywhere. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, '', 0, -1, 1.5, 1e21, Number.NaN, [], {}, 'aprove', '\0', '\ud800'),
  fc.jsonValue(),
);

/** Every place in a value, as a path. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

/** The value with something else at that place: changed, dropped when it is undefined, or the old one nested in it. */
function put(value: unknown, [key, ...rest]: readonly string[], change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.map((one: unknown, at) => (String(at) === key ? put(one, rest, change) : one));
  const fields = Object.entries(value as object).map(([name, inner]) => [
    name,
    name === key ? put(inner, rest, change) : (inner as unknown),
  ]);
  return Object.fromEntries(fields.filter(([, inner]) => inner !== undefined)) as unknown;
}

function mutated<T>(valid: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  const change = fc.oneof(
    junk.map((other) => () => other),
    fc.constantFrom<(old: unknown) => unknown>(
      (old) => [old],
      (old) => ({ old }),
      (old) => (typeof old === 'object' ? { ...old, extra: 1 } : old),
    ),
  );
  return fc.tuple(valid, fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 3 })).map(([value, changes]) =>
    changes.reduce<unknown>((now, [at, how]) => {
      const places = placesIn(now);
      return put(now, places[at % places.length] ?? [], how);
    }, value),
  );
}

function faultOf(parsed: Parsed<unknown>): string | undefined {
  return parsed.ok ? undefined : parsed.fault;
}

function expectReason(fault: string): void {
  expect(fault).toMatch(/^([a-zA-Z.0-9]+: )?must be /);
}

function expectTaken<T>(parser: (given: unknown) => Parsed<T>, value: T): void {
  expect(parser(value)).toEqual({ ok: true, value });
}

const AT = '2026-11-23T12:00:00.000Z';
/** In every phase in which people may still act. */
const desks = (): readonly Desk[] =>
  (['drafting', 'gate', 'finishing', 'delivering'] as const).map((phase) => {
    const { failure: _, trouble: __, outage: ___, budget: ____, ...rest } = DESK;
    return new Desk({ ...INPUT, desk: { ...rest, phase } });
  });

describe('a new edition that begins with a proposal', () => {
  it('is read as it is', () => {
    const asked = { kind: 'proposal', id: 'x', by: ANN, draft: { draftId: 'd2', hash: '00000002' } } as const;
    const input = INPUT.revises === undefined ? INPUT : { ...INPUT, revises: { ...INPUT.revises, asked } };
    expect(parseArticleInput(input)).toEqual({ ok: true, value: input });
  });
});

describe('a parser', () => {
  it('takes whatever a bot makes, and answers it as it is', () => {
    fc.assert(fc.property(decisions, (value) => expectTaken(parseDecision, value)));
    fc.assert(fc.property(controls, (value) => expectTaken(parseControl, value)));
    fc.assert(fc.property(actor, (value) => expectTaken(parseActor, value)));
    fc.assert(fc.property(reports, (value) => expectTaken(parseThreadReport, value)));
    expect(parseThread(HOME)).toEqual({ ok: true, value: HOME });
  });

  it('takes a start with every field, and what continue-as-new hands over', () => {
    expect(parseArticleInput(INPUT)).toEqual({ ok: true, value: INPUT });
    const { desk: _, unwritten: __, ...opening } = INPUT;
    const { topic, language } = INPUT.request;
    const least = { ...opening, request: { topic, language } };
    expect(parseArticleInput(least)).toEqual({ ok: true, value: least });
  });

  it('drops what it does not know', () => {
    const value = { kind: 'approve', id: 'x', draft: { version: 1, hash: '00000001' }, by: ANN } as const;
    const newer = { ...value, mood: 'good', by: { ...ANN, avatar: 'a' }, draft: { ...value.draft, words: 3 } };
    expect(parseDecision(newer)).toEqual({ ok: true, value });
  });

  it.each([
    [{ ...ANN, groups: undefined }, 'groups: must be a list of strings'],
    [{ ...ANN, groups: { 0: 'S1' } }, 'groups: must be a list of strings'],
    [{ ...ANN, groups: ['S1', 2] }, 'groups.1: must be a string'],
    [{ ...ANN, groups: Array.from({ length: 1001 }, () => 'S') }, 'groups: must be a list of at most 1000 strings'],
    [{ ...ANN, userId: '' }, 'userId: must be a string of 1 to 200 characters'],
    [{ ...ANN, userId: 'U'.repeat(201) }, 'userId: must be a string of 1 to 200 characters'],
    [{ ...ANN, displayName: 'A'.repeat(501) }, 'displayName: must be a string of 0 to 500 characters'],
    [{ ...ANN, displayName: 'A\0' }, 'displayName: must be well-formed Unicode without the character NUL'],
    [{ ...ANN, displayName: '\ud83c' }, 'displayName: must be well-formed Unicode without the character NUL'],
    [[ANN], 'must be an object'],
    [null, 'must be an object'],
  ])('says what is wrong with the person %#', (given, fault) => {
    expect(faultOf(parseActor(given))).toBe(fault);
  });

  it.each([
    [{ draft: { version: 0, hash: '00000001' } }, 'draft.version: must be a whole number from 1 to 999999'],
    [{ draft: { version: 1e6, hash: '00000001' } }, 'draft.version: must be a whole number from 1 to 999999'],
    [{ draft: { version: Number.NaN, hash: '00000001' } }, 'draft.version: must be a whole number from 1 to 999999'],
    [{ draft: { version: '1', hash: '00000001' } }, 'draft.version: must be a whole number from 1 to 999999'],
    [{ draft: { version: 1, hash: '0000000G' } }, 'draft.hash: must be 8 hex digits'],
    [{ draft: { version: 1, hash: '000000001' } }, 'draft.hash: must be 8 hex digits'],
    [{ kind: 'aprove' }, 'kind: must be one of approve, request-changes, edit, reject, bring-back'],
    [{ kind: 'constructor' }, 'kind: must be one of approve, request-changes, edit, reject, bring-back'],
    [{ kind: 'request-changes', comment: 7 }, 'comment: must be a string'],
    [{ kind: 'reject' }, 'reason: must be a string'],
    [{ kind: 'edit' }, 'edited: must be an object'],
    [{ by: { ...ANN, groups: null } }, 'by.groups: must be a list of strings'],
  ])('says what is wrong with the decision %j', (change, fault) => {
    const value = { kind: 'approve', id: 'x', draft: { version: 1, hash: '00000001' }, by: ANN };
    expect(faultOf(parseDecision({ ...value, ...change }))).toBe(fault);
  });

  it('leaves it to the desk whether a comment is a good one', () => {
    const value = { kind: 'request-changes', id: 'x', draft: { version: 1, hash: '00000001' }, by: ANN } as const;
    for (const comment of ['', 'x'.repeat(3001)])
      expect(parseDecision({ ...value, comment })).toEqual({ ok: true, value: { ...value, comment } });
  });

  it.each([
    [{ thread: [] }, 'thread: must be an object'],
    [{ request: { topic: ' ', language: 'en', article: 'a1' } }, 'request.topic: must be more than spaces'],
    [{ language: 'not a tag' }, 'language: must be a language tag such as en or pt-BR'],
    [
      { settings: { ...TEST_SETTINGS, retry: { ...TEST_SETTINGS.retry, maximumIntervalSeconds: 0.1 } } },
      'settings.retry.maximumIntervalSeconds: must be at least initialIntervalSeconds',
    ],
    [
      { settings: { ...TEST_SETTINGS, timeouts: { ...TEST_SETTINGS.timeouts, writeMinutes: 1e30 } } },
      'settings.timeouts.writeMinutes: must be a number from 0.001 to 525600',
    ],
    [
      { desk: { ...DESK, gate: { ...DESK.gate, votes: [{ kind: 'edit' }] } } },
      'desk.gate.votes.0.decisionId: must be a string',
    ],
    [{ translates: { ...INPUT.translates, sha256: 'abc' } }, 'translates.sha256: must be 64 hex digits'],
    [
      { unwritten: { entries: [{ seq: 1, message: { kind: 'notice', notice: { code: 'left' } } }] } },
      'unwritten.entries.0.message.notice.code: must be one of paused, resumed, cancelled, finishing, another, retrying, moved, followed, unfollowed, place-lost, assigned, stepped-in, language, revising, taking-over, translating, translation-begun, source-renewed, source-added, raised, budget-warning, compared, cannot-be-approved, votes-joined, votes-void, new-day, escalated, parked, expired, undeliverable, did-not-count',
    ],
  ])('says what is wrong with a start with %j', (change, fault) => {
    expect(faultOf(parseArticleInput({ ...INPUT, ...change }))).toBe(fault);
  });
});

describe('whatever is sent', () => {
  it('is refused with a reason, or is something that the rules of the desk can take', () => {
    let taken = 0;
    fc.assert(
      fc.property(mutated(decisions), (sent) => {
        const parsed = parseDecision(sent);
        if (!parsed.ok) {
          expectReason(parsed.fault);
          return;
        }
        taken += 1;
        expect(parseDecision(JSON.parse(JSON.stringify(parsed.value)))).toEqual(parsed);
        for (const desk of desks()) if (desk.refusalOf(parsed.value) === undefined) desk.decide(parsed.value, AT);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(mutated(controls), (sent) => {
        const parsed = parseControl(sent);
        if (!parsed.ok) {
          expectReason(parsed.fault);
          return;
        }
        taken += 1;
        for (const desk of desks())
          if (desk.refusalOfControl(parsed.value) === undefined) desk.control(parsed.value, AT);
      }),
      { numRuns: 2000 },
    );
    // A property of what never parses would say nothing.
    expect(taken).toBeGreaterThan(100);
  });

  it('as a start is refused with a reason, or is a desk that can say where it stands', () => {
    fc.assert(
      fc.property(mutated(fc.constant(INPUT)), (sent) => {
        const parsed = parseArticleInput(sent);
        if (!parsed.ok) {
          expectReason(parsed.fault);
          return;
        }
        const desk = new Desk(parsed.value);
        assignment(desk.state);
        expect(desk.articleState.stage).toBe(desk.stage);
        expect(desk.statusFor().articleId).toBe(parsed.value.articleId);
      }),
      { numRuns: 2000 },
    );
  });

  it('is never a reason to throw', () => {
    fc.assert(
      fc.property(fc.anything(), (sent) => {
        for (const parse of [
          parseActor,
          parseThread,
          parseDecision,
          parseControl,
          parseThreadReport,
          parseArticleInput,
        ])
          expect(typeof parse(sent).ok).toBe('boolean');
      }),
    );
  });
});
