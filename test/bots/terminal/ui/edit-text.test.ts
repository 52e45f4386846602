import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editText } from '../../../../bots/terminal/ui/edit-text.ts';

describe('editText', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'copydesk-test-edit-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  async function editor(script: string): Promise<string> {
    const path = join(folder, `editor-${script.length}.sh`);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  it('gives back what the person saved, and removes the file', async () => {
    const record = join(folder, 'seen');
    const command = await editor(`echo "$@" > ${record}; printf 'new\\r\\n' >> "$2"`);
    const opened: string[] = [];
    expect(await editText('old\n', 'draft-1.md', `${command} --wait`, (name) => opened.push(name))).toEqual({
      kind: 'text',
      text: 'old\nnew\n',
    });
    expect(opened).toEqual([`${command} --wait`]);
    const [option, path = ''] = (await readFile(record, 'utf8')).trim().split(' ');
    expect(option).toBe('--wait');
    await expect(readFile(path)).rejects.toThrow('ENOENT');
    await expect(readFile(dirname(path))).rejects.toThrow('ENOENT');
  });

  it('says how an editor ended that did not end well', async () => {
    const command = await editor('exit 3');
    expect(await editText('old', 'draft-1.md', command, () => undefined)).toEqual({
      kind: 'failed',
      editor: command,
      how: 'exit code 3',
    });
  });
});
