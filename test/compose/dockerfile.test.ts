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
    const [base = '', ...stages] = named('FROM');
    const [image, digest] = base.replace(' AS node', '').split('@');
    expect(image).toBe(`node:${dependencies['node']}-bookworm-slim`);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(stages).toEqual(['node AS build', 'node']);
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

  it('says in labels which version and which commit it is, and holds a list of what is in it', () => {
    const labels = named('LABEL').join(' ');
    const args = named('ARG').map((arg) => arg.replace(/=.*/, ''));
    for (const label of ['title', 'licenses', 'version', 'revision'])
      expect(labels).toContain(`org.opencontainers.image.${label}=`);
    for (const [, used = ''] of labels.matchAll(/\$\{(\w+)\}/g)) expect(args).toContain(used);
    expect(named('COPY')).toContain('--from=build /app/sbom.cdx.json ./');
  });

  it('leaves it to Node how much of its container a process may keep, since bots are given less than workers', () => {
    const [env = ''] = named('ENV').filter((one) => one.includes('NODE_OPTIONS'));
    expect(env).toContain('--max-semi-space-size=4');
    expect(env).not.toContain('old-space');
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

describe('docker-bake.json', () => {
  const { variable, target } = JSON.parse(readFileSync(join(ROOT, 'docker-bake.json'), 'utf8')) as {
    readonly variable: Readonly<Record<string, { readonly default: string }>>;
    readonly target: {
      readonly copydesk: {
        readonly platforms: readonly string[];
        readonly args: Readonly<Record<string, string>>;
        readonly attest: readonly string[];
        readonly tags: readonly string[];
      };
    };
  };
  const { copydesk } = target;

  it('builds the version of package.json', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(variable['VERSION']).toEqual({ default: version });
  });

  it('builds for the machines for which Temporal has a native part, and tells what it is made of', () => {
    const machines: Readonly<Record<string, string>> = { 'linux/amd64': 'x86_64', 'linux/arm64': 'aarch64' };
    const releases = readdirSync(join(ROOT, 'node_modules/@temporalio/core-bridge/releases'));
    expect(copydesk.platforms).toEqual(Object.keys(machines));
    for (const platform of copydesk.platforms) expect(releases).toContain(`${machines[platform]}-unknown-linux-gnu`);
    expect(copydesk.attest).toEqual(['type=sbom', 'type=provenance,mode=max']);
  });

  it('gives the Dockerfile what it asks for, of variables that there are', () => {
    const asked = named('ARG').map((arg) => arg.replace(/=.*/, ''));
    expect(Object.keys(copydesk.args).toSorted()).toEqual(asked.toSorted());
    const used = [...Object.values(copydesk.args), ...copydesk.tags].flatMap((text) => text.match(/[A-Z]{2,}/g) ?? []);
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(variable).toSorted());
  });
});
