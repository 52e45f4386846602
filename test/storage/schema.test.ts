import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const [up = '', down = ''] = readFileSync('src/storage/migrations/0001_schema.sql', 'utf8').split(
  '-- Down Migration\n',
);

/** `table articles`, `function take_turn`. */
const made = [...up.matchAll(/^create (table|function) (\w+)/gm)].map(([, kind, name]) => `${kind} ${name}`);
const dropped = [...down.matchAll(/^drop (table|function) (\w+)/gm)].map(([, kind, name]) => `${kind} ${name}`);

describe('the schema', () => {
  it('makes nothing twice', () => {
    expect(made.length).toBeGreaterThan(50);
    expect(new Set(made).size).toBe(made.length);
  });

  it('goes back by one line for everything that it makes', () => {
    expect(dropped.toSorted()).toEqual(made.toSorted());
    expect(down.match(/^(?!drop (table \w+ cascade|function \w+);$|--|$).+$/gm)).toBeNull();
  });
});
