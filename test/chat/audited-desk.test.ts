import { describe, expect, it } from 'vitest';
import { auditedDesk } from '../../src/chat/audited-desk.ts';
import type { ChatDesk } from '../../src/chat/chat-desk.ts';
import { refused } from '../../src/chat/reply.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { AuditEntry } from '../../src/storage/audit-log.ts';

const EVE = { platform: 'slack', workspace: 'T1', userId: 'U3', displayName: 'Eve', groups: [] };
const ID = '7k3m9x2c4p01q2w3';
const THREAD = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const draft = { version: 2, hash: 'abcdef01' };
const button = { kind: 'decision', articleId: ID, decision: 'approve', draft } as const;
const NOT_YOU = refused({ code: 'not-a-reviewer', reviewers: ['slack:T1:U9'] });

/** A desk that answers everything alike. */
function deskThatAnswers(answer: unknown, note?: () => Promise<void>) {
  const noted: AuditEntry[] = [];
  const audit = {
    note: async (entry: AuditEntry) => {
      await note?.();
      noted.push(entry);
    },
  };
  const inner = new Proxy({} as ChatDesk, {
    get: () => async () => answer,
    ownKeys: () => [
      'start',
      'objectionToStart',
      'list',
      'status',
      'changes',
      'stats',
      'admission',
      'control',
      'takeFile',
      'handFile',
      'useFile',
      'link',
      'unlink',
      'zone',
      'setLanguage',
      'move',
      'follow',
      'unfollow',
      'addSource',
      'decide',
      'objection',
      'bringBack',
      'revise',
      'takeOver',
      'translate',
      'editExtra',
      'adopt',
      'openPage',
    ],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
  return { desk: auditedDesk(inner, audit, createLogger({ level: 'silent' })), noted };
}

const ATTEMPTS: readonly (readonly [string, (desk: ChatDesk) => Promise<unknown>, Partial<AuditEntry>])[] = [
  [
    'a start',
    (desk) => desk.start(EVE, { eventKey: 'e', request: { topic: 'Tides' }, thread: THREAD, language: 'en' }),
    { id: 'e', act: 'start', place: 'slack:T1:C1' },
  ],
  [
    'a translation',
    (desk) => desk.translate(EVE, { eventKey: 'e', articleId: ID, into: 'de', thread: THREAD, language: 'en' }),
    { id: 'e', act: 'translate', articleId: ID, place: 'slack:T1:C1' },
  ],
  [
    'a start that was not offered',
    (desk) => desk.objectionToStart(EVE, THREAD),
    { act: 'start', place: 'slack:T1:C1' },
  ],
  ['a list of everybody', (desk) => desk.list(EVE, { scope: 'everywhere', page: 1 }), { act: 'see' }],
  ['a look', (desk) => desk.status(EVE, ID), { act: 'see', articleId: ID }],
  [
    'a look at changes',
    (desk) => desk.changes(EVE, { kind: 'changes', articleId: ID, draft }),
    { act: 'see', articleId: ID },
  ],
  [
    'a control',
    (desk) => desk.control(EVE, { id: 'c', control: 'pause', articleId: ID }),
    { id: 'c', act: 'pause', articleId: ID },
  ],
  [
    'a control of nobody knows what',
    (desk) => desk.control(EVE, { id: 'c', control: 'pause' }),
    { id: 'c', act: 'pause' },
  ],
  [
    'another language',
    (desk) => desk.setLanguage(EVE, { id: 'l', articleId: ID, language: 'de' }),
    { id: 'l', act: 'language' },
  ],
  [
    'a move',
    (desk) => desk.move(EVE, { id: 'm', articleId: ID, thread: THREAD }),
    { id: 'm', act: 'move', place: 'slack:T1:C1' },
  ],
  [
    'a place in which it is to be shown, too',
    (desk) => desk.follow(EVE, { id: 'f', articleId: ID, thread: THREAD, role: 'reads' }),
    { id: 'f', act: 'follow', place: 'slack:T1:C1' },
  ],
  [
    'the end of that',
    (desk) => desk.unfollow(EVE, { id: 'u', articleId: ID, thread: THREAD }),
    { id: 'u', act: 'unfollow', place: 'slack:T1:C1' },
  ],
  ['a link to another chat', (desk) => desk.link(EVE, '123456'), { act: 'link' }],
  [
    'a way to the page',
    (desk) => desk.openPage(EVE, { articleId: ID, thread: THREAD }),
    { act: 'see', articleId: ID, place: 'slack:T1:C1' },
  ],
  ['an end of it', (desk) => desk.unlink(EVE), { act: 'unlink' }],
  [
    'a file for an article',
    (desk) =>
      desk.handFile(EVE, {
        articleId: ID,
        file: { eventKey: 'k', name: 'a.pdf', fetch: async () => new Uint8Array() },
      }),
    { id: 'k', act: 'hand-file', articleId: ID },
  ],
  [
    'a file in the place of a draft',
    (desk) => desk.useFile(EVE, { articleId: ID, file: { id: 'f', name: 'a.md' }, use: 'draft' }),
    { id: 'f', act: 'edit', articleId: ID },
  ],
  [
    'a source',
    (desk) => desk.addSource(EVE, { id: 's', articleId: ID, file: { id: 'f', name: 'a.pdf' } }),
    { id: 's', act: 'add-source' },
  ],
  ['a decision', (desk) => desk.decide(EVE, { kind: 'approve', button }), { act: 'approve', articleId: ID }],
  [
    'a decision whose form was not opened',
    (desk) => desk.objection(EVE, { ...button, decision: 'reject' }),
    { act: 'reject', articleId: ID },
  ],
  [
    'an earlier draft',
    (desk) => desk.bringBack(EVE, { kind: 'bring-back', articleId: ID, draft, to: draft }),
    { act: 'bring-back', articleId: ID },
  ],
  [
    'a new edition',
    (desk) => desk.revise(EVE, { eventKey: 'r', said: 'x: y', articleId: ID }),
    { id: 'r', act: 'revise', articleId: ID },
  ],
  [
    'a proposal',
    (desk) => desk.takeOver(EVE, { articleId: ID, proposal: 1, eventKey: 't' }),
    { id: 't', act: 'take-over' },
  ],
  [
    'what goes with a draft',
    (desk) => desk.editExtra(EVE, { said: 'x: y', articleId: ID }),
    { act: 'edit-extra', articleId: ID },
  ],
  [
    'a rule of style',
    (desk) => desk.adopt(EVE, { kind: 'adopt', articleId: ID, rule: 1 }),
    { act: 'adopt', articleId: ID },
  ],
];

describe('what the desk refuses', () => {
  it.each(ATTEMPTS)('is written down: %s', async (_what, attempt, entry) => {
    const { desk, noted } = deskThatAnswers(NOT_YOU);
    expect(await attempt(desk)).toBe(NOT_YOU);
    expect(noted).toEqual([expect.objectContaining({ ...entry, by: EVE, code: 'not-a-reviewer' })]);
  });

  it.each(ATTEMPTS)(
    'is not written down when nobody was there to, or its store has: %s',
    async (_what, attempt, { act = '' }) => {
      const isNoted = act === 'edit-extra' || act === 'adopt';
      for (const [answer, isDone] of [
        [{ kind: 'counted', asked: 'pause' }, true],
        [{ kind: 'away', what: 'desk' }, false],
      ] as const) {
        const { desk, noted } = deskThatAnswers(answer);
        await attempt(desk);
        expect(noted).toEqual(isNoted && isDone ? [expect.objectContaining({ act, by: EVE })] : []);
      }
    },
  );

  it('is told the person although it could not be written down', async () => {
    const broken = deskThatAnswers(NOT_YOU, () => Promise.reject(new Error('the database is away')));
    expect(await broken.desk.status(EVE, ID)).toBe(NOT_YOU);
    const silent = deskThatAnswers(NOT_YOU, () => new Promise(() => undefined));
    expect(await silent.desk.status(EVE, ID)).toBe(NOT_YOU);
  });
});
