import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilGone } from '../../src/local/processes.ts';
import { makePlace, type Place } from '../support/place.ts';
import { type ScriptedModel, startScriptedModel } from '../support/scripted-model.ts';

const CTRL_C = '\u0003';
/** Two at once are one to whoever hears them. */
const BETWEEN_KEYS_MS = 100;

/** One data folder: each test also shows that the one before has left nothing behind that is in the way. */
describe('Ctrl-C', () => {
  let model: ScriptedModel;
  let place: Place;

  beforeAll(async () => {
    model = await startScriptedModel();
    place = await makePlace({ env: { LLM_BASE_URL: model.url } });
  });
  afterAll(async () => {
    await place.remove();
    await model.stop();
  });

  const leftBehind = (): object => ({ servers: place.servers(), isHeld: existsSync(join(place.data, 'holder.json')) });
  const NOTHING = { servers: [], isHeld: false };

  it.each([1, 3])('while the servers are starting ends them, pressed so many times in a row: %d', async (times) => {
    const ann = place.sitDown([]);
    await expect.poll(() => place.servers().length, { interval: 5, timeout: 100_000 }).toBeGreaterThan(0);
    for (let pressed = 0; pressed < times; pressed += 1) {
      ann.type(CTRL_C);
      await sleep(BETWEEN_KEYS_MS);
    }
    expect(await ann.ended).toBe(0);
    expect(leftBehind()).toEqual(NOTHING);
    expect(ann.transcript()).not.toContain('Copydesk is running');
    expect(ann.transcript()).not.toMatch(/Error|at .*\.ts:/);
  });

  it('in the chat ends it with everything that it started, also when it is pressed on and on', async () => {
    const ann = place.sitDown([]);
    await ann.sees('Copydesk is running', 'What should the article be about?');
    for (let pressed = 0; pressed < 4; pressed += 1) {
      ann.type(CTRL_C);
      await sleep(BETWEEN_KEYS_MS);
    }
    expect(await ann.ended).toBe(0);
    expect(leftBehind()).toEqual(NOTHING);
    expect(ann.transcript()).toMatch(/Goodbye.*Everything is stopped/s);
  });

  it('has its equal in a window that is closed', async () => {
    const ann = place.sitDown([]);
    await ann.sees('What should the article be about?');
    const pid = await place.holder();
    ann.hangUp();
    await untilGone(pid);
    expect(leftBehind()).toEqual(NOTHING);
  });
});
