import { describe, expect, it } from 'vitest';
import { type Applicant, type StartRules, whyNotStart } from '../../src/protocol/may-start.ts';

const SHIPPED: StartRules = { guests: false, external: false };
const ANN: Applicant = {
  actor: { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] },
  thread: { platform: 'slack', workspace: 'T1', channel: 'C1' },
  isDirect: false,
  belonging: 'member',
};
const inGroup = (group: string): Applicant => ({ ...ANN, actor: { ...ANN.actor, groups: [group] } });
const elsewhere: Applicant = { ...ANN, thread: { ...ANN.thread, workspace: 'T2' } };
const direct: Applicant = { ...ANN, thread: { ...ANN.thread, channel: 'D1' }, isDirect: true };
const being = (belonging: Applicant['belonging'], applicant: Applicant = ANN): Applicant => ({
  ...applicant,
  belonging,
});
const letIn = (applicant: Applicant): Applicant => ({ ...applicant, isLetIn: true });

describe('who may start an article', () => {
  it.each<[string, Partial<StartRules>, Applicant, ReturnType<typeof whyNotStart>]>([
    ['everybody of the workspace, where nothing is said', {}, ANN, undefined],
    ['no guest', {}, being('guest'), 'guest'],
    ['nobody of another company', {}, being('external'), 'external'],
    ['nobody of whom the platform says nothing', {}, being('unknown'), 'unknown'],
    ['guests, where they may', { guests: true }, being('guest'), undefined],
    ['external people, where they may', { external: true }, being('external'), undefined],
    ['no guest where only external people may', { external: true }, being('guest'), 'guest'],
    ['nobody unknown where only guests may', { guests: true }, being('unknown'), 'unknown'],
    ['whoever it is, where all may', { guests: true, external: true }, being('unknown'), undefined],
    ['who is named', { people: ['slack:T1:U1'] }, ANN, undefined],
    ['a guest who is named', { people: ['slack:T1:U1'] }, being('guest'), undefined],
    ['nobody else where some are named', { people: ['slack:T1:U2'] }, ANN, 'person'],
    ['not the same id of another workspace', { people: ['slack:T2:U1'] }, ANN, 'person'],
    ['members of a group that is named', { people: ['slack:T1:group:S1'] }, inGroup('S1'), undefined],
    ['no members of other groups', { people: ['slack:T1:group:S1'] }, inGroup('S2'), 'person'],
    [
      'members of a group that the platform was asked about',
      { people: ['telegram:-5'] },
      { ...ANN, groups: ['telegram:-5'] },
      undefined,
    ],
    ['nobody, where the list is empty', { people: [] }, ANN, 'person'],
    ['who was let in, whatever the list says', { people: [] }, letIn(ANN), undefined],
    ['a guest who was let in', {}, letIn(being('guest')), undefined],
    ['in a workspace of the list', { workspaces: ['T1'] }, ANN, undefined],
    ['in no other workspace', { workspaces: ['T1'] }, elsewhere, 'workspace'],
    ['in no other workspace, even who was let in', { workspaces: ['T1'] }, letIn(elsewhere), 'workspace'],
    ['in a channel of the list', { places: ['C1'] }, ANN, undefined],
    ['in no other channel', { places: ['C2', 'direct'] }, letIn(ANN), 'place'],
    ['not with the bot alone, where only a channel is named', { places: ['C1'] }, direct, 'place'],
    ['with the bot alone, where that is named', { places: ['direct'] }, direct, undefined],
  ])('is %s', (_who, rules, applicant, why) => {
    expect(whyNotStart({ ...SHIPPED, ...rules }, applicant)).toBe(why);
  });
});
