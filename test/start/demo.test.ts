import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, makePlace, type Place } from '../support/place.ts';
import { type ScriptedModel, startScriptedModel } from '../support/scripted-model.ts';

/** Nothing a draft would come to by itself. */
const WISH = 'Mention the harbour of Piombino';

describe('npm start -- --demo', () => {
  let place: Place;
  let model: ScriptedModel;
  const demo = (...decisions: readonly string[]): Promise<Ended> =>
    place.start(['--demo', 'How tides work', ...decisions.flatMap((decision) => ['--decide', decision])]).ended;

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

  it('has a draft changed first, and approves what comes after the last decision', async () => {
    const { code, stdout, stderr } = await demo(`changes:${WISH}`);
    expect(stderr).toMatch(/Request changes.*Draft 2.*Approve.*The article is ready/s);
    expect(stdout).toContain('Piombino');
    expect(code).toBe(0);
  });

  it('prints no article when it is rejected, which is an end as it was wished for', async () => {
    const { code, stdout, stderr } = await demo('reject:"Off topic"');
    expect(stderr).toMatch(/Decided by --decide: Reject/);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });
});
