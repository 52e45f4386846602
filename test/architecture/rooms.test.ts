import { globSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** What lies at the top of every platform's folder. */
const DOORS = ['dependencies.ts', 'main.ts', 'platform.ts', 'variables.ts'];
const ROOMS = ['connect', 'listeners', 'messenger', 'render'];
/** What a platform may have beside them: other files than code, and rooms that not every one needs. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  slack: ['doctor', 'manifest.yaml'],
  telegram: ['doctor'],
  // Nobody has to set anything for it, and it draws a screen of its own.
  terminal: ['ui'],
  // What runs in a browser.
  web: ['page', 'tokens'],
};
/** It has no variables of its own. */
const WITHOUT_VARIABLES = ['terminal'];

describe.each(readdirSync('bots'))('bots/%s', (platform) => {
  it('has the doors and the rooms that every platform has', () => {
    const doors = DOORS.filter((door) => door !== 'variables.ts' || !WITHOUT_VARIABLES.includes(platform));
    expect(readdirSync(`bots/${platform}`).toSorted()).toEqual(
      [...doors, ...ROOMS, ...(ALSO[platform] ?? [])].toSorted(),
    );
  });

  it('is repeated by its tests', () => {
    const tests = globSync(`test/bots/${platform}/*/**/*.test.ts`);
    expect(tests.length).toBeGreaterThan(5);
    const rooms = readdirSync(`bots/${platform}`);
    expect(tests.map((path) => path.split('/')[3]).filter((room) => !rooms.includes(room ?? ''))).toEqual([]);
  });
});
