import { mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whereNamed } from '../../src/config/where-named.ts';
import { makeTestFolder } from '../support/test-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await makeTestFolder();
  mkdirSync(join(folder, 'templates'));
  writeFileSync(
    join(folder, 'workflows.yaml'),
    `article_workflow:
  approval:
    approvers: [requester, "slack:T1:U1", telegram:77]
    # slack:T1:U1 was one, too
    quorum: 2 # not slack:T1:U1
`,
  );
  writeFileSync(join(folder, 'templates', 'how-to.yaml'), 'approvers:\n  - slack:T1:U1\n  - slack:T1:U10\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('people whom settings name', () => {
  it('are found with file and line, and by nobody else’s key', () => {
    expect(whereNamed(folder, ['slack:T1:U1', 'telegram:7'])).toEqual([
      `${join(folder, 'templates/how-to.yaml')}:2 slack:T1:U1`,
      `${join(folder, 'workflows.yaml')}:3 slack:T1:U1`,
    ]);
  });

  it('are nowhere when they are not', () => {
    expect(whereNamed(folder, ['slack:T1:U2'])).toEqual([]);
  });
});
