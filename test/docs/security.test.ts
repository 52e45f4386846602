import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROW = /^\| (\d+\.\d+\.\d+) \| .+ \| `(test\/[^`]+\.test\.ts)`: (.+) \|$/;
const TEXT = readFileSync('docs/security.md', 'utf8');
const [, applying = ''] = TEXT.split('## Requirements that apply');
const lines = (applying.split('## Requirements that do not apply')[0] ?? '')
  .split('\n')
  .filter((line) => /^\| \d/.test(line));

describe('the requirements of docs/security.md', () => {
  it('have each a test', () => {
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.filter((line) => !ROW.test(line))).toEqual([]);
  });

  it.each(lines.map((line) => (ROW.exec(line) ?? []).slice(1)))('%s: is there (%s: %s)', (_, file = '', name = '') => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(`'${name}'`);
  });

  it('are each named once, as applying or not', () => {
    const ids = lines.map((line) => ROW.exec(line)?.[1] ?? '');
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });
});
