import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebDesk, type WebDesk } from '../support/web-desk.ts';
import { apiBreaks, type ApiDescription } from './breaks/api-breaks.ts';
import { recordedReleases } from './recorded-releases.ts';

let desk: WebDesk;
let today: ApiDescription;
beforeAll(async () => {
  desk = await openWebDesk();
  today = (await (await fetch(new URL('/openapi.json', desk.url))).json()) as ApiDescription;
});
afterAll(() => desk.close());

describe('the API', () => {
  it('breaks nothing that a release has described', () => {
    const found = recordedReleases().map(({ version, folder }) => {
      const before = JSON.parse(readFileSync(join(folder, 'openapi.json'), 'utf8')) as ApiDescription;
      return [version, apiBreaks(before, today)];
    });
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(recordedReleases().map(({ version }) => [version, []])),
    );
    expect(apiBreaks(today, structuredClone(today))).toEqual([]);
  });

  it.each([
    ['an operation', (paths: Loose) => delete paths['/articles/{articleId}/decisions'], /POST \S+decisions is gone/],
    [
      'a field of an article',
      (_: Loose, schemas: Loose) => delete schemas['Article']?.properties['gate'],
      /200.gate is gone/,
    ],
    [
      'a kind of decision',
      (_: Loose, schemas: Loose) => schemas['Decision']?.oneOf.pop(),
      /never object with kind bring-back/,
    ],
    [
      'a field of an order',
      (_: Loose, schemas: Loose) => delete schemas['ArticleOrder']?.properties['tone'],
      /POST \/articles body.tone is gone/,
    ],
    [
      'a stage',
      (_: Loose, schemas: Loose) => schemas['Article']?.properties['stage']?.enum?.pop(),
      /stage has no "\w+" any more/,
    ],
  ])('is held to it: without %s it would', (_, change, sentence) => {
    const after = structuredClone(today) as unknown as { paths: Loose; components: { schemas: Loose } };
    change(after.paths, after.components.schemas);
    expect(apiBreaks(today, after as unknown as ApiDescription).join('\n')).toMatch(sentence);
  });
});

interface Part {
  readonly properties: Record<string, { readonly enum?: string[] }>;
  readonly oneOf: unknown[];
}
type Loose = Record<string, Part>;
