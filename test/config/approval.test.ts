import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { loadConfig } from '../../src/config/load.ts';
import { settingsOf } from '../../src/protocol/settings.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** @param approval what stands below `approval:`, each line with four spaces before it. */
function folderWith(approval: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'copydesk-approval-config-'));
  folders.push(folder);
  writeFileSync(join(folder, 'workflows.yaml'), `article_workflow:\n  approval:\n${approval}`);
  return folder;
}

const load = (approval: string) => loadConfig(folderWith(approval));

function faultsOf(approval: string): readonly string[] {
  const folder = folderWith(approval);
  try {
    loadConfig(folder);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.message.replaceAll(`${folder}/workflows.yaml:`, '').replaceAll('article_workflow.', '').split('\n');
    throw error;
  }
  return [];
}

describe('approval', () => {
  it('asks one person, unless it says otherwise', () => {
    const { article, policies } = load('    approvers: [requester, telegram:1]\n    quorum: { at_least: 1 }\n');
    expect(article.approval).toEqual({ gate: 'final', approvers: ['requester', 'telegram:1'] });
    expect(policies).toEqual({ approval: [], patience: [] });
  });

  it('counts people, by number, all or the majority of those whom it names', () => {
    const named =
      '    approvers: [telegram:1, telegram:2, role:legal]\n    roles: { legal: [telegram:3, telegram:1] }\n';
    const votingOf = (more: string) => load(named + more).article.approval.voting;
    expect(load(named).article.approval.approvers).toEqual(['telegram:1', 'telegram:2', 'telegram:3']);
    expect(votingOf('    quorum: { at_least: 2 }\n')).toEqual({ approvals: 2, rejections: 1 });
    expect(votingOf('    quorum: { at_least: all }\n    reject: quorum\n')).toEqual({ approvals: 3, rejections: 3 });
    expect(votingOf('    quorum: { at_least: majority }\n')).toEqual({ approvals: 2, rejections: 1 });
    expect(votingOf('    order: one_after_another\n    exclude_editors: true\n    veto: [role:legal]\n')).toEqual({
      approvals: 3,
      rejections: 1,
      steps: [['telegram:1'], ['telegram:2'], ['telegram:3', 'telegram:1']],
      excludeEditors: true,
      veto: ['telegram:3', 'telegram:1'],
    });
  });

  it('is otherwise for some templates and channels: the first policy that fits holds, and what it leaves out is as above', () => {
    const { article, policies } = load(
      '    approvers: [telegram:1, telegram:2]\n    exclude_requester: true\n    policies:\n      - { template: news, channel: "slack:C1", quorum: { at_least: 2 } }\n      - { template: news, gates: [none] }\n      - { channel: "slack:C1", approvers: [anyone], exclude_requester: false }\n',
    );
    const rulesOf = (template: string | undefined, channel: string) =>
      settingsOf(article, policies, {
        platform: 'slack',
        channel,
        language: 'en',
        ...(template !== undefined && { template }),
      }).approval;
    expect(rulesOf('news', 'C1').voting).toEqual({ approvals: 2, rejections: 1, excludeRequester: true });
    expect(rulesOf('news', 'C2')).toMatchObject({ gate: 'none', approvers: ['telegram:1', 'telegram:2'] });
    expect(rulesOf(undefined, 'C1')).toEqual({ gate: 'final', approvers: ['anyone'] });
    expect(rulesOf(undefined, 'C2')).toEqual(article.approval);
  });

  it('is otherwise for articles in some languages, whatever their region', () => {
    const { article, policies } = load(
      '    approvers: [telegram:1]\n    policies:\n      - { language: pt-BR, approvers: [telegram:2] }\n      - { language: PT, approvers: [telegram:3] }\n      - { language: de, template: news, approvers: [telegram:4] }\n',
    );
    const approversIn = (language: string) =>
      settingsOf(article, policies, { platform: 'slack', channel: 'C1', template: 'news', language }).approval
        .approvers;
    expect(['pt-br', 'pt', 'pt-PT', 'de-AT', 'den', 'en'].map((language) => approversIn(language))).toEqual([
      ['telegram:2'],
      ['telegram:3'],
      ['telegram:3'],
      ['telegram:4'],
      ['telegram:1'],
      ['telegram:1'],
    ]);
  });

  it.each([
    [
      'three of two people',
      '    approvers: [telegram:1, telegram:2]\n    quorum: { at_least: 3 }\n',
      '4:25 approval.quorum.at_least: is 3 of 2 people: that can never be; name more approvers, or ask for fewer',
    ],
    [
      'two of whom one is kept away',
      '    approvers: [requester, telegram:2]\n    quorum: { at_least: 2 }\n    exclude_requester: true\n',
      '4:25 approval.quorum.at_least: is 2 of 1 person: that can never be; name more approvers, or ask for fewer',
    ],
    [
      'nobody but who is kept away',
      '    exclude_requester: true\n',
      '3:24 approval.exclude_requester: keeps away the only one who could approve; name somebody else, too',
    ],
    [
      'all of nobody knows how many',
      '    approvers: [anyone]\n    quorum: { at_least: all }\n',
      '4:25 approval.quorum.at_least: is all, and nobody knows how many are in anyone; write a number',
    ],
    [
      'a step of the requester, who is kept away',
      '    approvers: [telegram:1, requester]\n    order: one_after_another\n    exclude_requester: true\n',
      /^3:29 approval\.approvers\[1\]: is only the requester, whom exclude_requester keeps away: .*; name somebody else, too$/,
    ],
    [
      'one person in two steps',
      '    approvers: [telegram:1, role:chief]\n    roles: { chief: [telegram:1] }\n    order: one_after_another\n',
      /^3:29 approval\.approvers\[1\]: has nobody of its own: /,
    ],
    [
      'a veto of nobody',
      '    veto: []\n',
      '3:11 approval.veto: is empty: a veto of nobody. Name somebody, or leave it out',
    ],
    [
      'a role that there is not',
      '    approvers: [role:legal]\n',
      '3:17 approval.approvers[0]: names a role that approval.roles does not define: legal',
    ],
    [
      'a role of roles',
      '    roles: { legal: [role:board], board: [telegram:1] }\n',
      '3:21 approval.roles.legal: names another role; name people',
    ],
    [
      'a budget raised by a role that there is not',
      '    may_raise_budget: [role:money]\n',
      '3:24 approval.may_raise_budget[0]: names a role that approval.roles does not define: money',
    ],
    [
      'a quorum beside an order',
      '    approvers: [telegram:1, telegram:2]\n    order: one_after_another\n    quorum: { at_least: 2 }\n',
      '5:13 approval.quorum: cannot stand beside order: one_after_another, which asks one of each; remove it',
    ],
    [
      'a policy that fits everything',
      '    policies:\n      - quorum: { at_least: 1 }\n',
      '4:9 approval.policies[0]: fits every article; name a template, a channel or a language',
    ],
    [
      'a policy that is never reached',
      '    policies:\n      - { channel: "slack:C1" }\n      - { template: news, channel: "slack:C1" }\n',
      /^5:9 approval\.policies\[1\]: is never reached: policies\[0\] fits all of its articles/,
    ],
    [
      'a policy of a dialect behind one of its language',
      '    policies:\n      - { language: pt }\n      - { language: pt-BR }\n',
      /^5:9 approval\.policies\[1\]: is never reached: policies\[0\] fits all of its articles/,
    ],
    [
      'a policy of a language that is none',
      '    policies:\n      - { language: "German!" }\n',
      '4:21 approval.policies[0].language: must be text such as de, is "German!"',
    ],
    [
      'a policy of a template that there is not',
      '    policies:\n      - { template: newss }\n',
      /^4:21 approval\.policies\[0\]\.template: must be .*, is "newss"; did you mean news\?$/,
    ],
    [
      'patience for a template that there is not',
      '    gates: [final]\n  patience:\n    policies:\n      - { template: newss, remind_after: 1h }\n',
      /^6:21 patience\.policies\[0\]\.template: must be .*, is "newss"; did you mean news\?$/,
    ],
    [
      'a policy of patience that gives up before others are told',
      '    gates: [final]\n  patience:\n    escalate_after: 3d\n    escalate_to: [requester]\n    policies:\n      - { template: news, expire_after: 2d }\n',
      /^8:41 patience\.policies\[0\]\.expire_after: is 2d, which has to be longer than escalate_after/,
    ],
    [
      'what a policy makes of what is above',
      '    approvers: [telegram:1]\n    policies:\n      - { template: news, quorum: { at_least: 2 } }\n',
      /^5:47 approval\.policies\[0\]\.quorum\.at_least: is 2 of 1 person/,
    ],
  ])('is no %s', (_, approval, fault) => {
    expect(faultsOf(approval)).toEqual([fault instanceof RegExp ? expect.stringMatching(fault) : fault]);
  });
});
