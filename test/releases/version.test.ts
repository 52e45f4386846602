import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COPYDESK_VERSION } from '../../src/lib/version.ts';
import { recordedReleases } from './recorded-releases.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const json = (path: string): unknown => JSON.parse(read(path)) as unknown;

/** What a changelog says of its release at the top: `## 0.3.0 (unreleased)`, `## 0.2.0 (2026-12-01)`. */
function topOf(changelog: string): { readonly version: string; readonly isReleased: boolean } {
  const [, version = '', state = ''] = /^## (\d+\.\d+\.\d+) \((unreleased|\d{4}-\d\d-\d\d)\)$/m.exec(changelog) ?? [];
  return { version, isReleased: state !== 'unreleased' };
}

/** What is at odds, a sentence each. @param kept the versions of which `test/releases` has something */
function oddsOf(version: string, changelog: string, kept: readonly string[]): readonly string[] {
  const top = topOf(changelog);
  const isLater = top.version.localeCompare(version, 'en', { numeric: true }) > 0;
  return [
    ...(top.isReleased && top.version !== version
      ? [`CHANGELOG.md has released ${top.version}, and this is ${version}`]
      : []),
    ...(!top.isReleased && !isLater ? [`CHANGELOG.md has ${top.version} still before it, and this is ${version}`] : []),
    ...(top.isReleased && kept.at(-1) !== version
      ? [`nothing is kept of ${version}: npm run record-release -- ${version}`]
      : []),
    ...(!top.isReleased && kept.includes(top.version)
      ? [`${top.version} is kept, and CHANGELOG.md says unreleased`]
      : []),
  ];
}

describe('the version', () => {
  it('is one in package.json, its lock, the image and the client', () => {
    expect(json('package-lock.json')).toMatchObject({
      version: COPYDESK_VERSION,
      packages: { '': { version: COPYDESK_VERSION } },
    });
    // The image has it as its label (`org.opencontainers.image.version`) and as its tag.
    expect(json('docker-bake.json')).toMatchObject({ variable: { VERSION: { default: COPYDESK_VERSION } } });
    // The client is made of what /openapi.json says, and a test says when it is stale.
    expect(read('examples/client/copydesk.ts')).toContain(`* @version ${COPYDESK_VERSION}\n`);
  });

  it('is that of the changelog, and what is released is kept whole', () => {
    expect(
      oddsOf(
        COPYDESK_VERSION,
        read('CHANGELOG.md'),
        recordedReleases().map(({ version }) => version),
      ),
    ).toEqual([]);
    const parts = [
      'histories',
      'names.json',
      'buttons.json',
      'settings.json',
      'config/workflows.yaml',
      'migrations.json',
    ];
    const files = [...parts, 'openapi.json', 'data.tar.zst', 'backup.tar.gz', 'data.json'];
    const missing = recordedReleases().flatMap(({ folder }) =>
      files.filter((file) => !existsSync(`${folder}/${file}`)),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    ['0.2.0', '## 0.2.0 (2026-12-01)', ['0.2.0'], []],
    ['0.2.0', '## 0.3.0 (unreleased)', ['0.2.0'], []],
    ['0.1.0', '## 0.2.0 (2026-12-01)', ['0.2.0'], ['CHANGELOG.md has released 0.2.0', 'nothing is kept of 0.1.0']],
    ['0.2.0', '## 0.2.0 (unreleased)', [], ['CHANGELOG.md has 0.2.0 still before it']],
    ['0.2.0', '## 0.2.0 (2026-12-01)', [], ['nothing is kept of 0.2.0']],
    ['0.10.0', '## 0.9.0 (unreleased)', ['0.10.0'], ['CHANGELOG.md has 0.9.0 still before it']],
    ['0.1.0', '## 0.2.0 (unreleased)', ['0.2.0'], ['0.2.0 is kept']],
  ])('%s beside “%s” and %j of releases is %j', (version, changelog, kept, odds) => {
    const found = oddsOf(version, changelog, kept);
    expect(found).toEqual(odds.map((words) => expect.stringContaining(words) as unknown));
  });
});
