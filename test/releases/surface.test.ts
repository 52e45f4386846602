import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { decodeButton } from '../../src/protocol/button-codec.ts';
import { type JsonSchema, schemaBreaks, type Side } from './breaks/schema-breaks.ts';
import { recordedReleases } from './recorded-releases.ts';
import { readSurface, type Surface, surfaceOfToday, writeConfig, writeSurface } from './release.ts';
import { meaningOf } from './surface/buttons.ts';
import { migrationBreaks } from './surface/migrations.ts';
import { nameBreaks } from './surface/names.ts';

const today = surfaceOfToday();
const folder = mkdtempSync(join(tmpdir(), 'copydesk-release-'));
afterAll(() => rmSync(folder, { recursive: true }));
// What would be kept of a release that is declared now: until the first one is, the others have nothing to be held against.
writeSurface(join(folder, 'today'), today);
const KEPT: readonly (readonly [string, Surface])[] = [
  ...recordedReleases().map(({ version, folder: kept }) => [version, readSurface(kept)] as const),
  ['today', readSurface(join(folder, 'today'))],
];

const side = (schema: JsonSchema): Side => ({ schema, named: () => ({}) });
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;

/** The keys of settings that are not taken any more, or not with every value. */
function settingBreaks(before: Surface['settings'], after: Surface['settings']): readonly string[] {
  return Object.entries(before.schemas).flatMap(([file, schema]) =>
    schemaBreaks('taken', file, side(schema), side(after.schemas[file] ?? { type: 'null' })),
  );
}

/** Buttons that mean something else, or nothing. */
function buttonBreaks(before: Surface['buttons']): readonly string[] {
  return before.flatMap((button) => {
    const meaning = JSON.stringify(asJson(meaningOf(button)));
    return meaning === JSON.stringify(button.meaning) ? [] : [`${button.action ?? ''} ${button.data} means ${meaning}`];
  });
}

/** Variables, commands and flags that are gone. */
function commandBreaks(before: Surface['settings'], after: Surface['settings']): readonly string[] {
  return [
    ...before.variables.filter((name) => !after.variables.includes(name)),
    ...Object.entries(before.commands).flatMap(([name, flags]) => {
      const now = after.commands[name];
      return now === undefined
        ? [`npm run ${name}`]
        : flags.filter((flag) => !now.includes(flag)).map((flag) => `npm run ${name} -- --${flag}`);
    }),
  ];
}

describe.each(KEPT)('what was kept of %s', (_, kept) => {
  it('names workflows, signals, activities and addresses as they are called today', () => {
    expect(nameBreaks(kept.names, today.names)).toEqual([]);
  });

  it('has buttons that mean today what they meant', () => {
    expect(kept.buttons.length).toBeGreaterThan(90);
    expect(buttonBreaks(kept.buttons)).toEqual([]);
  });

  it('has settings of which every key and value is still taken', () => {
    expect(settingBreaks(kept.settings, today.settings)).toEqual([]);
  });

  it('has a configuration with every key that is still one', () => {
    const config = mkdtempSync(join(folder, 'config-'));
    writeConfig(config, kept.config);
    expect(() => loadConfig(config)).not.toThrow();
  });

  it('has variables, commands and flags that are all still there', () => {
    expect(commandBreaks(kept.settings, today.settings)).toEqual([]);
  });

  it('has migrations that are as they were, and all others come after them', () => {
    expect(migrationBreaks(kept.migrations, today.migrations)).toEqual([]);
  });
});

describe('what is kept of a release', () => {
  it('has all settings, prompts and templates', () => {
    expect(Object.keys(today.config)).toEqual(
      expect.arrayContaining(['agents.yaml', 'copydesk.yaml', 'publish.yaml', 'style.yaml', 'workflows.yaml']),
    );
    expect(Object.keys(today.config)).toEqual(expect.arrayContaining(['prompts/writer.md', 'templates/news.yaml']));
    expect(readSurface(join(folder, 'today'))).toEqual(asJson(today));
  });

  it('has a button of every kind, on each platform, and each of them is understood', () => {
    expect(today.buttons.filter(({ meaning }) => meaning === undefined)).toEqual([]);
    const slack = new Set(today.buttons.filter(({ platform }) => platform === 'slack').map(({ action }) => action));
    for (const action of [
      'article:approve',
      'article:menu',
      'article:wish',
      'read:next',
      'form:open',
      'list:mine',
      'home:more',
    ])
      expect(slack).toContain(action);
    for (const action of [
      'schedule:skip',
      'schedules:delete',
      'held:start',
      'reminder:snooze:0',
      'file:draft',
      'home:refresh',
    ])
      expect(slack).toContain(action);
    const kinds = today.buttons
      .filter(({ platform }) => platform === 'telegram')
      .map(({ data }) => decodeButton(data)?.kind);
    expect(new Set(kinds).size).toBeGreaterThan(10);
  });

  it('names the variables, the commands and their flags', () => {
    const { variables, commands } = today.settings;
    expect(variables).toEqual(expect.arrayContaining(['DATABASE_URL', 'SLACK_BOT_TOKEN', 'TELEGRAM_PORT', 'WEB_URL']));
    expect(commands).toMatchObject({ start: expect.arrayContaining(['demo', 'no-terminal']), doctor: [] });
    expect(commands).toMatchObject({ retry: ['dry-run', 'help', 'stage'], restore: ['force', 'help'] });
    expect(commands).not.toHaveProperty('record-release');
  });

  it('has activities and names of functions among its names', () => {
    expect(today.names).toMatchObject({
      WORKFLOW_TYPE: 'article',
      workflowIdOf: 'article-7k3m9x2c4p0qrstv',
      activities: expect.arrayContaining(['writeDraft', 'record', 'publishEdition', 'endAgentRun', 'sendWebhooks']),
    });
  });
});

