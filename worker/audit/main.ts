import { once } from 'node:events';
import { endCommand, loadCommandSettings, openCommandDatabase, readCommand } from '../../src/process/command.ts';
import { createAuditChain } from '../../src/storage/audit-chain.ts';
import { answerAudit } from './answer.ts';
import { readAuditAsked } from './asked.ts';

// `npm run audit`: who did or tried what, and whether anybody has changed what is written of it.
const USAGE = `npm run --silent audit -- export > audit.csv      who did or tried what, when, from where, on which text, by which rule
  --since 2026-11-01 | --since 24h                  from then on
  --until 2026-12-01                                until then
  --format csv | jsonl                              default: csv
npm run audit -- verify                             looks whether a row was changed, removed or slipped in, and prints the head
  --head 12034:9f86d0…                              also whether what had this head is still there

Ends with 0 when it was done, 1 when something is wrong with the audit or no database answers, 2 when something has to be put right first.`;

const asked = readCommand(USAGE, () => readAuditAsked(process.argv.slice(2), new Date()));
const settings = loadCommandSettings(process.env, ['DATABASE_URL']);

await endCommand(
  settings,
  async () =>
    await answerAudit(asked, {
      chain: createAuditChain(await openCommandDatabase(settings)),
      async write(text) {
        if (!process.stdout.write(text)) await once(process.stdout, 'drain');
      },
      tell: (line) => void process.stderr.write(`${line}\n`),
    }),
);
