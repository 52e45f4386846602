import { CONFIG_EXIT_CODE, ConfigError } from '../config/config-error.ts';

/** Ends the process with exit code 2 and the list of faults on stderr when the configuration cannot be used; other errors pass. */
export function exitOnConfigError<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
