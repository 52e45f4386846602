import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import { addDictionaries, type Messages } from '../messages/messages.ts';
import { INTERFACE_LANGUAGES } from '../protocol/article.ts';
import { FACT_CHECK } from '../protocol/adaptive.ts';
import type { ArticleSettings } from '../protocol/settings.ts';
import type { House } from '../agents/house.ts';
import { type AgentsConfig, agentsSchema, toAgentsConfig } from './agents-schema.ts';
import { ConfigError, type ConfigFault } from './config-error.ts';
import { type CopydeskConfig, copydeskSchema, toCopydeskConfig } from './copydesk-schema.ts';
import { DEFAULT_CONFIG_FOLDER, type Environment, type Variables, readEnvironment } from './environment.ts';
import { shown } from './fields.ts';
import { nearest } from './nearest.ts';
import { loadDictionaries } from './dictionaries.ts';
import { loadHouse } from './house.ts';
import { loadPrompts } from './prompts.ts';
import { type PublishConfig, publishSchema, toPublishConfig } from './publish-schema.ts';
import { type FileReading, readYamlFile } from './read-yaml-file.ts';
import { type WorkflowsConfig, toWorkflowsConfig, workflowsSchema } from './workflows-schema.ts';

/** Everything the files of the config folder say, with defaults filled in. */
export interface Config extends WorkflowsConfig, AgentsConfig, CopydeskConfig, PublishConfig {
  /** Of languages that the product speaks beside, or in place of, those that are shipped. */
  readonly dictionaries: ReadonlyMap<string, Messages>;
}

/** The files of the config folder that Copydesk reads. */
const CONFIG_FILES = ['workflows.yaml', 'agents.yaml', 'copydesk.yaml', 'publish.yaml'] as const;
type ConfigFile = (typeof CONFIG_FILES)[number];

/**
 * Reads `workflows.yaml`, `agents.yaml`, `copydesk.yaml` and `publish.yaml`. The first must be there; without the others their defaults hold.
 * @throws {ConfigError} with every fault of every file.
 */
export function loadConfig(folder: string): Config {
  const called = (file: string): string => join(readable(folder), file);
  const read = <Schema extends Parameters<typeof readYamlFile>[2]>(file: ConfigFile, schema: Schema) =>
    readYamlFile(join(folder, file), called(file), schema);

  const workflows = read('workflows.yaml', workflowsSchema);
  const agents = read('agents.yaml', agentsSchema);
  const copydesk = read('copydesk.yaml', copydeskSchema);
  const publish = read('publish.yaml', publishSchema);
  const readings = [workflows, agents, copydesk, publish];
  const { prompts, faults: promptFaults } = loadPrompts(folder, called);
  const { house, faults: houseFaults } = loadHouse(folder, called);
  const { dictionaries, faults: dictionaryFaults } = loadDictionaries(folder, called);

  const missing = CONFIG_FILES.filter((_, index) => readings[index]?.kind === 'missing');
  const faults: readonly ConfigFault[] = [
    ...readings.flatMap((reading) => (reading.kind === 'faulty' ? reading.faults : [])),
    ...misnamed(folder, missing).map(({ found, meant }) => ({
      where: called(found),
      what: `is read by nobody; name it ${meant}`,
    })),
    ...(workflows.kind === 'missing'
      ? [
          {
            where: called('workflows.yaml'),
            what: 'does not exist; start in the folder that holds it, or set COPYDESK_CONFIG to the config folder',
          },
        ]
      : []),
    ...unknownAgents(workflows, agents),
    ...promptFaults,
    ...houseFaults,
    ...unknownTemplates(workflows, copydesk, publish, house),
    ...dictionaryFaults,
    ...unknownInterface(workflows, [...new Set([...INTERFACE_LANGUAGES, ...dictionaries.keys()])]),
  ];
  if (faults.length > 0) throw new ConfigError(faults);
  const desk = toCopydeskConfig(copydesk.kind === 'valid' ? copydesk.value : copydeskSchema.parse({}));
  const loop = toWorkflowsConfig(
    workflows.kind === 'valid' ? workflows.value : workflowsSchema.parse({ article_workflow: {} }),
    desk.schedules.zone,
  );
  const models = toAgentsConfig(agents.kind === 'valid' ? agents.value : agentsSchema.parse({}), { prompts, house });
  const published = toPublishConfig(publish.kind === 'valid' ? publish.value : publishSchema.parse({}));
  return {
    ...loop,
    ...models,
    dictionaries,
    ...published,
    article: withTargets(withSearch(loop.article, models.agents.research?.search), published),
    ...desk,
  };
}

/**
 * Environment and config folder in one go. From then on the process speaks what the folder has dictionaries for.
 * @throws {ConfigError} with every fault of both.
 */
export function loadSettings(variables: Variables): { readonly config: Config; readonly environment: Environment } {
  const faults: ConfigFault[] = [];
  const collecting = <T>(load: () => T): T | undefined => {
    try {
      return load();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      faults.push(...error.faults);
      return undefined;
    }
  };
  const environment = collecting(() => readEnvironment(variables));
  const config = collecting(() =>
    loadConfig(environment?.configFolder ?? (variables['COPYDESK_CONFIG'] || DEFAULT_CONFIG_FOLDER)),
  );
  if (config === undefined || environment === undefined) throw new ConfigError(faults);
  addDictionaries(config.dictionaries);
  return { config, environment };
}