/** Edits as somebody could make them without a thought for who has an earlier release. */
describe('a change is found that', () => {
  const changed = (change: (surface: { -readonly [K in keyof Surface]: unknown }) => void): Surface => {
    const copy = structuredClone(asJson(today)) as { -readonly [K in keyof Surface]: unknown };
    change(copy);
    return copy as Surface;
  };

  it.each([
    ['renames a signal', { REPORT_SIGNAL: 'told' }, 'REPORT_SIGNAL was "report" and is "told"'],
    ['drops a signal of operators', { OPERATOR_SIGNALS: ['pause'] }, 'OPERATOR_SIGNALS has no retry any more'],
    ['renames an activity', { activities: ['writeText'] }, 'activities has no writeDraft any more'],
    [
      'calls workflows otherwise',
      { workflowIdOf: 'a-7k3m9x2c4p0qrstv' },
      'workflowIdOf was "article-7k3m9x2c4p0qrstv"',
    ],
    ['moves a page', { places: { ...(today.names['places'] as object), draft: '/d/:version' } }, 'places.draft was'],
    ['drops a search attribute', { SEARCH_ATTRIBUTES: { stage: 'CopydeskStage' } }, 'SEARCH_ATTRIBUTES.topic is gone'],
  ])('%s', (_, change, sentence) => {
    const breaks = nameBreaks(today.names, { ...today.names, ...change }).join('\n');
    expect(breaks).toContain(sentence);
  });

  it.each([
    ['gives a letter to another control', 'telegram', undefined, 'k:7k3m9x2c4p0qrstv:p', 'k:7k3m9x2c4p0qrstv:q'],
    ['renames an action of Slack', 'slack', 'article:approve', undefined, undefined],
    ['asks for more than an old button has', 'slack', 'read:next', '["7k3m9x2c4p0qrstv",3,"9f86d081",12000,2]', '[]'],
    ['means another page of the Home tab', 'slack', 'home:more', '3', '4'],
  ] as const)('%s', (_, platform, action, data, other) => {
    const found = today.buttons.find(
      (one) => one.platform === platform && one.action === action && (data ?? one.data) === one.data,
    );
    expect(found).toBeDefined();
    const old = {
      ...found,
      platform,
      data: other ?? found?.data ?? '',
      ...(other === undefined && { action: 'decide:approve' }),
    };
    expect(buttonBreaks([{ ...old, meaning: asJson(found?.meaning) }])).toHaveLength(1);
  });

  it.each([
    ['takes a key away', (loop: Loose) => delete loop['research'], 'workflows.yaml.article_workflow.research is gone'],
    ['renames one', (loop: Loose) => rename(loop, 'retry', 'retries'), 'workflows.yaml.article_workflow.retry is gone'],
    [
      'takes smaller numbers only',
      (loop: Loose) => Object.assign(loop['max_iterations'] ?? {}, { maximum: 5 }),
      'max_iterations is bound more narrowly: maximum was',
    ],
    [
      'takes a value away',
      (loop: Loose) =>
        Object.assign((loop['patience'] as { properties: Loose }).properties['outcome'] ?? {}, { enum: ['park'] }),
      'patience.outcome has no "cancel" any more',
    ],
  ])('%s of the settings', (_, change, sentence) => {
    const after = changed(({ settings }) => {
      const { schemas } = settings as {
        schemas: Record<string, { properties: Record<string, { properties: Loose }> }>;
      };
      change(schemas['workflows.yaml']?.properties['article_workflow']?.properties ?? {});
    });
    expect(settingBreaks(today.settings, after.settings).join('\n')).toContain(sentence);
  });

  it('takes a file of settings away', () => {
    expect(settingBreaks(today.settings, { ...today.settings, schemas: {} }).length).toBeGreaterThan(4);
  });

  it('takes a variable, a command or a flag away', () => {
    const after = changed(({ settings }) => {
      const { variables, commands } = settings as { variables: string[]; commands: Record<string, string[]> };
      variables.splice(variables.indexOf('WEB_URL'), 1);
      delete commands['style'];
      commands['retry'] = ['help', 'stage'];
    });
    expect(commandBreaks(today.settings, after.settings)).toEqual([
      'WEB_URL',
      'npm run retry -- --dry-run',
      'npm run style',
    ]);
  });

  it('edits, takes away or squeezes in a migration', () => {
    const released = { '0001_schema.sql': 'aa', '0003_more.sql': 'bb' };
    const breaks = (after: Surface['migrations']): string => migrationBreaks(released, after).join('\n');
    expect(breaks({ ...released, '0004_next.sql': 'cc' })).toBe('');
    expect(breaks({ ...released, '0001_schema.sql': 'ab' })).toContain(
      '0001_schema.sql was released and has been changed',
    );
    expect(breaks({ '0001_schema.sql': 'aa' })).toContain('0003_more.sql was released and is gone');
    expect(breaks({ ...released, '0002_late.sql': 'cc' })).toContain('0002_late.sql comes before 0003_more.sql');
  });
});

type Loose = Record<string, object>;

function rename(holder: Loose, from: string, to: string): void {
  holder[to] = holder[from] ?? {};
  delete holder[from];
}
