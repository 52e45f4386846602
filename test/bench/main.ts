import { parseArgs } from 'node:util';
import { benchApi } from './api.ts';
import { benchArticles } from './articles.ts';
import { withServers } from './bench-servers.ts';
import { benchDecisions } from './decisions.ts';
import { benchLists } from './lists.ts';
import { benchPage } from './page.ts';
import { benchStartUp } from './start-up.ts';
import { benchSlack } from './slack.ts';
import { benchReaders } from './readers.ts';
import { benchVotes } from './votes.ts';
import { benchTelegramLookUps } from './telegram-look-ups.ts';
import { benchTokens } from './tokens.ts';

/** Parts of the benchmark, in order, by the names that they are asked for. */
const PARTS = {
  articles: benchArticles,
  slack: benchSlack,
  api: benchApi,
  decisions: benchDecisions,
  votes: benchVotes,
  lists: benchLists,
  readers: benchReaders,
  'telegram-look-ups': benchTelegramLookUps,
  page: benchPage,
  'start-up': benchStartUp,
} as const;

/** Those that need no servers. */
const COUNTS = { tokens: benchTokens } as const;

const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.filter((name) => !Object.hasOwn({ ...PARTS, ...COUNTS }, name));
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')} in the benchmark. Its parts: ${Object.keys({ ...PARTS, ...COUNTS }).join(', ')}.`,
  );
  process.exit(2);
}
for (const [name, measure] of Object.entries(PARTS))
  if (positionals.length === 0 || positionals.includes(name)) await withServers(measure);
for (const [name, count] of Object.entries(COUNTS))
  if (positionals.length === 0 || positionals.includes(name)) await count();
