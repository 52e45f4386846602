import type { WorkflowBundleError } from '../../worker/workflow-bundle.ts';
import { CONFIG_EXIT_CODE, type ConfigError } from '../config/config-error.ts';
import type { DatabaseRefusedError } from '../storage/migrate.ts';

/** Of errors that another start will not mend. */
const FOR_A_PERSON: Readonly<Record<(ConfigError | DatabaseRefusedError | WorkflowBundleError)['code'], true>> = {
  // Refused tokens and ports that are taken, too.
  'config-invalid': true,
  // Also for tables that are older than the release.
  'database-refused': true,
  'workflow-bundle': true,
};

/** With what a process ends that broke: 2 when only a person can put it right, 1 when another start may help. */
export function exitCodeOf(error: unknown): 1 | typeof CONFIG_EXIT_CODE {
  const isForAPerson = error instanceof Error && 'code' in error && Object.hasOwn(FOR_A_PERSON, String(error.code));
  return isForAPerson ? CONFIG_EXIT_CODE : 1;
}
