import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Edited =
  | { readonly kind: 'text'; readonly text: string }
  /** None of the editors is installed. */
  | { readonly kind: 'no-editor' }
  /** `how`: `exit code 1`, `SIGTERM`. */
  | { readonly kind: 'failed'; readonly editor: string; readonly how: string };

/** What most machines have one of. */
const COMMON_EDITORS = ['nano', 'vim', 'vi'];

/**
 * Lets a person change a text in their editor, in a file that nobody else can read and that is gone afterwards. Line ends come back
 * as `\n`. The caller must not read the terminal meanwhile.
 * @param preferred a command, perhaps with arguments: `code --wait`. Where it is missing, the usual editors are tried.
 */
export async function editText(
  text: string,
  name: string,
  preferred: string | undefined,
  onOpen: (editor: string) => void,
): Promise<Edited> {
  const folder = await mkdtemp(join(tmpdir(), 'copydesk-'));
  try {
    const file = join(folder, name);
    for (const editor of [...(preferred === undefined ? [] : [preferred]), ...COMMON_EDITORS]) {
      await writeFile(file, text, { mode: 0o600 });
      const how = await run(editor, file, () => onOpen(editor));
      if (how === 'missing') continue;
      if (how !== undefined) return { kind: 'failed', editor, how };
      return { kind: 'text', text: (await readFile(file, 'utf8')).replaceAll(/\r\n?/g, '\n') };
    }
    return { kind: 'no-editor' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Undefined when the editor ended well. */
async function run(editor: string, file: string, onOpen: () => void): Promise<string | undefined> {
  const [command = '', ...options] = editor.split(/\s+/).filter((word) => word !== '');
  return await new Promise((resolve, reject) => {
    const child = spawn(command, [...options, file], { stdio: 'inherit' });
    child.once('spawn', onOpen);
    child.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' || error.code === 'EACCES' ? resolve('missing') : reject(error),
    );
    child.once('exit', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
  });
}
