// Runs the chat as a process of its own, for a test that holds the other end of its terminal. Arguments: database address, folder for
// articles, editor command, name of the scene.
import pg from 'pg';
import { runTerminalChat } from '../../../bots/terminal/listeners/app.ts';
import { createTerminalMessenger } from '../../../bots/terminal/messenger/messenger.ts';
import { createTerminalStore } from '../../../bots/terminal/connect/terminal-store.ts';
import { createPeopleStore } from '../../../src/storage/people-store.ts';
import { createScheduleStore } from '../../../src/storage/schedule-store.ts';
import { createReminderStore } from '../../../src/storage/reminder-store.ts';
import { deskOf } from './desk-of.ts';
import { SCENES, type SceneName } from './scenes.ts';
import { createScriptedDesk } from './scripted-desk.ts';

const [databaseUrl = '', articlesFolder = '', editor = '', name = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl });
const store = createTerminalStore(pool);
const { language, script } = SCENES[name as SceneName];
const desk = createScriptedDesk(createTerminalMessenger(store), script);
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

await runTerminalChat({
  desk: deskOf(desk.gateway),
  store,
  people: createPeopleStore(pool),
  schedules: createScheduleStore(pool),
  reminders: createReminderStore(pool),
  language,
  actor: { platform: 'terminal', userId: 'ann', displayName: language === 'ru' ? 'Аня' : 'Ann', groups: [] },
  articlesFolder,
  input: process.stdin,
  output: process.stdout,
  ...(editor !== '' && { editor }),
  signal: stop.signal,
});
await pool.end();
for (const complaint of desk.complaints) console.error(complaint);
console.log(
  `HOST: ${desk.left()} scenes left, ${desk.complaints.length} complaints, ${new Set(desk.decisionIds).size} decisions`,
);
