import { describe, expect, it } from 'vitest';
import { type Examination, fault, type Finding, ok, runDoctor, skipped, warning } from '../../src/doctor/doctor.ts';
import { createTestScreen, type TestScreen } from './test-screen.ts';

function examination(name: string, finding: Finding): Examination {
  return { name, examine: () => Promise.resolve(finding) };
}

async function run(examinations: readonly Examination[], screen: TestScreen = createTestScreen()): Promise<boolean> {
  const scrub = (text: string): string => text.replaceAll('a-secret', '[redacted]');
  return await runDoctor({
    sections: [{ title: 'Copydesk in Slack', examinations }],
    command: 'npm run doctor -- slack',
    scrub,
    screen,
  });
}

describe('runDoctor', () => {
  it('shows in columns what is in order, what is not, what to do, and what was not looked at', async () => {
    const screen = createTestScreen();
    const isWell = await run(
      [
        examination('Variables', ok('Socket Mode')),
        examination('Bot token', fault('Slack does not know SLACK_BOT_TOKEN', 'Copy it again.')),
        examination('Channels', warning('the bot is in no channel', 'Invite it.')),
        examination('Card', skipped('needs a channel.')),
      ],
      screen,
    );
    expect(isWell).toBe(false);
    expect(screen.shown()).toBe(`
Copydesk in Slack

  ✓ Variables  Socket Mode
  ✗ Bot token  Slack does not know SLACK_BOT_TOKEN
               → Copy it again.
  ! Channels   the bot is in no channel
               → Invite it.
  – Card       not looked at: needs a channel.

One thing does not work (✗). Mend from the top, then run npm run doctor -- slack again.
`);
  });

  it('looks at one thing after another, and shows each before it looks at the next', async () => {
    const screen = createTestScreen();
    const seen: string[] = [];
    const looking = (name: string): Examination => ({
      name,
      examine() {
        seen.push(screen.shown());
        return Promise.resolve(ok(`${name} is fine`));
      },
    });
    await run([looking('first'), looking('second')], screen);
    expect(seen[0]).not.toContain('first is fine');
    expect(seen[1]).toContain('first is fine');
  });

  it('marks every trouble of one thing', async () => {
    const screen = createTestScreen();
    const troubles = [{ what: 'one', wayOut: 'mend one' }, { what: 'two' }, { what: 'three', isMinor: true as const }];
    await run([examination('Card', { kind: 'fault', troubles })], screen);
    expect(screen.shown()).toContain('  ✗ Card  one\n          → mend one\n  ✗       two\n  !       three\n');
  });

  it.each([
    [[ok('a')], true, 'Everything that was looked at is in order.'],
    [[ok('a'), skipped('b')], true, 'Everything that was looked at is in order.'],
    [[warning('a', 'b')], true, 'Nothing is broken; one thing is worth a look (!).'],
    [[warning('a', 'b'), warning('a', 'b')], true, 'Nothing is broken; 2 things are worth a look (!).'],
    [[warning('a', 'b'), fault('a', 'b'), fault('a', 'b')], false, '2 things do not work (✗).'],
  ] as const)('sums up %j', async (findings, isWell, words) => {
    const screen = createTestScreen();
    const examinations = findings.map((finding, index) => examination(`thing ${index}`, finding));
    await expect(run(examinations, screen)).resolves.toBe(isWell);
    expect(screen.shown()).toContain(`\n\n${words}`);
  });

  it('goes on after an examination that broke, and counts it as a fault', async () => {
    const screen = createTestScreen();
    const broken: Examination = { name: 'Card', examine: () => Promise.reject(new TypeError('no such a-secret')) };
    await expect(run([broken, examination('App Home', ok('there'))], screen)).resolves.toBe(false);
    expect(screen.shown()).toContain('✗ Card      could not be looked at (TypeError: no such [redacted])');
    expect(screen.shown()).toContain('✓ App Home  there');
  });

  it('shows no secret, and nothing that moves the cursor, whatever servers say', async () => {
    const screen = createTestScreen();
    const outside = 'a-secret\u001b[2J\r\n\u0007in #general';
    await run(
      [
        examination('A', ok(outside)),
        examination('B', fault(outside, outside)),
        examination('C', warning(outside, outside)),
        examination('D', skipped(outside)),
      ],
      screen,
    );
    expect(screen.shown()).not.toContain('a-secret');
    expect(screen.shown().replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(screen.shown().match(/\[redacted\] \[2J in #general/g)).toHaveLength(6);
  });

  it('breaks lines at the width of the terminal, under their column, and never an address', async () => {
    const address = `https://example.com/${'long/'.repeat(20)}`;
    const screen = createTestScreen({ columns: 60 });
    await run([examination('Card', fault('word '.repeat(30).trim(), `See ${address} for more`))], screen);
    const lines = screen.shown().split('\n').slice(3, -3);
    expect(lines.filter((line) => line.length > 60)).toEqual([`${' '.repeat(12)}${address}`]);
    expect(lines.filter((line) => line.includes('word')).length).toBeGreaterThan(2);
    expect(lines.slice(1).every((line) => line.startsWith(' '.repeat(10)))).toBe(true);
  });

  it('says on a terminal what it is looking at, and writes over that', async () => {
    const screen = createTestScreen({ isLive: true });
    await run([examination('Card', ok('posted'))], screen);
    expect(screen.shown()).toContain('  … Card\r\u001b[2K  ✓ Card  posted\n');
  });
});
