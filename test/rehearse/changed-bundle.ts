import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { ROOT } from '../compose/compose-file.ts';
import { MARK_MS } from './runs-of.ts';

/** Where an article begins to write, and where it begins to finish. */
const PLACES = [
  'async function writeNextDraft(): Promise<void> {',
  'async function finish(): Promise<void> {',
] as const;

/**
 * The workflow code with a change that no running article would survive: a timer more, without `patched`.
 * @param folder an empty one
 * @param to where its bundle is written
 */
export async function writeChangedBundle(folder: string, to: string): Promise<void> {
  for (const part of ['src/workflows', 'src/protocol'])
    await cp(join(ROOT, part), join(folder, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const path = join(folder, 'src/workflows/article.ts');
  let code = await readFile(path, 'utf8');
  for (const place of PLACES) {
    if (!code.includes(place)) throw new Error(`There is no such place in article.ts any more: ${place}`);
    code = code.replace(place, `${place} await condition(() => false, ${MARK_MS});`);
  }
  await writeFile(path, code);
  const bundle = await bundleWorkflowCode({
    workflowsPath: join(folder, 'src/workflows/index.ts'),
    payloadConverterPath: join(folder, 'src/workflows/payload-converter.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  await writeFile(to, bundle.code);
}
