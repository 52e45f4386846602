import { SIGN_IN_PATH } from '../../../src/chat/open-page.ts';
import { CONFIG_EXIT_CODE } from '../../../src/config/config-error.ts';
import type { Variables } from '../../../src/config/environment.ts';
import { endCommand, loadCommandSettings, openCommandDatabase } from '../../../src/process/command.ts';
import { exitOnConfigError } from '../../../src/process/exit-on-config-error.ts';
import { localPerson } from '../../../src/process/local-person.ts';
import { localOperator } from '../../../src/process/local-operator.ts';
import { createAuditLog } from '../../../src/storage/audit-log.ts';
import { createWebLinkStore } from '../../../src/storage/web-link-store.ts';
import { createSessionStore } from './session-store.ts';
import { DEFAULT_PORT, readWebVariables } from '../variables.ts';

// `npm run web -- link` and `npm run web -- sign-out`: who is signed in to the page that runs beside this command.
const USAGE = `npm run web                     serves the page and the API
npm run web -- link             prints an address by which you come to the page, on this machine and once
npm run web -- sign-out WHOM    ends the sessions of somebody, such as slack:T024BE7LH:U024BE7LH, or of all

Ends with 0 when it was done, 1 when the database did not answer, 2 when something has to be put right first.`;

const LINK_MINUTES = 10;

/** @param typed what stands behind `npm run web --` */
export async function runSessionsCommand([verb, whom]: readonly string[], given: Variables): Promise<never> {
  if (!(verb === 'link' && whom === undefined) && !(verb === 'sign-out' && whom !== undefined)) {
    const isHelp = verb === '--help' || verb === '-h';
    (isHelp ? process.stdout : process.stderr).write(`${USAGE}\n`);
    process.exit(isHelp ? 0 : CONFIG_EXIT_CODE);
  }
  const settings = loadCommandSettings(given, ['DATABASE_URL']);
  const web = exitOnConfigError(() => readWebVariables(settings.variables));
  return await endCommand(settings, async () => {
    const pool = await openCommandDatabase(settings);
    const audit = createAuditLog(pool, 'command');
    if (whom === undefined) {
      const code = await createWebLinkStore(pool).offer({ person: localPerson(), cameBy: 'machine' }, LINK_MINUTES);
      await audit.note({ act: 'sign-in-link', by: localOperator() });
      process.stdout.write(`http://127.0.0.1:${web.port ?? DEFAULT_PORT}${SIGN_IN_PATH}#${code}\n`);
    } else {
      const ended = await createSessionStore(pool, settings.config.web.sessions).endAll(
        whom === 'all' ? undefined : whom,
      );
      await audit.note({ act: 'sign-out', by: localOperator(), about: `person:${whom}` });
      process.stdout.write(`${ended} ended\n`);
    }
    return 0;
  });
}
