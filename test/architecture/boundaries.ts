import { posix } from 'node:path';
import { COMPUTED, type ModuleFacts } from './read-module.ts';

/** The design's table: who may load whom at run time. Each folder may load itself; `import type` is free. */
const MAY_LOAD: Readonly<Record<string, readonly string[]>> = {
  'src/protocol': [],
  'src/lib': ['src/protocol'],
  'src/workflows': ['src/protocol'],
  'src/gateway': ['src/protocol', 'src/lib'],
  // Of the document: its sections, which are what is revised; and what the final edit did is looked at in the Markdown as it is drawn.
  'src/agents': ['src/document', 'src/protocol', 'src/lib'],
  'src/storage': ['src/protocol', 'src/lib'],
  // Counts and traces what others tell: `src/lib/telemetry.ts`. Loaded only where somebody watches.
  'src/telemetry': ['src/protocol', 'src/lib'],
  'src/messages': ['src/protocol'],
  // The messages: a dictionary of the operator's has to have every word of ours. Patience: it knows which places have holidays.
  'src/config': ['src/protocol', 'src/messages', 'src/patience', 'src/lib'],
  // Fetches and reads what others wrote; who wants it is not its business.
  'src/research': ['src/protocol', 'src/lib'],
  // What a receipt says and how it is checked; it knows the bytes in which an article is delivered.
  'src/receipt': ['src/protocol', 'src/document', 'src/lib'],
  // When people are waited for too long, by their own clocks and holidays.
  'src/patience': ['src/protocol', 'src/lib'],
  // What others are told of articles: what it says, how it is signed, and who is told.
  'src/webhooks': ['src/protocol', 'src/document', 'src/storage', 'src/lib'],
  // Reaches the places where articles are published; when and how often is not its business.
  'src/publish': ['src/document', 'src/protocol', 'src/lib'],
  'src/activities': [
    'src/agents',
    'src/patience',
    'src/publish',
    'src/webhooks',
    'src/research',
    'src/document',
    'src/storage',
    'src/receipt',
    'src/protocol',
    'src/lib',
  ],
  'src/document': ['src/lib'],
  'src/cards': ['src/protocol', 'src/document', 'src/messages', 'src/lib'],
  'src/delivery': ['src/protocol', 'src/storage', 'src/cards', 'src/document', 'src/messages', 'src/lib'],
  // The workflows are not loaded but bundled: the worker names their file.
  // The gateway: whoever starts first makes sure that the namespace knows the search attributes.
  worker: [
    'src/activities',
    'src/agents',
    'src/publish',
    'src/research',
    'src/document',
    'src/storage',
    'src/receipt',
    'src/webhooks',
    'src/gateway',
    'src/process',
    'src/config',
    'src/protocol',
    'src/lib',
  ],
  // One life for every process. The delivery and the document: every platform is opened with the drain of the feed and a reader.
  'src/process': [
    'src/protocol',
    'src/gateway',
    'src/delivery',
    'src/document',
    'src/storage',
    'src/telemetry',
    'src/config',
    'src/lib',
  ],
  // What chat platforms have in common, on the way in.
  'src/chat': [
    'src/protocol',
    'src/patience',
    'src/gateway',
    'src/delivery',
    'src/storage',
    'src/cards',
    'src/messages',
    'src/config',
    'src/lib',
  ],
  // Runner and examinations; a bot examines its own platform with the same runner.
  'src/doctor': [
    'src/protocol',
    // `doctor -- models` asks as the agents do, and `doctor` looks at targets as whoever publishes there.
    'src/agents',
    'src/publish',
    'src/gateway',
    'src/delivery',
    'src/storage',
    'src/messages',
    'src/config',
    'src/lib',
    'bots/*',
  ],
  'bots/*': [
    'src/protocol',
    'src/gateway',
    'src/delivery',
    'src/cards',
    'src/document',
    'src/storage',
    'src/messages',
    'src/config',
    'src/lib',
    'src/chat',
    'src/doctor',
    'src/process',
    'src/webhooks',
  ],
  // A server of its own, used over HTTP like any other model.
  'src/practice-model': ['src/lib'],
  'src/local': [
    'src/practice-model',
    'src/protocol',
    'src/gateway',
    'src/activities',
    'src/agents',
    'src/delivery',
    'src/document',
    'src/storage',
    'src/messages',
    'src/config',
    'src/lib',
    'src/chat',
    'src/doctor',
    'src/process',
    'worker',
    'bots/*',
  ],
};

/** Folders whose packages are restricted, with what they may load; `node:` modules count as packages. */
const ONLY_THESE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'src/protocol': [],
  'src/messages': [],
  'src/workflows': ['@temporalio/workflow'],
};

/** What agents must know nothing of: Temporal, chat, SQL. */
const FOREIGN_TO_AGENTS = /^(@temporalio\/|@slack\/|telegraf$|@clack\/|pg$|node-pg-migrate$|ioredis$)/;

