import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './compose-file.ts';

const instructions = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1).trim() }));
const named = (name: string): readonly string[] => instructions.flatMap((one) => (one.name === name ? [one.rest] : []));
const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

describe('the Dockerfile', () => {
  it('starts from Debian with the Node of package.json', () => {
    expect(named('FROM').map((from) => from.split(' ')[0])).toEqual(
      Array(2).fill(`node:${dependencies['node']}-bookworm-slim`),
    );
  });

  it.each(named('COPY').filter((copy) => !copy.startsWith('--from')))(
    'COPY %s finds its sources in the build context',
    (copy) => {
      for (const source of copy.split(' ').slice(0, -1)) {
        expect([source, existsSync(join(ROOT, source)), ignored.includes(source.replace('./', ''))]).toEqual([
          source,
          true,
          false,
        ]);
      }
    },
  );

  it.each(
    instructions.flatMap(({ name, rest }) =>
      name === 'RUN' || name === 'CMD' ? (rest.match(/[\w/-]+\.ts/g) ?? []) : [],
    ),
  )('runs %s, which exists', (file) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
  });

  it("keeps the native part of Temporal that fits the image's machine", () => {
    const [install = ''] = named('RUN');
    const [, suffix] = /! -name "\$\(uname -m\)(-[\w-]+)"/.exec(install) ?? [];
    const releases = readdirSync(join(ROOT, 'node_modules/@temporalio/core-bridge/releases'));
    expect(releases).toEqual(expect.arrayContaining([`x86_64${suffix}`, `aarch64${suffix}`]));
  });

  it('does not run as root, and says whether it is well', () => {
    expect(instructions.map(({ name }) => name).slice(-3)).toEqual(['USER', 'HEALTHCHECK', 'CMD']);
    expect(named('USER')).toEqual(['node']);
  });

  it('sees no secret, no state and no foreign node_modules', () => {
    expect(ignored).toEqual(
      expect.arrayContaining(['.env', '.env.*', '.copydesk', '.git', 'articles', 'node_modules']),
    );
  });
});
