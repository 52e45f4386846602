import { parseArgs } from 'node:util';
import { endCommand, loadCommandSettings, openCommandDatabase, readCommand } from '../../src/process/command.ts';
import { localOperator } from '../../src/process/local-operator.ts';
import { createAuditLog } from '../../src/storage/audit-log.ts';
import { createStyleStore } from '../../src/storage/style-store.ts';
import { listRules, parseRuleName, removeRule } from './rules.ts';

// `npm run style`: what people have adopted for the house style, beside config/style.yaml.
const USAGE = `npm run style -- list              says which rules people have adopted, where, who and when
npm run style -- remove 7k3m…/1    takes one out again, by the name that the list has for it

Ends with 0 when it was done, 1 when there is no such rule or the database did not answer, 2 when something has to be put right first.`;

const asked = readCommand(USAGE, readAsked);
const settings = loadCommandSettings(process.env, ['DATABASE_URL']);

await endCommand(settings, async () => {
  const pool = await openCommandDatabase(settings);
  const options = {
    style: createStyleStore(pool),
    audit: createAuditLog(pool, 'command'),
    by: localOperator(),
    print: (line: string): void => void process.stdout.write(`${line}\n`),
  };
  return asked.kind === 'list' ? await listRules(options) : await removeRule({ ...options, name: asked.name });
});

function readAsked() {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help === true) return { kind: 'help' } as const;
  const [verb = 'list', typed, ...more] = positionals;
  if (verb === 'list' && typed === undefined) return { kind: 'list' } as const;
  const name = verb === 'remove' && more.length === 0 ? parseRuleName(typed ?? '') : undefined;
  if (name === undefined) throw new TypeError('Say list, or remove and the name of a rule as the list has it.');
  return { kind: 'remove', name } as const;
}
