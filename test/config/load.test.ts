import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { type Config, loadConfig, loadSettings } from '../../src/config/load.ts';

/** To the letter what users were promised is a valid file. */
const SEED = `article_workflow:
  max_iterations: 10
  quality_threshold: 8.0
  timeouts: { write_article_minutes: 5, critique_article_minutes: 3, fact_check_minutes: 5, edit_article_minutes: 3 }
`;

const folders: string[] = [];

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'copydesk-config-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** The lines of the error, with the folder taken off. */
function faultsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const folder = folderWith(files);
  return faultsIn(() => loadConfig(folder), folder);
}

function faultsIn(load: () => unknown, folder = ''): readonly string[] {
  try {
    load();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error instanceof ConfigError ? error.message.replaceAll(`${folder}/`, '').split('\n') : [];
  }
  return [];
}

function workflows(body: string): Readonly<Record<string, string>> {
  return { 'workflows.yaml': `article_workflow:\n${body}` };
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('loadConfig', () => {
  it('takes the seed file alone, to the letter', () => {
    const config = loadConfig(folderWith({ 'workflows.yaml': SEED }));
    expect(config.article).toMatchObject({
      maxIterations: 10,
      qualityThreshold: 8,
      timeouts: { writeMinutes: 5, critiqueMinutes: 3, factCheckMinutes: 5, editMinutes: 3 },
      retry: { initialIntervalSeconds: 1, maximumIntervalSeconds: 60, maximumAttempts: 3, backoffCoefficient: 2 },
      approval: { gate: 'final', approvers: ['requester'] },
    });
  });

  it('has the shipped values as defaults', () => {
    const shipped: Config = loadConfig('config');
    expect(loadConfig(folderWith({ 'workflows.yaml': 'article_workflow: {}\n' }))).toEqual(shipped);
  });

  it('reads what forms offer, once each', () => {
    const choicesOf = (lines: string) =>
      loadConfig(
        folderWith({ ...workflows('  max_iterations: 3'), 'copydesk.yaml': `orders:\n  choices:\n${lines}\n` }),
      ).orders.choices;
    expect(choicesOf('    languages: [sw, en]\n    lengths: [120, 4000]')).toEqual({
      languages: ['sw', 'en'],
      lengths: [120, 4000],
    });
    expect(() => choicesOf('    languages: [en, en]')).toThrow(
      /copydesk\.yaml:3:16 orders\.choices\.languages: must not have an item twice/,
    );
    expect(() => choicesOf('    lengths: [3]')).toThrow(/copydesk\.yaml:3:15 orders\.choices\.lengths/);
    expect(() => choicesOf('    languages: []')).toThrow(/must have an item/);
  });

  it('reads how many may watch articles, and how patiently', () => {
    const streamsOf = (lines: string) =>
      loadConfig(folderWith({ ...workflows('  max_iterations: 3'), 'copydesk.yaml': `web:\n  streams: ${lines}\n` }))
        .web.streams;
    expect(streamsOf('{ per_caller: 3, per_process: 20, heartbeat_seconds: 5, waiting_kilobytes: 256 }')).toEqual({
      perCaller: 3,
      most: 20,
      beatMs: 5000,
      askMs: 60_000,
      mostWaitingBytes: 256_000,
    });
    expect(() => streamsOf('{ per_caller: 0 }')).toThrow(/web\.streams\.per_caller: must be/);
    expect(() => streamsOf('{ heartbeat: 5 }')).toThrow(/web\.streams\.heartbeat/);
  });

  it('reads who may start articles', () => {
    const accessOf = (lines: string) =>
      loadConfig(folderWith({ ...workflows('  max_iterations: 3'), 'copydesk.yaml': `access:\n${lines}\n` })).access;
    expect(accessOf('  administrators: []')).toEqual({
      administrators: [],
      slack: { guests: false, external: false },
      telegram: { people: [], guests: true, external: true },
    });
    const listed = accessOf(
      [
        '  administrators: [slack:T024BE7LH:U024BE7LH, telegram:123456789]',
        '  slack: { workspaces: [slack:T024BE7LH], channels: [slack:C024BE91L, direct], groups: [slack:T024BE7LH:group:S0614TZR7], guests: true }',
        '  telegram: { people: [telegram:123456789], groups: [telegram:-1001234567890], chats: [telegram:-1001234567890] }',
      ].join('\n'),
    );
    expect(listed).toEqual({
      administrators: ['slack:T024BE7LH:U024BE7LH', 'telegram:123456789'],
      slack: {
        workspaces: ['T024BE7LH'],
        places: ['C024BE91L', 'direct'],
        // Whoever names groups means those only.
        people: ['slack:T024BE7LH:group:S0614TZR7'],
        guests: true,
        external: false,
      },
      telegram: {
        people: ['telegram:123456789', 'telegram:-1001234567890'],
        places: ['-1001234567890'],
        guests: true,
        external: true,
      },
    });
    expect(accessOf('  telegram: { people: all }').telegram.people).toBeUndefined();
  });

  it('says what is wrong with a list of who may start, and where', () => {
    const faults = faultsOf({
      ...workflows('  max_iterations: 3'),
      'copydesk.yaml': [
        'access:',
        '  administrators: [U024BE7LH]',
        '  slack:',
        '    workspaces: [T024BE7LH]',
        '    channels: everything',
        '    guest: true',
        '  telegram:',
        '    people: [telegram:@ann, telegram:-100123]',
      ].join('\n'),
    });
    expect(faults).toEqual([
      'copydesk.yaml:2:20 access.administrators[0]: must be slack:T024BE7LH:U024BE7LH, slack:T024BE7LH:group:S0614TZR7 or telegram:123456789, is "U024BE7LH"',
      'copydesk.yaml:4:18 access.slack.workspaces[0]: must be slack:T024BE7LH, is "T024BE7LH"',
      'copydesk.yaml:5:15 access.slack.channels: must be all or a list such as [slack:C024BE91L, direct], is "everything"',
      'copydesk.yaml:6:5 access.slack.guest: is not a known key; did you mean guests?',
      'copydesk.yaml:8:14 access.telegram.people[0]: must be telegram:123456789, is "telegram:@ann"',
      'copydesk.yaml:8:29 access.telegram.people[1]: must be telegram:123456789, is "telegram:-100123"',
    ]);
    expect(
      faultsOf({
        ...workflows('  max_iterations: 3'),
        'copydesk.yaml': 'access: { telegram: { people: all, groups: [telegram:-100123] } }',
      }),
    ).toEqual([
      'copydesk.yaml:1:31 access.telegram.people: is all, so that groups leaves nobody out; remove one of the two',
    ]);
  });

  it('reads every key', () => {
    const config = loadConfig(
      folderWith({
        'workflows.yaml': [
          'article_workflow:',
          '  retry: { outage_interval_seconds: 4, outage_minutes: 15 }',
          '  approval: { gates: [outline, every_draft], approvers: [slack:T024BE7LH:U024BE7LH, "slack:T024BE7LH:group:S0614TZR7", anyone] }',
          '  language: { interface: ru, article: pt-BR }',
        ].join('\n'),
        'agents.yaml':
          'agents: { writer: { model: m, temperature: none, max_output_tokens: 9 }, fact_checker: { provider: perplexity, max_claims: 3 } }',
        'copydesk.yaml': 'temporal: { ui_url: "https://t.example.com/" }\nlogging: { level: debug }',
      }),
    );
    expect(config.article.retry).toMatchObject({ outageIntervalSeconds: 4, outageMinutes: 15 });
    expect(config.article.approval).toEqual({
      gate: 'every_draft',
      outline: true,
      approvers: ['slack:T024BE7LH:U024BE7LH', 'slack:T024BE7LH:group:S0614TZR7', 'anyone'],
    });
    expect(config.language).toEqual({ interface: 'ru', article: 'pt-BR' });
    expect(config.agents.writer).toEqual({
      model: 'm',
      drafts: 'whole',
      structuredOutput: 'json_schema',
      cacheTtlSeconds: 0,
      timeoutSeconds: 600,
      idleTimeoutSeconds: 120,
      stream: true,
      repairAttempts: 2,
      maxOutputTokens: 9,
    });
    expect(config.agents.factChecker).toMatchObject({ providers: ['perplexity'], maxClaims: 3, temperature: 0 });
    expect(config.temporal.uiUrl).toBe('https://t.example.com');
    expect(config.logging.level).toBe('debug');
  });

  it('reads where and how an agent is asked, and what models cost', () => {
    const { agents } = loadConfig(
      folderWith({
        'workflows.yaml': 'article_workflow: {}\n',
        'agents.yaml': [
          'agents:',
          '  critic:',
          '    api: { base_url: https://api.anthropic.com/v1/, key_env: ANTHROPIC_API_KEY, kind: responses, max_concurrency: 2 }',
          '    reasoning_effort: low',
          '    extra_body: { provider: { sort: price } }',
          '    extra_headers: { X-Title: Copydesk }',
          'max_concurrency: 3',
          'prices: { m: { input_per_million: 1, output_per_million: 2.5 } }',
        ].join('\n'),
      }),
    );
    expect(agents.critic).toMatchObject({
      api: {
        baseUrl: 'https://api.anthropic.com/v1',
        keyEnv: 'ANTHROPIC_API_KEY',
        kind: 'responses',
        maxConcurrency: 2,
      },
      reasoningEffort: 'low',
      extraBody: { provider: { sort: 'price' } },
      extraHeaders: { 'X-Title': 'Copydesk' },
    });
    expect(agents).toMatchObject({ maxConcurrency: 3, prices: { m: { inputPerMillion: 1, outputPerMillion: 2.5 } } });
  });

  it('reads models in their order, each with what it has of its own', () => {
    const { agents } = loadConfig(
      folderWith({
        'workflows.yaml': 'article_workflow: {}\n',
        'agents.yaml': [
          'agents:',
          '  writer:',
          '    models:',
          '      - m-1',
          '      - { model: m-2, temperature: none, max_output_tokens: 9 }',
          '      - { model: m-3, api: { base_url: https://other.example/v1, key_env: OTHER_KEY } }',
          '    api: { base_url: https://own.example/v1 }',
          '    extra_body: { provider: { sort: price } }',
          '    timeout_seconds: 7',
          '  critic: { models: [c] }',
          'skip_failed_seconds: 5',
        ].join('\n'),
      }),
    );
    const { fallbacks = [], drafts: _ofTheAgent, ...writer } = agents.writer;
    expect(writer).toMatchObject({ model: 'm-1', temperature: 0.7, timeoutSeconds: 7, extraBody: {} });
    const [second, third] = fallbacks;
    expect(second).toEqual({ ...writer, model: 'm-2', temperature: undefined, maxOutputTokens: 9 });
    const { extraBody: _sentToTheFirstAlone, ...usual } = writer;
    const api = { kind: 'chat', baseUrl: 'https://other.example/v1', keyEnv: 'OTHER_KEY' };
    expect(third).toEqual({ ...usual, model: 'm-3', api });
    expect(agents.critic).toMatchObject({ model: 'c' });
    expect(agents.critic.fallbacks).toBeUndefined();
    expect(agents.skipFailedSeconds).toBe(5);
  });

  it('refuses a list of models beside a model, empty, with one of them twice, or with what it does not know', () => {
    const faults = faultsOf({
      'workflows.yaml': 'article_workflow: {}\n',
      'agents.yaml': [
        'agents:',
        '  writer: { model: a, models: [b] }',
        '  critic: { models: [] }',
        '  fact_checker: { models: [a, b, a] }',
        '  editor:',
        '    models:',
        '      - { model: a, temprature: 1 }',
        '      - { model: b, timeout_seconds: 0 }',
        '      - 7',
        '      - { api: { kind: chat } }',
      ].join('\n'),
    });
    expect(faults).toEqual([
      'agents.yaml:2:31 agents.writer.models: stands beside model; write one of the two (the first of models is asked first)',
      'agents.yaml:3:21 agents.critic.models: must be a list of one to ten models, is a list',
      'agents.yaml:4:34 agents.fact_checker.models[2]: is in the list already; remove one',
      'agents.yaml:7:21 agents.editor.models[0].temprature: is not a known key; did you mean temperature?',
      'agents.yaml:8:38 agents.editor.models[1].timeout_seconds: must be between 1 and 3600, is 0',
      'agents.yaml:9:9 agents.editor.models[2]: must be the name of a model, or a group such as { model: gpt-5-mini, temperature: none }, is 7',
      'agents.yaml:10:9 agents.editor.models[3].model: must be text such as gpt-5-mini, is empty',
    ]);
  });

  it('refuses a key in the file, an address that is none, and headers that no server takes', () => {
    const faults = faultsOf({
      'workflows.yaml': 'article_workflow: {}\n',
      'agents.yaml':
        'agents:\n  critic:\n    api: { key_env: sk-123, base_url: anthropic }\n    extra_headers: { "X: Y": z }\n',
    });
    expect(faults.map((fault) => fault.split(' ')[1])).toEqual([
      'agents.critic.api.base_url:',
      'agents.critic.api.key_env:',
      expect.stringContaining('agents.critic.extra_headers') as string,
    ]);
  });

  it('lists every fault of every file at once, each with its place', () => {
    expect(
      faultsOf({
        ...workflows(
          '  max_iterations: 0\n  quality_threshold: 80\n  qualty_threshold: 8\n  approval:\n    approvers: []\n',
        ),
        'agents.yaml': 'agents:\n  writer: { temperature: hot }\n',
        'copydesk.yaml': 'logging:\n  level: inf\n',
      }),
    ).toEqual([
      'workflows.yaml:2:19 article_workflow.max_iterations: must be between 1 and 50, is 0',
      'workflows.yaml:3:22 article_workflow.quality_threshold: must be between 0 and 10, is 80',
      expect.stringMatching(
        /^workflows\.yaml:6:16 article_workflow\.approval\.approvers: is empty, and an empty list means nobody: .*Name at least one, such as requester$/,
      ),
      'workflows.yaml:4:3 article_workflow.qualty_threshold: is not a known key; did you mean quality_threshold?',
      'agents.yaml:2:26 agents.writer.temperature: must be a number between 0 and 2, or none, is "hot"',
      'copydesk.yaml:2:10 logging.level: must be one of debug, info, warn, error, silent, is "inf"; did you mean info?',
    ]);
  });

  it.each([
    [
      'a number in quotes',
      '  quality_threshold: "8"\n',
      'workflows.yaml:2:22 article_workflow.quality_threshold: must be a number between 0 and 10, is "8"; write it without quotes',
    ],
    [
      'a fraction',
      '  max_iterations: 2.5\n',
      'workflows.yaml:2:19 article_workflow.max_iterations: must be a whole number between 1 and 50, is 2.5',
    ],
    [
      'not a number',
      '  quality_threshold: .nan\n',
      'workflows.yaml:2:22 article_workflow.quality_threshold: must be between 0 and 10, is NaN',
    ],
    [
      'a key without a value',
      '  max_iterations:\n',
      'workflows.yaml:2:3 article_workflow.max_iterations: must be a whole number between 1 and 50, is empty',
    ],
    [
      'a group without keys',
      '  timeouts:\n',
      'workflows.yaml:2:3 article_workflow.timeouts: must be a group of keys below it, indented, is empty',
    ],
    [
      'a list for a group',
      '  retry: [1]\n',
      'workflows.yaml:2:10 article_workflow.retry: must be a group of keys below it, indented, is a list',
    ],
    [
      'a word for a list',
      '  approval: { approvers: anyone }\n',
      'workflows.yaml:2:26 article_workflow.approval.approvers: must be a list such as [requester], is "anyone"',
    ],
    [
      'an unknown approver',
      '  approval: { approvers: [requester, boss] }\n',
      /^workflows\.yaml:2:38 article_workflow\.approval\.approvers\[1\]: must be requester, .* is "boss"$/,
    ],
    [
      'a space after the colon',
      '  approval:\n    approvers:\n      - slack: U1\n',
      /^workflows\.yaml:4:9 .*approvers\[0\]: .*is a group of keys; write no space after the colon$/,
    ],
    [
      'a language that is none',
      '  language: { article: english }\n',
      /^workflows\.yaml:2:24 article_workflow\.language\.article: must be text such as auto, en, ru or pt-BR, is "english"$/,
    ],
    [
      'camel case',
      '  maxIterations: 3\n',
      'workflows.yaml:2:3 article_workflow.maxIterations: is not a known key; did you mean max_iterations?',
    ],
    [
      'a key from nowhere',
      '  banana: 1\n',
      /^workflows\.yaml:2:3 article_workflow\.banana: is not a known key; known here: max_iterations, /,
    ],
    [
      'waits that shrink',
      '  retry: { initial_interval_seconds: 90 }\n',
      'workflows.yaml:2:10 article_workflow.retry.maximum_interval_seconds: must be at least initial_interval_seconds (90), is 60',
    ],
    [
      'a tab',
      '\tmax_iterations: 3\n',
      'workflows.yaml:2:1: is indented with a tab, which YAML does not allow; use spaces',
    ],
    [
      'bad indentation',
      '  max_iterations: 3\n quality_threshold: 8\n',
      /^workflows\.yaml:3:1: is indented differently from the lines it belongs to/,
    ],
    [
      'an open quote',
      '  max_iterations: "3\n',
      /^workflows\.yaml:\d+:\d+: is not YAML: missing closing "quote; look at/,
    ],
    ['an alias to nowhere', '  max_iterations: *three\n', /^workflows\.yaml:1:1: cannot be used: Unresolved alias/],
    ['an unknown tag', '  max_iterations: !three 3\n', /^workflows\.yaml:2:19: is not YAML: unresolved tag: !three/],
    [
      'two documents',
      '  max_iterations: 3\n---\na: 1\n',
      'workflows.yaml:3:1: a second document begins here; remove the line ---',
    ],
  ])('says where and what about %s', (_, body, fault) => {
    expect(faultsOf(workflows(body))).toEqual([fault instanceof RegExp ? expect.stringMatching(fault) : fault]);
  });

  it('names a key that is there twice, beside the other faults', () => {
    expect(faultsOf(workflows('  max_iterations: 3\n  quality_threshold: 11\n  max_iterations: 4\n'))).toEqual([
      'workflows.yaml:4:3: this key is there twice; keep one of them',
      'workflows.yaml:3:22 article_workflow.quality_threshold: must be between 0 and 10, is 11',
    ]);
  });

  it('finds the place of a value that an alias brings in', () => {
    const files = {
      'workflows.yaml': SEED,
      'agents.yaml': 'agents:\n  critic: &shared { timeout_seconds: 0 }\n  editor: *shared\n',
    };
    expect(faultsOf(files)).toEqual([
      'agents.yaml:2:38 agents.critic.timeout_seconds: must be between 1 and 3600, is 0',
      'agents.yaml:2:38 agents.editor.timeout_seconds: must be between 1 and 3600, is 0',
    ]);
  });

  it('refuses an empty file and one that says something else', () => {
    expect(faultsOf({ 'workflows.yaml': '' })).toEqual([
      'workflows.yaml:1:1: is empty; it begins with article_workflow:',
    ]);
    expect(faultsOf({ 'workflows.yaml': '# nothing\n' })).toEqual([
      'workflows.yaml:1:1: is empty; it begins with article_workflow:',
    ]);
    expect(faultsOf({ 'workflows.yaml': '- 1\n' })).toEqual([
      'workflows.yaml:1:1: must be a group of keys below it, indented, is a list',
    ]);
    expect(faultsOf({ 'workflows.yaml': SEED, 'agents.yaml': '' })).toEqual([
      'agents.yaml:1:1: is empty; it begins with agents: or max_concurrency: or skip_failed_seconds: or prices: or research: or cache:',
    ]);
  });

  it('says the way out when workflows.yaml is not there', () => {
    expect(faultsOf({})).toEqual([
      'workflows.yaml: does not exist; start in the folder that holds it, or set COPYDESK_CONFIG to the config folder',
    ]);
  });

  it('reads budgets and quotas; what is not set, or 0 for a quota, is no limit', () => {
    const { budget, quotas } = loadConfig(folderWith({ 'workflows.yaml': SEED }));
    expect([budget, quotas]).toEqual([
      { limits: { article: {}, 'person-day': {}, 'channel-day': {}, day: {} }, raiseByUsd: 1 },
      {},
    ]);
    const set = loadConfig(
      folderWith({
        ...workflows('  approval: { may_raise_budget: [slack:T1:group:S1] }\n'),
        'copydesk.yaml':
          'quotas: { articles_per_person: 3, articles_per_channel: 0 }\nbudget:\n  per_article: { warn_usd: 0.8, stop_usd: 1 }\n  per_day: { stop_usd: 50 }\n  raise_by_usd: 0.5\n',
      }),
    );
    expect(set.quotas).toEqual({ perPerson: 3 });
    expect(set.budget).toEqual({
      limits: { article: { warnUsd: 0.8, stopUsd: 1 }, 'person-day': {}, 'channel-day': {}, day: { stopUsd: 50 } },
      raiseByUsd: 0.5,
    });
    expect(set.article.approval).toEqual({ gate: 'final', approvers: ['requester'], raisers: ['slack:T1:group:S1'] });
  });

  it('refuses budgets that would stop everything or warn of nothing, and operators that are none', () => {
    expect(
      faultsOf({
        ...workflows('  approval: { may_raise_budget: [] }\n'),
        'copydesk.yaml':
          'operators: [requester]\nquotas: { articles_per_person: -1 }\nbudget:\n  per_article: { warn_usd: 2, stop_usd: 1 }\n  per_day: { stop_usd: 0 }\n  per_month: {}\n',
      }),
    ).toEqual([
      'workflows.yaml:2:33 article_workflow.approval.may_raise_budget: is empty: leave it out, and the approvers may',
      'copydesk.yaml:1:13 operators[0]: must be slack:T024BE7LH:U024BE7LH, slack:T024BE7LH:group:S0614TZR7 or telegram:123456789, is "requester"',
      expect.stringContaining('quotas.articles_per_person: must be between 0 and 100000, is -1') as string,
      expect.stringContaining('budget.per_article.warn_usd: must be less than stop_usd (1), is 2') as string,
      expect.stringContaining('budget.per_day.stop_usd: must be between 0.01 and 1000000, is 0') as string,
      expect.stringContaining('per_month') as string,
    ]);
  });

  it('notices a file whose name is nearly right', () => {
    expect(faultsOf({ 'workflows.yaml': SEED, 'agent.yml': 'agents: {}' })).toEqual([
      'agent.yml: is read by nobody; name it agents.yaml',
    ]);
    expect(faultsOf({ 'workflows.yaml': SEED, 'litellm.yaml': '', 'notes.yaml': '' })).toEqual([]);
  });

  it('says so when a file cannot be read', () => {
    const folder = folderWith({ 'workflows.yaml': SEED });
    mkdirSync(join(folder, 'agents.yaml'));
    expect(faultsIn(() => loadConfig(folder), folder)).toEqual([
      'agents.yaml: could not be read (EISDIR); make it a file that this user may read',
    ]);
  });
});

describe('loadSettings', () => {
  it('lists the faults of environment and files together', () => {
    const folder = folderWith(workflows('  max_iterations: 51\n'));
    expect(faultsIn(() => loadSettings({ COPYDESK_CONFIG: folder, REDIS_URL: 'localhost' }), folder)).toEqual([
      'environment REDIS_URL: must be an address such as redis://localhost:6379',
      'workflows.yaml:2:19 article_workflow.max_iterations: must be between 1 and 50, is 51',
    ]);
  });

  it('reads the folder that COPYDESK_CONFIG names', () => {
    const folder = folderWith({});
    cpSync('config/workflows.yaml', join(folder, 'workflows.yaml'));
    const { config, environment } = loadSettings({ COPYDESK_CONFIG: folder });
    expect(environment.configFolder).toBe(folder);
    expect(config.article.maxIterations).toBe(10);
  });
});
