import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breaches } from './boundaries.ts';
import { readModule } from './read-module.ts';

/** Breaches of modules that exist only here. */
function breachesOf(files: Readonly<Record<string, string>>): readonly string[] {
  return breaches(Object.entries(files).map(([path, source]) => readModule(path, source)));
}

describe('the architecture', () => {
  it('is kept by every module', () => {
    const paths = globSync(['src/**/*.ts', 'bots/**/*.{ts,tsx}', 'worker/**/*.ts']);
    expect(paths.length).toBeGreaterThan(30);
    expect(breaches(paths.map((path) => readModule(path, readFileSync(path, 'utf8'))))).toEqual([]);
  });

  it.each([
    [
      'a folder that loads one it must not',
      'src/gateway/a.ts',
      `import { x } from '../storage/x.ts';`,
      'src/gateway must not load src/storage (src/storage/x.ts)',
    ],
    [
      'a bot that loads another',
      'bots/slack/a.ts',
      `import { x } from '../telegram/x.ts';`,
      'bots/slack must not load bots/telegram (bots/telegram/x.ts)',
    ],
    [
      'a bot that loads the worker',
      'bots/slack/ui/a.ts',
      `import { x } from '../../../worker/x.ts';`,
      'bots/slack must not load worker (worker/x.ts)',
    ],
    [
      'a worker that loads a workflow',
      'worker/a.ts',
      `import { article } from '../src/workflows/index.ts';`,
      'worker must not load src/workflows (src/workflows/index.ts)',
    ],
    [
      'a worker that speaks',
      'worker/a.ts',
      `import { m } from '../src/messages/messages.ts';`,
      'worker must not load src/messages (src/messages/messages.ts)',
    ],
    [
      'a bot that loads the worker of Temporal',
      'src/process/open-platform.ts',
      `import { NativeConnection } from '@temporalio/worker';`,
      "src/process must start without Temporal's worker",
    ],
    [
      'a bot that loads the runtime of that worker',
      'bots/slack/main.ts',
      `import { installTemporalRuntime } from '../../src/process/temporal-runtime.ts';`,
      "bots/slack must start without Temporal's worker",
    ],
    [
      'a source that loads a test',
      'src/lib/a.ts',
      `import { x } from '../../test/x.ts';`,
      'src/lib must not load test (test/x.ts)',
    ],
    [
      'local within a bot',
      'src/local/a.ts',
      `import { x } from '../../bots/slack/render/x.ts';`,
      'src/local must not reach into bots/slack (bots/slack/render/x.ts)',
    ],
    [
      'the doctor within a bot',
      'src/doctor/main.ts',
      `const x = await import('../../bots/slack/doctor/x.ts');`,
      'src/doctor must not reach into bots/slack (bots/slack/doctor/x.ts)',
    ],
    [
      'an examination that knows a bot',
      'src/doctor/a.ts',
      `import { x } from '../../bots/slack/platform.ts';`,
      'only src/doctor/main.ts may know bots/slack',
    ],
    [
      'an export from elsewhere',
      'src/protocol/a.ts',
      `export { x } from '../lib/x.ts';`,
      'src/protocol must not load src/lib (src/lib/x.ts)',
    ],
    [
      'an export of everything from elsewhere',
      'src/protocol/a.ts',
      `export * from '../lib/x.ts';`,
      'src/protocol must not load src/lib (src/lib/x.ts)',
    ],
    [
      'an import for its effect',
      'src/messages/a.ts',
      `import '../lib/x.ts';`,
      'src/messages must not load src/lib (src/lib/x.ts)',
    ],
    [
      'an import in the middle of code',
      'src/config/a.ts',
      `const x = await import('../agents/x.ts');`,
      'src/config must not load src/agents (src/agents/x.ts)',
    ],
    [
      'a require',
      'src/config/a.ts',
      `const x = require('../agents/x.ts');`,
      'src/config must not load src/agents (src/agents/x.ts)',
    ],
    [
      'types among the names of an import',
      'src/config/a.ts',
      `import { type X } from '../agents/x.ts';`,
      'src/config must not load src/agents (src/agents/x.ts)',
    ],
    [
      'something computed',
      'src/lib/a.ts',
      `const x = await import(name);`,
      'loads something computed, which nobody can check',
    ],
    [
      'a package in the protocol',
      'src/protocol/a.ts',
      `import { createHash } from 'node:crypto';`,
      'src/protocol must not load the package node:crypto',
    ],
    [
      'a package in a workflow',
      'src/workflows/a.ts',
      `import { z } from 'zod';`,
      'src/workflows must not load the package zod',
    ],
    [
      'Temporal in an agent',
      'src/agents/a.ts',
      `import { Context } from '@temporalio/activity';`,
      'src/agents must know nothing of @temporalio/activity',
    ],
    ['a folder that nobody declared', 'src/helpers/a.ts', ``, 'src/helpers is not in the table of who may load whom'],
    [
      'the environment',
      'src/config/a.ts',
      `const key = process.env.KEY;`,
      'reads the environment: only main.ts and dependencies.ts may',
    ],
    [
      'the environment, by index',
      'src/config/a.ts',
      `const key = process['env']['KEY'];`,
      'reads the environment: only main.ts and dependencies.ts may',
    ],
    [
      'the environment, globally',
      'src/config/a.ts',
      `const key = globalThis.process.env.KEY;`,
      'reads the environment: only main.ts and dependencies.ts may',
    ],
    [
      'the environment, taken apart',
      'src/config/a.ts',
      `const { env } = process;`,
      'reads the environment: only main.ts and dependencies.ts may',
    ],
    [
      'the environment, imported',
      'src/config/a.ts',
      `import { env } from 'node:process';`,
      'reads the environment: only main.ts and dependencies.ts may',
    ],
    [
      'the environment, by another name',
      'src/config/a.ts',
      `import p from 'node:process'; p.env.KEY;`,
      'reads the environment: only main.ts and dependencies.ts may',
    ],
    [
      'a pool',
      'src/delivery/a.ts',
      `import { Pool } from 'pg'; new Pool();`,
      'opens a connection (new Pool): only main.ts and dependencies.ts may',
    ],
    [
      'a pool by its package',
      'src/delivery/a.ts',
      `import pg from 'pg'; new pg.Pool();`,
      'opens a connection (new pg.Pool): only main.ts and dependencies.ts may',
    ],
    [
      'a Redis client',
      'src/activities/a.ts',
      `import { Redis as R } from 'ioredis'; new R();`,
      'opens a connection (new R): only main.ts and dependencies.ts may',
    ],
    [
      'a connection to Temporal',
      'bots/slack/app.ts',
      `import { Connection } from '@temporalio/client'; await Connection.connect();`,
      'opens a connection (Connection.connect): only main.ts and dependencies.ts may',
    ],
    [
      'a native connection to Temporal',
      'worker/create-worker.ts',
      `import { NativeConnection } from '@temporalio/worker'; await NativeConnection.connect();`,
      'opens a connection (NativeConnection.connect): only main.ts and dependencies.ts may',
    ],
  ])('is broken by %s', (_, path, source, what) => {
    expect(breachesOf({ [path]: source })).toEqual([`${path}:1 ${what}`]);
  });

  it('is broken by whoever opens a connection through the storage', () => {
    const pool = { 'src/storage/pool.ts': `import { Pool } from 'pg';\nexport const createPool = () => new Pool();` };
    const use = `import { createPool } from '../../src/storage/pool.ts';`;
    expect(breachesOf({ ...pool, 'bots/slack/app.ts': use })).toEqual([
      'bots/slack/app.ts:1 loads src/storage/pool.ts, which opens connections: only main.ts and dependencies.ts may',
    ]);
    expect(breachesOf({ ...pool, 'bots/slack/dependencies.ts': use })).toEqual([]);

    const platform = {
      ...pool,
      'src/process/open-platform.ts': `import { createPool } from '../storage/pool.ts';`,
    };
    expect(
      breachesOf({ ...platform, 'bots/slack/app.ts': `import { x } from '../../src/process/open-platform.ts';` }),
    ).toEqual([
      'bots/slack/app.ts:1 loads src/process/open-platform.ts, which opens connections: only main.ts and dependencies.ts may',
    ]);

    const behind = { ...pool, 'src/storage/stores.ts': `import { createPool } from './pool.ts';` };
    expect(breachesOf({ ...behind, 'src/activities/a.ts': `import { stores } from '../storage/stores.ts';` })).toEqual([
      'src/activities/a.ts:1 loads src/storage/stores.ts, which opens connections: only main.ts and dependencies.ts may',
    ]);
  });

  it('lets types pass, and whatever the table allows', () => {
    expect(
      breachesOf({
        'src/protocol/a.ts': `import type { X } from '../agents/x.ts';\nexport type { Y } from '../lib/y.ts';\nexport type * from '../lib/z.ts';`,
        'src/workflows/a.ts': `import { sleep } from '@temporalio/workflow';\nimport { x } from '../protocol/x.ts';\nimport { y } from './y.ts';`,
        'src/local/main.ts': `import { run } from '../../bots/terminal/platform.ts';\nprocess.env.HOME;`,
        'worker/dependencies.ts': `import { NativeConnection } from '@temporalio/worker';\nawait NativeConnection.connect(process.env);`,
        'src/storage/migrate-main.ts': `import { createPool } from './pool.ts';\nprocess.env.DATABASE_URL;`,
        'src/gateway/a.ts': `// import { x } from '../storage/x.ts';\nconst text = "process.env, import('../storage/x.ts')";`,
      }),
    ).toEqual([]);
  });

  it('does not pass a module that it cannot parse', () => {
    expect(() => readModule('src/lib/a.ts', 'import {')).toThrow(/^src\/lib\/a\.ts cannot be parsed: /);
  });
});
