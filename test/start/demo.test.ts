import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, makePlace, type Place } from '../support/place.ts';
import { type ScriptedModel, startScriptedModel } from '../support/scripted-model.ts';

/** Nothing a draft would come to by itself. */
const WISH = 'Mention the harbour of Piombino';

describe('npm start -- --demo', () => {
  let place: Place;
  let model: ScriptedModel;
  const demo = (decision: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    place.start(['--demo', 'How tides work', '--decide', decision], { env }).ended;

  beforeAll(async () => {
    model = await startScriptedModel();
    place = await makePlace({ env: { LLM_BASE_URL: model.url } });
    await place.configure('workflows.yaml', 'quality_threshold: 8.0', 'quality_threshold: 5.0');
  });
  afterAll(async () => {
    await place.remove();
    await model.stop();
  });

  it('prints the approved article on standard output and nothing else', async () => {
    const { code, stdout, stderr } = await demo('approve');
    expect(stderr).toMatch(/On it: How tides work.*Draft 1.*Decided by --decide: Approve.*The article is ready/s);
    expect(stdout).toMatch(/^# How tides work.*[^\n]\n$/s);
    const progress = new Set(stderr.split('\n').filter((line) => line !== ''));
    expect(stdout.split('\n').filter((line) => progress.has(line))).toEqual([]);
    expect(code).toBe(0);
    expect(place.servers()).toEqual([]);
  });

  it('writes the trace of what it did where it says at its end', async () => {
    const { code, stderr } = await place.start(['--observe', '--demo', 'How tides work', '--decide', 'approve']).ended;
    const file = /^Traces: (.+\.txt)$/m.exec(stderr)?.[1] ?? '';
    // On a busy machine the order is insisted on, and then it is one that was held.
    expect(await readFile(file, 'utf8')).toMatch(
      /^article \w{16} · trace \w{32} · .*bot terminal · start(?:Held)? · started.*model writer · .* tokens · .*terminal post · final/s,
    );
    expect(code).toBe(0);
  });

  it('has a draft changed first, and approves what comes after the last decision', async () => {
    const { code, stdout, stderr } = await demo(`changes:${WISH}`);
    expect(stderr).toMatch(/Request changes.*Draft 2.*Approve.*The article is ready/s);
    expect(stdout).toContain('Piombino');
    expect(code).toBe(0);
  });

  describe('with a rejection, where another Temporal server is spoken of but not selected', () => {
    let rejected: Ended;
    beforeAll(async () => {
      const profiles = join(place.folder, '.config', 'temporalio');
      await mkdir(profiles, { recursive: true });
      await writeFile(join(profiles, 'temporal.toml'), '[profile.default]\naddress = "127.0.0.1:1"\nnamespace = "a"\n');
      rejected = await demo('reject:"Off topic"', { TEMPORAL_NAMESPACE: 'elsewhere', TEMPORAL_TLS: 'true' });
    });

    it('prints no article, which is an end as it was wished for', () => {
      expect(rejected.stderr).toContain('Decided by --decide: Reject');
      expect(rejected).toMatchObject({ code: 0, stdout: '' });
    });

    it('uses its own server, and says which variables it does not use', () => {
      expect(rejected.stderr).toMatch(/because TEMPORAL_ADDRESS is not set: TEMPORAL_NAMESPACE, TEMPORAL_TLS\n/);
    });
  });

  it('gives the worker beside its own server no version, also where the settings are those of a place with versions', async () => {
    await place.configure('copydesk.yaml', 'enabled: false\n    deployment', 'enabled: true\n    deployment');
    const { code, stderr } = await demo('approve');
    expect(stderr).toMatch(/because TEMPORAL_ADDRESS is not set: worker\.versioning\n.*The article is ready/s);
    expect(code).toBe(0);
  });

  it('tells what it waits for, and is no success when it is ended before there is an article', async () => {
    const nobody = '127.0.0.1:1';
    const env = { TEMPORAL_ADDRESS: nobody, DATABASE_URL: `postgres://${nobody}/copydesk` };
    const waiting = place.start(['--demo', 'How tides work'], { env });
    await waiting.says(/Waiting for PostgreSQL/);
    const { code, stdout, stderr } = await waiting.end('SIGTERM');
    // As a shell says it: 128 and the number of the signal.
    expect({ code, stdout }).toEqual({ code: 143, stdout: '' });
    // Temporal's turn comes when the tables are up to date.
    expect(stderr.trim()).toBe('Waiting for PostgreSQL');
  });
});
