import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { loadConfig } from '../../src/config/load.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'copydesk-publish-config-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

function faultsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const folder = folderWith(files);
  try {
    loadConfig(folder);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(`${folder}/`, '').split('\n');
    throw error;
  }
  return [];
}

const WORKFLOWS = { 'workflows.yaml': 'article_workflow:\n  max_iterations: 3\n' };
const load = (yaml: string) => loadConfig(folderWith({ ...WORKFLOWS, 'publish.yaml': yaml }));

describe('publish.yaml', () => {
  it('may be left out, and then nothing is published', () => {
    const { publish, article } = loadConfig(folderWith(WORKFLOWS));
    expect(publish).toEqual({ targets: {}, rules: [] });
    expect(article.publish).toBeUndefined();
  });

  it('hands on to articles which of them go where, and to workers the places: drafts, unless it says otherwise', () => {
    const { publish, article } = load(
      'targets:\n  site: { kind: folder, folder: content/posts }\n  news:\n    kind: folder\n    folder: /srv/news\n    mode: publish\n    title: The news\n    languages: [en]\n    channels: [slack:C024BE91L]\n    timeout_seconds: 5\n    retry: { first_seconds: 1, most_seconds: 2, for_minutes: 3 }\n',
    );
    expect(publish.targets).toEqual({
      site: { kind: 'folder', folder: 'content/posts', mode: 'draft' },
      news: { kind: 'folder', folder: '/srv/news', mode: 'publish' },
    });
    expect(article.publish).toEqual([
      { name: 'site', timeoutSeconds: 30, retry: { firstSeconds: 5, mostSeconds: 300, forMinutes: 60 } },
      {
        name: 'news',
        title: 'The news',
        timeoutSeconds: 5,
        retry: { firstSeconds: 1, mostSeconds: 2, forMinutes: 3 },
        languages: ['en'],
        channels: ['slack:C024BE91L'],
      },
    ]);
  });

  it.each([
    [
      'targets:\n  Blog: { kind: folder, folder: x }\n',
      'publish.yaml:2:9 targets.Blog: must be names of at most 30 small letters, digits and dashes, such as blog, is "Blog"',
    ],
    ['targets:\n  blog: { kind: ghots }\n', 'publish.yaml:2:17 targets.blog.kind: must be one of '],
    ['targets:\n  blog: { folder: x }\n', 'publish.yaml:2:9 targets.blog.kind: must be one of '],
    [
      'targets:\n  blog: { kind: folder }\n',
      'publish.yaml:2:9 targets.blog.folder: must be text such as site/content/posts, is empty',
    ],
    [
      'targets:\n  blog: { kind: folder, folder: x, mode: live }\n',
      'publish.yaml:2:42 targets.blog.mode: must be one of draft, publish, is "live"',
    ],
    [
      'targets:\n  blog: { kind: folder, folder: x, langauges: [en] }\n',
      'publish.yaml:2:36 targets.blog.langauges: is not a known key; did you mean languages?',
    ],
    [
      'targets:\n  blog: { kind: folder, folder: x, templates: [] }\n',
      'publish.yaml:2:47 targets.blog.templates: must have an item; without the line nothing is left out',
    ],
    [
      'targets:\n  blog: { kind: folder, folder: x, templates: [nwes] }\n',
      'publish.yaml:2:48 targets.blog.templates[0]: must be ',
    ],
    [
      'targets:\n  blog: { kind: folder, folder: x, timeout_seconds: 0 }\n',
      'publish.yaml:2:53 targets.blog.timeout_seconds: must be between 1 and 600, is 0',
    ],
  ])('says where its fault is: %j', (yaml, fault) => {
    const faults = faultsOf({ ...WORKFLOWS, 'publish.yaml': yaml });
    expect(faults).toHaveLength(1);
    expect(faults[0]?.startsWith(fault) === true ? fault : faults[0]).toBe(fault);
  });

  it('is not read by another name', () => {
    expect(faultsOf({ ...WORKFLOWS, 'publishing.yaml': 'targets: {}\n' })).toEqual([
      'publishing.yaml: is read by nobody; name it publish.yaml',
    ]);
  });
});
