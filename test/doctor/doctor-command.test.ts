import { describe, expect, it, vi } from 'vitest';
import { fault, type Finding, ok, warning } from '../../src/doctor/doctor.ts';
import { type DoctorCommand, runDoctorCommand } from '../../src/doctor/doctor-command.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { createTestScreen } from './test-screen.ts';

const SECRET = 'very-secret-value';

interface Read {
  readonly secrets: readonly string[];
}

function command(finding: Finding, more: Partial<DoctorCommand<Read>> = {}): DoctorCommand<Read> {
  return {
    platform: 'pigeon',
    title: 'Copydesk by pigeon',
    option: '--roof',
    faultOfValue: (value) => (value === 'none' ? 'must be a roof' : undefined),
    synopsis: '[--roof <name>]',
    explanation: 'Sends a pigeon to that roof.',
    readVariables: () => ({ secrets: [SECRET] }),
    examinations: () => [{ name: 'Pigeon', examine: () => Promise.resolve(finding) }],
    ...more,
  };
}

describe('runDoctorCommand', () => {
  it.each([
    [ok('it flies'), 0],
    [warning('it is tired', 'Feed it.'), 0],
    [fault('it is gone', 'Call it.'), 1],
  ] as const)('ends after %j with %i', async (finding, code) => {
    await expect(runDoctorCommand(command(finding), [], createTestScreen())).resolves.toBe(code);
  });

  it('hands over what was typed', async () => {
    const values: (string | undefined)[] = [];
    const definition = command(ok('it flies'), {
      examinations(_variables, value) {
        values.push(value);
        return [{ name: 'Pigeon', examine: () => Promise.resolve(ok('it flies')) }];
      },
    });
    await runDoctorCommand(definition, ['--roof', 'church'], createTestScreen());
    await runDoctorCommand(definition, [], createTestScreen());
    expect(values).toEqual(['church', undefined]);
  });

  it('shows every fault of the variables with its way out, looks at nothing else, and ends with 2', async () => {
    const screen = createTestScreen();
    const definition = command(ok('it flies'), {
      readVariables() {
        throw new ConfigError([
          { where: 'environment PIGEON', what: 'is not set; take it from the page Basic Information' },
          { where: 'config/workflows.yaml:4:22 roof', what: 'must be a roof' },
        ]);
      },
    });
    await expect(runDoctorCommand(definition, [], screen)).resolves.toBe(2);
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
    const definition = command(ok('it flies'), {
      readVariables() {
        throw new TypeError('a fault of ours');
      },
    });
    await expect(runDoctorCommand(definition, [], createTestScreen())).rejects.toThrow('a fault of ours');
  });

  it('shows none of the secrets', async () => {
    const screen = createTestScreen();
    await runDoctorCommand(command(fault(`${SECRET} and xoxb-1234567890`, SECRET)), [], screen);
    expect(screen.shown()).toContain('[redacted] and [redacted]');
    expect(screen.shown()).not.toContain(SECRET);
  });

  it('explains itself', async () => {
    const screen = createTestScreen();
    await expect(runDoctorCommand(command(ok('it flies')), ['--help'], screen)).resolves.toBe(0);
    expect(screen.shown()).toBe('Usage: npm run doctor -- pigeon [--roof <name>]\nSends a pigeon to that roof.\n');
  });

  it.each([[['--rof', 'church']], [['--roof', 'none']], [['--roof']]])(
    'ends after %j with 2 and the usage',
    async (args) => {
      const screen = createTestScreen();
      const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      try {
        await expect(runDoctorCommand(command(ok('it flies')), args, screen)).resolves.toBe(2);
        expect(stderr.mock.calls.join('')).toContain('Usage: npm run doctor -- pigeon');
      } finally {
        stderr.mockRestore();
      }
      expect(screen.shown()).toBe('');
    },
  );
});
