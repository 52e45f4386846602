/** One thing that is wrong: where, what, and the way out. */
export interface ConfigFault {
  /** `config/workflows.yaml:4:22 article_workflow.quality_threshold`, `environment DATABASE_URL`. */
  readonly where: string;
  /** `must be between 0 and 10, is 80`. Never the value of a secret. */
  readonly what: string;
}

/** The configuration cannot be used. `message` lists every fault of every file, one a line; mains end with {@link CONFIG_EXIT_CODE}. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'config-invalid';
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    super(faults.map(({ where, what }) => `${where}: ${what}`).join('\n'));
    this.faults = faults;
  }
}

/** Tells a supervisor that starting again will not help. */
export const CONFIG_EXIT_CODE = 2;
