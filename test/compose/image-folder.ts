import { readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './compose-file.ts';
import { makeTemporaryFolder, runNative } from './native-process.ts';

/** A folder that has what the Dockerfile copies into the image but `config/`, with what it bundles there. */
export async function makeImageFolder(
  name: string,
): Promise<{ readonly path: string; readonly bundle: string; readonly remove: () => Promise<void> }> {
  const folder = await makeTemporaryFolder(name);
  for (const copied of ['package.json', 'node_modules', 'src', 'worker', 'bots'])
    await symlink(join(ROOT, copied), join(folder.path, copied));
  const [, command = ''] = /^RUN (.*worker\/bundle.*)$/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
  await runNative(['/bin/sh', '-c', command], { cwd: folder.path });
  return { ...folder, bundle: join(folder.path, 'dist/workflow-bundle.js') };
}