/** Temporal's worker takes half a second and 60 MB to load: only who works for it loads it, itself or by what installs its runtime. */
const TEMPORAL_RUNTIME = 'src/process/temporal-runtime.ts';

function isTemporalWorker(loaded: string): boolean {
  return loaded === '@temporalio/worker' || loaded === TEMPORAL_RUNTIME;
}

function mayLoadTemporalWorker(path: string): boolean {
  return path === TEMPORAL_RUNTIME || ['worker', 'src/local', 'src/activities'].includes(folderOf(path));
}

/** Folders that hold what opens connections; of the others, only wiring loads that. */
const OPENING: readonly string[] = ['src/storage', 'src/process'];

/** Opens connections and reads the environment: wires a process, or is a command of its own. */
function isWiring(path: string): boolean {
  return /^(main|dependencies|[a-z-]+-main)\.ts$/.test(posix.basename(path));
}

/** The row of {@link MAY_LOAD} for a file; `bots/slack` is its own folder under the rules of `bots/*`. */
function folderOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' || first === 'bots' ? `${first}/${second}` : first;
}

function rowOf(folder: string): string {
  return folder.startsWith('bots/') ? 'bots/*' : folder;
}

/** Every breach of the architecture, as `path:line what`. */
export function breaches(modules: readonly ModuleFacts[]): readonly string[] {
  const connecting = openingModules(modules);
  return modules.flatMap((module) => [...importBreaches(module, connecting), ...effectBreaches(module)]);
}

/** The modules of {@link OPENING} that open connections, themselves or through one another. */
function openingModules(modules: readonly ModuleFacts[]): ReadonlySet<string> {
  const candidates = modules.filter(({ path }) => OPENING.includes(folderOf(path)));
  const connecting = new Set(candidates.filter(({ connections }) => connections.length > 0).map(({ path }) => path));
  for (let before = -1; before < connecting.size; ) {
    before = connecting.size;
    for (const { path, imports } of candidates) {
      if (imports.some(({ specifier }) => connecting.has(targetOf(path, specifier)))) connecting.add(path);
    }
  }
  return connecting;
}

function targetOf(path: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(path), specifier));
}

function importBreaches({ path, imports }: ModuleFacts, connecting: ReadonlySet<string>): readonly string[] {
  const from = folderOf(path);
  const mayLoad = MAY_LOAD[rowOf(from)];
  if (mayLoad === undefined) return [`${path}:1 ${from} is not in the table of who may load whom`];
  return imports.flatMap(({ specifier, line }) => {
    const at = `${path}:${line}`;
    if (specifier === COMPUTED) return [`${at} loads something computed, which nobody can check`];
    if (
      isTemporalWorker(specifier.startsWith('.') ? targetOf(path, specifier) : specifier) &&
      !mayLoadTemporalWorker(path)
    )
      return [`${at} ${from} must start without Temporal's worker`];
    if (!specifier.startsWith('.')) return packageBreaches(from, specifier).map((what) => `${at} ${what}`);

    const target = targetOf(path, specifier);
    const to = folderOf(target);
    if (to !== from && !mayLoad.includes(rowOf(to))) return [`${at} ${from} must not load ${to} (${target})`];
    if (to !== from && to.startsWith('bots/') && target !== `${to}/platform.ts`)
      return [`${at} ${from} must not reach into ${to} (${target})`];
    if (from === 'src/doctor' && to.startsWith('bots/') && path !== 'src/doctor/main.ts')
      return [`${at} only src/doctor/main.ts may know ${to}`];
    if (connecting.has(target) && !isWiring(path) && from !== 'src/local' && !OPENING.includes(from))
      return [`${at} loads ${target}, which opens connections: only main.ts and dependencies.ts may`];
    return [];
  });
}

function packageBreaches(from: string, specifier: string): readonly string[] {
  const only = ONLY_THESE_PACKAGES[from];
  if (only !== undefined && !only.includes(specifier)) return [`${from} must not load the package ${specifier}`];
  if (from === 'src/agents' && FOREIGN_TO_AGENTS.test(specifier))
    return [`src/agents must know nothing of ${specifier}`];
  return [];
}

function effectBreaches({ path, environment, connections }: ModuleFacts): readonly string[] {
  if (isWiring(path)) return [];
  // src/local asks the servers it has just started whether they answer.
  const mayConnect = ['src/local', ...OPENING].includes(folderOf(path));
  return [
    ...environment.map((line) => `${path}:${line} reads the environment: only main.ts and dependencies.ts may`),
    ...(mayConnect
      ? []
      : connections.map(
          ({ what, line }) => `${path}:${line} opens a connection (${what}): only main.ts and dependencies.ts may`,
        )),
  ];
}
