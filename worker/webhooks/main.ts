import { makeWebhookSecret } from '../../src/lib/webhook-secret.ts';
import { endCommand, loadCommandSettings, openCommandDatabase, readCommand } from '../../src/process/command.ts';
import { localOperator } from '../../src/process/local-operator.ts';
import { createAuditLog } from '../../src/storage/audit-log.ts';
import { createWebhookStore } from '../../src/storage/webhook-store.ts';
import { answer } from './answer.ts';
import { readAsked } from './asked.ts';

// `npm run webhooks`: who is told what happens to articles, and what became of it.
const USAGE = `npm run webhooks -- list                              says who is told, and what is due, delivered, given up
npm run webhooks -- deliveries newsroom               what became of its events, the latest first
  --given-up | --due                                  only those
  --limit 50                                          so many
npm run webhooks -- replay newsroom                   sends once more what was given up
  --since 2026-11-29 | --since 24h                    all since then, delivered or not
  --id msg_3f9a…                                      one event
npm run webhooks -- enable newsroom                   after it said that it is gone
npm run --silent webhooks -- secret                   prints a new secret

Ends with 0 when it was done, 1 when there is no such endpoint, nothing to replay or no database, 2 when something has to be put right first.`;

const asked = readCommand(USAGE, () => readAsked(process.argv.slice(2), new Date()));
if (asked.kind === 'secret') {
  process.stdout.write(`${makeWebhookSecret()}\n`);
  process.exit(0);
}
const settings = loadCommandSettings(process.env, ['DATABASE_URL']);

await endCommand(settings, async () => {
  const pool = await openCommandDatabase(settings);
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  return await answer(asked, {
    store: createWebhookStore(pool),
    audit: createAuditLog(pool, 'command'),
    by: localOperator(),
    print,
  });
});
