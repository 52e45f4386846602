import { readdirSync, readFileSync } from 'node:fs';
import { cp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Worker, type WorkflowBundle } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { recordedReleases } from '../releases/recorded-releases.ts';
import { makeTestFolder } from '../support/test-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HISTORIES = join(ROOT, 'test/histories');

interface History {
  readonly events: readonly { readonly eventType: string }[];
}

/** Recorded on a real server by `npm run record-histories`, and those that were kept of each release. */
const histories = [
  { name: '', folder: HISTORIES },
  ...recordedReleases().map(({ version, folder }) => ({ name: `${version}: `, folder: join(folder, 'histories') })),
].flatMap(({ name, folder }) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => [`${name}${file}`, JSON.parse(readFileSync(join(folder, file), 'utf8')) as History] as const),
);

function replay(workflowBundle: WorkflowBundle, history: History): Promise<void> {
  return Worker.runReplayHistory({ workflowBundle }, history);
}

beforeAll(quietRuntime);

describe('the workflow', () => {
  let bundle: WorkflowBundle;
  beforeAll(async () => {
    bundle = await buildWorkflowBundle();
  });

  it('has histories to be held against, of every kind of end and of one that was continued as new', () => {
    const ends = histories.map(([, { events }]) => events.at(-1)?.eventType);
    expect(new Set(ends)).toEqual(
      new Set(['EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED', 'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW']),
    );
  });

  it.each(histories)('still does what it did in %s', async (_, history) => {
    // A history without one is replayed by doing nothing.
    expect(history.events.map(({ eventType }) => eventType)).toContain('EVENT_TYPE_WORKFLOW_TASK_COMPLETED');
    await replay(bundle, history);
  });
});

/** Edits as somebody could make them without a thought for the articles that are running. */
const CHANGES = [
  ['another activity', 'activities.ts', 'editArticle,\n  };', 'editArticle: factCheckDraft,\n  };'],
  ['one activity less', 'article.ts', /= await steps\.attempt\('editing'[^;]*\);/, '= {};'],
  ['a timer', 'article.ts', 'async function finish(): Promise<void> {', '$&await condition(() => false, 1);'],
] as const;

describe('a replay', () => {
  let folder: string;
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** What a change of a file of the workflows makes of the histories of an article with several drafts: what they do not survive. */
  async function failuresAfter(file: string, change: (before: string) => string): Promise<readonly unknown[]> {
    folder = await makeTestFolder();
    for (const part of ['src/workflows', 'src/protocol'])
      await cp(join(ROOT, part), join(folder, part), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const path = join(folder, 'src/workflows', file);
    const before = await readFile(path, 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    await writeFile(path, after);
    const changed = await bundleWorkflowCode({
      workflowsPath: join(folder, 'src/workflows/index.ts'),
      logger: new DefaultLogger('ERROR'),
    });
    const runs = histories.filter(([name]) => name.startsWith('several-drafts'));
    const replayed = await Promise.allSettled(runs.map(([, history]) => replay(changed, history)));
    return replayed.flatMap((run) => (run.status === 'rejected' ? [run.reason as unknown] : []));
  }

  it.each(CHANGES)('notices %s', async (_, file, from, to) => {
    const failures = await failuresAfter(file, (before) => before.replace(from, to));
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) expect(failure).toBeInstanceOf(DeterminismViolationError);
  });

  it('lets the same change pass where it stands behind patched', async () => {
    const [, file, from, to] = CHANGES[2];
    const behind = (before: string): string =>
      before
        .replace(from, to.replace('await', "if (patched('a-timer')) await"))
        .replace("} from '@temporalio/workflow';", "patched,\n} from '@temporalio/workflow';");
    expect(await failuresAfter(file, behind)).toEqual([]);
  });
});
