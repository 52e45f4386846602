import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { type Config, loadConfig } from '../../src/config/load.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function load(rules: string, agents = ''): Config {
  const folder = mkdtempSync(join(tmpdir(), 'copydesk-config-'));
  folders.push(folder);
  writeFileSync(join(folder, 'workflows.yaml'), `article_workflow:\n  adaptive:\n${rules}`);
  writeFileSync(join(folder, 'agents.yaml'), `agents:\n  writer: { model: m }\n${agents}`);
  return loadConfig(folder);
}

function faultsOf(rules: string, agents?: string): string {
  try {
    load(rules, agents);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(`${folders.at(-1) ?? ''}/`, '');
    throw error;
  }
  return '';
}

const CHECKER = '  external:\n    my-checker: { kind: http, url: https://c.example/check }\n';

describe('adaptive rules', () => {
  it('are the fact check that the critique asks for, and that of what a person wrote, where nothing is said', () => {
    const shipped = [
      { when: [{ kind: 'facts-questionable' }], run: 'fact_check', at: 'after-critique' },
      { when: [{ kind: 'edited' }], run: 'fact_check', at: 'before-gate' },
    ];
    expect(loadConfig('config').article.adaptive).toEqual(shipped);
    const folder = mkdtempSync(join(tmpdir(), 'copydesk-config-'));
    folders.push(folder);
    writeFileSync(join(folder, 'workflows.yaml'), 'article_workflow: {}\n');
    writeFileSync(join(folder, 'agents.yaml'), 'agents:\n  writer: { model: m }\n');
    expect(loadConfig(folder).article.adaptive).toEqual(shipped);
  });

  it('are read in their order', () => {
    const rules = `    - { run: my-checker, when: [topic matches /vaccin|drug/, "score < 6.5"], before: gate, at_most: 2 }
    - { run: fact_check, when: critique.weakness matches "no source (yet)", after: critique }
    - { run: my-checker, after: draft }
`;
    expect(load(rules, CHECKER).article.adaptive).toEqual([
      {
        run: 'my-checker',
        at: 'before-gate',
        atMost: 2,
        when: [
          { kind: 'matches', subject: 'topic', pattern: 'vaccin|drug' },
          { kind: 'score-below', score: 6.5 },
        ],
      },
      {
        run: 'fact_check',
        at: 'after-critique',
        when: [{ kind: 'matches', subject: 'weakness', pattern: String.raw`no source \(yet\)` }],
      },
      { run: 'my-checker', at: 'after-draft', when: [] },
    ]);
  });

  it.each([
    [
      '{ run: my-cheker, after: draft }',
      'workflows.yaml:3:14 article_workflow.adaptive[0].run: must be fact_check or my-checker, is "my-cheker"; did you mean my-checker?',
    ],
    [
      '{ run: fact_check, when: critique.bad, after: critique }',
      'workflows.yaml:3:32 article_workflow.adaptive[0].when: is no condition: “critique.bad”',
    ],
    [
      '{ run: fact_check, when: [always, score < 60], after: critique }',
      'workflows.yaml:3:41 article_workflow.adaptive[0].when[1]: compares the score with 60',
    ],
    ['{ run: fact_check, when: topic matches /(?=a)/, after: critique }', 'has a pattern that RE2 does not know'],
    [
      '{ run: fact_check }',
      'workflows.yaml:3:7 article_workflow.adaptive[0]: says neither after nor before which step',
    ],
    ['{ run: fact_check, after: draft, before: gate }', 'adaptive[0].before: is one too many'],
    ['{ run: fact_check, when: critique.factsQuestionable, after: draft }', 'asks for what only a critique tells'],
    ['{ run: fact_check, after: critique, often: 2 }', 'adaptive[0].often: is not a known key'],
  ])('%s is a fault with its line', (rule, fault) => {
    expect(faultsOf(`    - ${rule}\n`, CHECKER)).toContain(fault);
  });
});

describe('agents.external', () => {
  it.each([
    [
      'my-checker: { kind: soap, url: https://c.example }',
      'agents.yaml:4:25 agents.external.my-checker.kind',
      'must be one of responses, chat, http, is "soap"',
    ],
    ['my-checker: { kind: http }', 'agents.external.my-checker', 'must be text such as https://checker.example/v1'],
    [
      'my-checker: { kind: http, url: https://c.example, uri: x }',
      'agents.external.my-checker.uri',
      'did you mean url?',
    ],
    ['model: { kind: http, url: https://c.example }', 'agents.external.model', 'is a name that Copydesk itself uses'],
    ['My Checker: { kind: http, url: https://c.example }', 'agents.external', 'must be called like my-checker'],
    [
      'c: { kind: http, url: https://c.example, response: { words: { yes: true } } }',
      'words.yes',
      'must be one of supported, contradicted, not-found',
    ],
  ])('%s is a fault with its place', (agent, place, fault) => {
    const faults = faultsOf('    []\n', `  external:\n    ${agent}\n`);
    expect(faults).toContain(place);
    expect(faults).toContain(fault);
  });

  it('are known to the fact-checker, and only they', () => {
    const providers = (provider: string): string => `  fact_checker: { provider: ${provider} }\n${CHECKER}`;
    expect(load('    []\n', providers('[my-checker, model]')).agents.factChecker.providers).toEqual([
      'my-checker',
      'model',
    ]);
    expect(faultsOf('    []\n', providers('[my-checker, perplexty]'))).toContain(
      'agents.fact_checker.provider[1]: must be one of model, perplexity, my-checker, is "perplexty"; did you mean perplexity?',
    );
  });
});