/** Who searches is named in another file than when. */
function withSearch(article: ArticleSettings, search: string | undefined): ArticleSettings {
  return { ...article, research: { when: article.research?.when ?? 'auto', hasSearch: search !== undefined } };
}

/** Where it is published is named in another file than how it is written. */
function withTargets(article: ArticleSettings, { publish: { rules } }: PublishConfig): ArticleSettings {
  return rules.length === 0 ? article : { ...article, publish: rules };
}

/** What a rule runs is named in another file than the agents are. */
function unknownAgents(
  workflows: FileReading<z.output<typeof workflowsSchema>>,
  agents: FileReading<z.output<typeof agentsSchema>>,
): readonly ConfigFault[] {
  // What is wrong with that file is said already, and may be why.
  if (workflows.kind !== 'valid' || agents.kind === 'faulty') return [];
  const known = [FACT_CHECK, ...(agents.kind === 'valid' ? Object.keys(agents.value.agents.external) : [])];
  return workflows.value.article_workflow.adaptive.flatMap(({ run }, at) => {
    if (known.includes(run)) return [];
    const meant = nearest(run, known);
    const wayOut =
      meant === undefined ? '; define it under agents.external in agents.yaml' : `; did you mean ${meant}?`;
    return [
      {
        where: workflows.where(['article_workflow', 'adaptive', at, 'run']),
        what: `must be ${known.join(' or ')}, is ${shown(run)}${wayOut}`,
      },
    ];
  });
}

/** Orders may be taken for a template, articles go to a target by theirs, and others decide by theirs: it is named in another file. */
function unknownTemplates(
  workflows: FileReading<z.output<typeof workflowsSchema>>,
  copydesk: FileReading<z.output<typeof copydeskSchema>>,
  publish: FileReading<z.output<typeof publishSchema>>,
  { templates }: House,
): readonly ConfigFault[] {
  const known = templates.map(({ id }) => id);
  const { defaults, channels } = copydesk.kind === 'valid' ? copydesk.value.orders : { defaults: {}, channels: {} };
  const targets = publish.kind === 'valid' ? publish.value.targets : {};
  const rules = workflows.kind === 'valid' ? workflows.value.article_workflow : undefined;
  const translated = rules?.translations.templates ?? {};
  const named = [
    ...(['approval', 'patience'] as const).flatMap((group) =>
      (rules?.[group].policies ?? []).map(({ template }, at) => ({
        file: workflows,
        path: ['article_workflow', group, 'policies', at, 'template'],
        template,
      })),
    ),
    ...Object.keys(translated).map((template) => ({
      file: workflows,
      path: ['article_workflow', 'translations', 'templates', template],
      template,
    })),
    { file: copydesk, path: ['orders', 'defaults', 'template'], template: defaults.template },
    ...Object.entries(channels).map(([channel, { template }]) => ({
      file: copydesk,
      path: ['orders', 'channels', channel, 'template'],
      template,
    })),
    ...Object.entries(targets).flatMap(([name, target]) =>
      (target.templates ?? []).map((template, at) => ({
        file: publish,
        path: ['targets', name, 'templates', at],
        template,
      })),
    ),
  ];
  return named.flatMap(({ file, path, template }) => {
    if (file.kind !== 'valid' || template === undefined || known.includes(template)) return [];
    const meant = nearest(template, known);
    return [
      {
        where: file.where(path),
        what: `must be ${known.join(', ')}, is ${shown(template)}${meant === undefined ? '; write it in config/templates' : `; did you mean ${meant}?`}`,
      },
    ];
  });
}

/** The product speaks what it has words for. */
function unknownInterface(
  workflows: FileReading<z.output<typeof workflowsSchema>>,
  known: readonly string[],
): readonly ConfigFault[] {
  if (workflows.kind !== 'valid') return [];
  const { interface: language } = workflows.value.article_workflow.language;
  if (language === 'auto' || known.includes(language)) return [];
  return [
    {
      where: workflows.where(['article_workflow', 'language', 'interface']),
      what: `must be auto, ${known.join(' or ')}, is ${shown(language)}; a file config/messages/${language}.ts adds it`,
    },
  ];
}

/** As a person would write it: relative to where they are, unless it lies elsewhere. */
function readable(folder: string): string {
  const fromHere = relative(process.cwd(), folder);
  return fromHere === '' ? '.' : fromHere.startsWith('..') ? folder : fromHere;
}

/** Without this a slip such as `agent.yaml` would be taken for the wish to use the defaults. */
function misnamed(
  folder: string,
  missing: readonly ConfigFile[],
): readonly { readonly found: string; readonly meant: string }[] {
  if (missing.length === 0) return [];
  const KNOWN: readonly string[] = [...CONFIG_FILES, 'litellm.yaml', 'style.yaml'];
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => /\.ya?ml$/.test(name) && !KNOWN.includes(name))
    .flatMap((found) => {
      const meant = nearest(found, missing);
      return meant === undefined ? [] : [{ found, meant }];
    });
}
