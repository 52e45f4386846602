import { describe, expect, it, vi } from 'vitest';
import { fault, type Finding, ok, warning } from '../../src/doctor/doctor.ts';
import { type DoctorSection, type DoctorSections, isSetBy, runDoctorCommand } from '../../src/doctor/doctor-command.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { createTestScreen } from './test-screen.ts';

const SECRET = 'very-secret-value';

function section(finding: Finding, more: Partial<DoctorSection> = {}): DoctorSection {
  return {
    name: 'Pigeon',
    title: 'Copydesk by pigeon',
    explanation: 'Sends a pigeon to that roof.',
    option: {
      name: '--roof',
      synopsis: '[--roof <name>]',
      faultOfValue: (value) => (value === 'none' ? 'must be a roof' : undefined),
    },
    isSet: () => true,
    howToSet: 'PIGEON is not set. Buy one.',
    open: () => ({
      secrets: [SECRET],
      examinations: () => [{ name: 'Pigeon', examine: () => Promise.resolve(finding) }],
    }),
    ...more,
  };
}

const pigeon = (finding: Finding, more: Partial<DoctorSection> = {}): DoctorSections => ({
  pigeon: () => Promise.resolve(section(finding, more)),
});

const run = (sections: DoctorSections, args: readonly string[], screen = createTestScreen()): Promise<number> =>
  runDoctorCommand(sections, args, {}, screen);

function faultyVariables(): never {
  throw new ConfigError([
    { where: 'environment PIGEON', what: 'is not set; take it from the page Basic Information' },
    { where: 'config/workflows.yaml:4:22 roof', what: 'must be a roof' },
  ]);
}

describe('runDoctorCommand', () => {
  it.each([
    [ok('it flies'), 0],
    [warning('it is tired', 'Feed it.'), 0],
    [fault('it is gone', 'Call it.'), 1],
  ] as const)('ends after %j with %i', async (finding, code) => {
    await expect(run(pigeon(finding), ['pigeon'])).resolves.toBe(code);
    await expect(run(pigeon(finding), [])).resolves.toBe(code);
  });

  it('hands over what was typed, and closes what it opened', async () => {
    const values: (string | undefined)[] = [];
    let closed = 0;
    const sections = pigeon(ok('it flies'), {
      open: () => ({
        secrets: [],
        examinations(value) {
          values.push(value);
          return [{ name: 'Pigeon', examine: () => Promise.resolve(ok('it flies')) }];
        },
        close() {
          closed += 1;
          return Promise.resolve();
        },
      }),
    });
    await run(sections, ['pigeon', '--roof', 'church']);
    await run(sections, ['pigeon']);
    expect(values).toEqual(['church', undefined]);
    expect(closed).toBe(2);
  });

  it('shows every fault of the variables with its way out, looks at nothing else, and ends with 2', async () => {
    const screen = createTestScreen();
    await expect(run(pigeon(ok('it flies'), { open: faultyVariables }), ['pigeon'], screen)).resolves.toBe(2);
    expect(screen.shown()).toContain(
      [
        '  ✗ Variables  PIGEON is not set',
        '               → Take it from the page Basic Information.',
        '  ✗            config/workflows.yaml:4:22 roof must be a roof',
      ].join('\n'),
    );
    expect(screen.shown()).not.toContain('it flies');
  });

  it('does not hide what is no fault of the variables', async () => {
    const sections = pigeon(ok('it flies'), {
      open() {
        throw new TypeError('a fault of ours');
      },
    });
    await expect(run(sections, ['pigeon'])).rejects.toThrow('a fault of ours');
  });

  it('shows none of the secrets', async () => {
    const screen = createTestScreen();
    await run(pigeon(fault(`${SECRET} and xoxb-1234567890`, SECRET)), ['pigeon'], screen);
    expect(screen.shown()).toContain('[redacted] and [redacted]');
    expect(screen.shown()).not.toContain(SECRET);
  });

  it('explains itself', async () => {
    const screen = createTestScreen();
    await expect(run(pigeon(ok('it flies')), ['pigeon', '--help'], screen)).resolves.toBe(0);
    expect(screen.shown()).toBe('Usage: npm run doctor -- pigeon [--roof <name>]\nSends a pigeon to that roof.\n');
    const all = createTestScreen();
    await expect(run(pigeon(ok('it flies')), ['--help'], all)).resolves.toBe(0);
    expect(all.shown()).toBe(`Usage:
  npm run doctor
      Looks at everything that is configured, and says what to mend.
  npm run doctor -- pigeon [--roof <name>]
      Sends a pigeon to that roof.
`);
  });

  it.each([
    [['pigeon', '--rof', 'church'], '--rof is not known.\nUsage: npm run doctor -- pigeon'],
    [['pigeon', '--roof', 'none'], '--roof must be a roof.\nUsage: npm run doctor -- pigeon'],
    [['pigeon', '--roof'], '--roof needs a value.\nUsage: npm run doctor -- pigeon'],
    [['dove'], 'dove is not known.\nUsage:\n  npm run doctor\n'],
    [['--roof', 'church'], '--roof is not known.\nUsage:\n  npm run doctor\n'],
    [['constructor'], 'constructor is not known.\nUsage:\n  npm run doctor\n'],
  ])('ends after %j with 2 and the usage', async (args, said) => {
    const screen = createTestScreen();
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      await expect(run(pigeon(ok('it flies')), args, screen)).resolves.toBe(2);
      expect(stderr.mock.calls.join('')).toContain(said);
    } finally {
      stderr.mockRestore();
    }
    expect(screen.shown()).toBe('');
  });

  describe('without a word', () => {
    it('examines all that is set, says of the rest how to set it, and sums up once', async () => {
      const screen = createTestScreen();
      const sections: DoctorSections = {
        ...pigeon(warning('it is tired', 'Feed it.')),
        owl: () => Promise.resolve(section(ok('it sees'), { name: 'Owl', title: 'Copydesk by owl' })),
        raven: () =>
          Promise.resolve(
            section(ok('it croaks'), { name: 'Raven', isSet: () => false, howToSet: 'RAVEN is not set. Ask Odin.' }),
          ),
      };
      await expect(run(sections, [], screen)).resolves.toBe(0);
      expect(screen.shown()).toBe(`
Copydesk by pigeon

  ! Pigeon  it is tired
            → Feed it.

Copydesk by owl

  ✓ Pigeon  it sees

Not configured

  – Raven   not looked at: RAVEN is not set. Ask Odin.

Nothing is broken; one thing is worth a look (!).
`);
    });

    it('goes on after faults of some variables, and ends with 2', async () => {
      const screen = createTestScreen();
      const sections = { owl: pigeon(ok('it sees'), { open: faultyVariables })['pigeon'], ...pigeon(ok('it flies')) };
      await expect(run(sections as DoctorSections, [], screen)).resolves.toBe(2);
      expect(screen.shown()).toContain('✗ Variables  PIGEON is not set');
      expect(screen.shown()).toContain('✓ Pigeon     it flies');
      expect(screen.shown()).toContain('then run npm run doctor again');
    });
  });
});

describe('isSetBy', () => {
  it('takes faulty variables for set ones, and hides no fault of ours', () => {
    expect(isSetBy(() => ({}))).toBe(true);
    expect(isSetBy(() => undefined)).toBe(false);
    expect(isSetBy(faultyVariables)).toBe(true);
    expect(() =>
      isSetBy(() => {
        throw new TypeError('a fault of ours');
      }),
    ).toThrow('a fault of ours');
  });
});
