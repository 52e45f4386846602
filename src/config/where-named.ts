import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where files of the config folder name people: `config/workflows.yaml:12 slack:T024BE7LH:U024BE7LH`, once a line. Comments are passed over.
 * @param keys as files write them: `slack:T024BE7LH:U024BE7LH`, `telegram:123456789`
 */
export function whereNamed(folder: string, keys: readonly string[]): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file));
  return files.sort().flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .flatMap((line, at) => {
        const words = line.replace(/(^|\s)#.*$/, '').split(/[\s,"'[\]{}]+/);
        return keys.filter((key) => words.includes(key)).map((key) => `${join(folder, file)}:${at + 1} ${key}`);
      }),
  );
}
