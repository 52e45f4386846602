import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

interface Bom {
  readonly metadata: { readonly component: { readonly purl: string } };
  readonly components: readonly {
    readonly name: string;
    readonly purl: string;
    readonly licenses?: readonly object[];
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  }[];
}

describe('node scripts/sbom.js', () => {
  let folder: string;
  const write = (cwd: string, file: string): string => {
    execFileSync(process.execPath, [join(ROOT, 'scripts/sbom.js'), join(folder, file)], { cwd, stdio: 'ignore' });
    return readFileSync(join(folder, file), 'utf8');
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'copydesk-sbom-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lists what the product is made of, down to what others bring, and nothing of the tests', () => {
    const { metadata, components } = JSON.parse(write(ROOT, 'one.json')) as Bom;
    const { version, dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      version: string;
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    expect(metadata.component.purl).toBe(`pkg:npm/copydesk@${version}`);
    const names = components.map(({ name }) => name);
    // Temporal's and Vite's own, which `npm sbom` does not find.
    expect(names).toEqual(expect.arrayContaining([...Object.keys(dependencies), '@grpc/grpc-js', 'rolldown']));
    expect(names).not.toContain('vitest');
    expect(names).not.toContain('oxlint');
    expect(Object.keys(devDependencies)).toEqual(expect.arrayContaining(['vitest', 'oxlint']));
    expect(
      components.filter(({ hashes }) => hashes?.every(({ content }) => /^[0-9a-f]{40,}$/.test(content)) !== true),
    ).toEqual([]);
    expect(new Set(components.map(({ purl }) => purl)).size).toBe(components.length);
  });

  it('writes the same bytes for the same packages', () => {
    expect(write(ROOT, 'two.json')).toBe(write(ROOT, 'three.json'));
  });

  it('leaves out what was taken away after it was installed, as the build of the image does', () => {
    const app = join(folder, 'app');
    mkdirSync(join(app, 'node_modules/kept'), { recursive: true });
    writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', license: 'MIT' }));
    const entry = { version: '2.0.0', license: '(MIT OR Apache-2.0)', integrity: 'sha512-AAEC' };
    const packages = { 'node_modules/kept': entry, 'node_modules/gone': entry };
    writeFileSync(join(app, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
    expect((JSON.parse(write(app, 'four.json')) as Bom).components).toEqual([
      {
        type: 'library',
        'bom-ref': 'pkg:npm/kept@2.0.0',
        name: 'kept',
        version: '2.0.0',
        purl: 'pkg:npm/kept@2.0.0',
        licenses: [{ expression: '(MIT OR Apache-2.0)' }],
        hashes: [{ alg: 'SHA-512', content: '000102' }],
      },
    ]);
  });
});
