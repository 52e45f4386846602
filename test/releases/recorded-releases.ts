import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** What was kept of a release when it was declared. */
export interface Release {
  readonly version: string;
  readonly folder: string;
}

/** Each that was, the oldest first. */
export function recordedReleases(): readonly Release[] {
  return readdirSync(HERE)
    .filter((name) => /^\d+\.\d+\.\d+$/.test(name))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((version) => ({ version, folder: join(HERE, version) }));
}
