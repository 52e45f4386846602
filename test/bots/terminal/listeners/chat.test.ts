import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { TestDatabase } from '../../../support/database.ts';
import { createMigratedDatabase } from '../../../support/use-database.ts';
import { Person } from '../../../support/person.ts';
import type { SceneName } from '../scenes.ts';

const HOST = fileURLToPath(new URL('../chat-host.ts', import.meta.url));
const ENTER = '\r';
const DOWN = '\u001b[B';
const ESC = '\u001b';
const CTRL_C = '\u0003';
describe('the terminal chat', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let folder: string;
  const people: Person[] = [];

  beforeAll(async () => {
    database = await createMigratedDatabase(inject('postgresUrl'));
    pool = new pg.Pool({ connectionString: database.url });
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  beforeEach(async () => {
    await pool.query('truncate terminal_messages');
    folder = await mkdtemp(join(tmpdir(), 'copydesk-test-chat-'));
  });

  afterEach(async () => {
    for (const person of people.splice(0)) person.kill();
    await rm(folder, { recursive: true, force: true });
  });

  function sitDown(
    scene: SceneName,
    { editor = '', columns = 80, env = {} }: { editor?: string; columns?: number; env?: Record<string, string> } = {},
  ): Person {
    const person = new Person({
      command: process.execPath,
      args: [HOST, database.url, join(folder, 'articles'), editor, scene],
      env: { PATH: '/usr/bin:/bin', HOME: folder, ...env },
      columns,
    });
    people.push(person);
    return person;
  }

  const COMPLETE = 'HOST: 0 scenes left, 0 complaints';

  it('goes from a topic to a saved article', async () => {
    const person = sitDown('approve');
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    await person.sees(
      'On it: How tides work (article 7k3m9x2c4p0qrstv)',
      '── Draft 1',
      'Twice a day',
      '6.1 of 10',
      '── Draft 2',
      'more lines: press r',
      '7.4 of 10',
      'Fact check of draft 2',
      'Please decide on draft 3',
      '● Approve',
    );
    await person.answer(ENTER);
    await person.sees(
      '✓ Approved',
      'The article is ready: How tides work',
      'Saved to',
      'how-tides-work.md',
      'Read it all',
    );
    person.type('r');
    await person.sees('lines 1–29 of 34', 'Space or Enter');
    person.type(' ');
    await person.sees('Tidal power stations', 'end of text');
    person.type('q');
    await person.sees('What should the article be about?');
    person.type(`/quit${ENTER}`);
    await person.sees('Goodbye', COMPLETE);
    expect(await person.ended).toBe(0);
    expect((await readdir(join(folder, 'articles'))).toSorted()).toEqual([
      'how-tides-work.md',
      'how-tides-work.receipt.json',
    ]);
  });

  it('offers what the editor had proposed when an article is delivered, and enters the edition that has it', async () => {
    const person = sitDown('takeOver');
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    await person.sees(
      'Proposed by the editor, not carried out',
      '1. It',
      'Saved to',
      'Read it all',
      'Take over proposal 1',
    );
    await person.answer(`${DOWN}${ENTER}`);
    const said = person.sees(
      'Edition 2 has the editor’s sentence and is up for decision',
      'One sentence is as the editor proposed',
    );
    await expect(said).resolves.toBeUndefined();
  });

  it('offers the languages into which a delivered article is translated, and shows the original at the gate', async () => {
    const person = sitDown('translate');
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    await person.sees('The article is ready: How tides work', 'Translate: German', 'Translate: Russian');
    await person.answer(`${DOWN}${ENTER}`);
    await person.sees('On it: How tides work, into German', 'Translation: English → German', 'Read original');
    await person.answer(`${DOWN.repeat(5)}${ENTER}`);
    const said = person.sees('Original: “Отчего бывают приливы”', 'Луна притягивает воду.');
    await expect(said).resolves.toBeUndefined();
  });

  it('says of a short one how it is translated, and holds nobody up', async () => {
    const person = sitDown('short');
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    const said = person.sees('Saved to', 'In another language: /translate German', 'What should the article be about?');
    await expect(said).resolves.toBeUndefined();
  });

  it('brings an earlier draft back from the menu of a gate', async () => {
    const person = sitDown('bringBack');
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    await person.sees(
      'Please decide on draft 4',

      'Draft 2 was brought back: this is its text.',
      'Back to the draft before',
    );
    await person.answer(`${DOWN.repeat(5)}${ENTER}`);
    const said = person.sees(
      'The earlier text is up for decision again',
      'Please decide on draft 3',
      'The score reached',
    );
    await expect(said).resolves.toBeUndefined();
  });

  it('offers what edits suggest for the house style, when the article is ready', async () => {
    const person = sitDown('styleRule');
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    await person.sees('The article is ready: How tides work', 'Go on');
    await person.answer(`${DOWN}${ENTER}`);
    await person.sees('Always “e-mail”, not “email”', 'Not now');
    await person.answer(ENTER);
    const said = person.sees('Adopted by Ann: from now on it is spelled “e-mail” here.');
    await expect(said).resolves.toBeUndefined();
  });

  it('lets a person leave an article and come back in another process', async () => {
    const ann = sitDown('begin');
    await ann.sees('What should the article be about?');
    ann.type(`How tides work${ENTER}`);
    await ann.sees('Fact check of draft 2', 'The critic is reading · 2/10 · 6.1', 'q leave');
    ann.type('q');
    await ann.sees('You left “How tides work”', 'What should the article be about?');
    ann.type(CTRL_C);
    await ann.sees('Goodbye', COMPLETE);
    expect(await ann.ended).toBe(0);

    const back = sitDown('comeBack');
    await back.sees('1 article is under way', '● How tides work');
    back.type(ENTER);
    await back.sees(
      'Entering “How tides work”',
      '· Draft 1',
      '· Critique of draft 1: 6.1',
      '── Draft 2',
      'Fact check of draft 2',
      'm menu',
    );
    back.type('m');
    await back.sees('What about draft 2?', '● Approve');
    back.type(`${DOWN}${ENTER}`);
    await back.sees('What should change?');
    back.type(`More about the Sun${ENTER}`);
    await back.sees('This was not taken', 'Try again');
    back.type(ENTER);
    await back.sees('The next draft will take your comment into account', 'The article is ready', 'Go on');
    back.type(CTRL_C);
    // Both attempts were the same act.
    await back.sees(`${COMPLETE}, 1 decisions`);
  });

  it('takes a text that the person edited', async () => {
    const editor = join(folder, 'editor.sh');
    await writeFile(editor, '#!/bin/sh\n');
    await chmod(editor, 0o755);
    const person = sitDown('edit', { editor });
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    await person.sees('● Approve');
    await person.answer(`${DOWN}${DOWN}${ENTER}`);
    await person.sees('Opening', 'The text is the same as before', '● Approve');
    await writeFile(editor, '#!/bin/sh\n: > "$1"\n');
    await person.answer(`${DOWN}${DOWN}${ENTER}`);
    await person.sees('The text is empty', '● Approve');
    await writeFile(editor, '#!/bin/sh\nhead -c 100001 /dev/zero | tr "\\0" x > "$1"\n');
    await person.answer(`${DOWN}${DOWN}${ENTER}`);
    await person.sees('100,001 characters, and 100,000 is the most', '● Approve');
    await writeFile(editor, '#!/bin/sh\necho "A person wrote this." > "$1"\n');
    await person.answer(`${DOWN}${DOWN}${ENTER}`);
    await person.sees('Your text is the new draft', 'The article is ready');
    person.type(CTRL_C);
    await person.sees(COMPLETE);
    expect(await person.ended).toBe(0);
  });

  it('offers what the desk lets this person do at the gate, and asks for no words that would not count', async () => {
    const person = sitDown('atGate');
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    await person.sees('● Approve');
    await person.answer(ESC);
    await person.sees('m menu');
    person.type('m');
    await person.sees(
      'What about draft 3?',
      '● Approve',
      '○ Pause',
      '○ Finish with the best draft',
      '○ Cancel the article',
    );
    await person.answer(`${DOWN}${ENTER}`);
    await person.sees('This article is over: it has been delivered', 'm menu');
    expect(person.transcript()).not.toContain('What should change?');
    person.type(CTRL_C);
    await person.sees(COMPLETE);
  });

  it('asks in what language to write where that is a guess', async () => {
    const person = sitDown('language');
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    await person.sees(
      'In what language is the article to be?',
      '● Italian',
      '○ Portuguese',
      '○ English',
      '○ Another one',
    );
    await person.answer(`${DOWN.repeat(3)}${ENTER}`);
    await person.sees('The language, as a tag');
    person.type(`dutch!${ENTER}`);
    await person.sees('dutch!');
    person.type(`\u0015nl${ENTER}`);
    await person.sees('The article will be in that language', 'Draft 1', 'm menu');
    person.type(CTRL_C);
    await person.sees(COMPLETE);
    expect(await person.ended).toBe(0);
  });

  it('offers another version at the gate', async () => {
    const person = sitDown('another');
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    await person.sees('● Approve', '○ Another version');
    await person.answer(`${DOWN.repeat(6)}${ENTER}`);
    await person.sees('Another version is being written from the beginning');
    person.type(CTRL_C);
    await person.sees(COMPLETE);
    expect(await person.ended).toBe(0);
  });

  it('offers a way out of a failure, in Russian and without colour on a narrow screen', async () => {
    const person = sitDown('failure', { columns: 60, env: { NO_COLOR: '1' } });
    await person.sees('О чём написать статью?');
    person.type(`Как устроены приливы${ENTER}`);
    await person.sees(
      'Не удалось написать черновик',
      'Что делаем дальше?',
      '● Повторить',
      '○ Закончить на лучшем черновике',
      '○ Отменить статью',
    );
    await person.answer(ENTER);
    await person.sees('Пробуем ещё раз', 'Черновик 2', 'm — меню');
    // oxlint-disable-next-line no-control-regex -- colours, bold, dim and underlined
    expect(person.transcript()).not.toMatch(/\u001b\[(?:3[0-8]|9\d|1|2|4)m/);
    person.type('й');
    await person.sees('Вы вышли из');
    person.type(CTRL_C);
    await person.sees(COMPLETE);
  });

  it('asks whether more may be spent where a budget is spent, and goes on', async () => {
    const person = sitDown('budget', { columns: 80 });
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    await person.sees(
      'budget for the articles of Ann is spent',
      '$2.03 of $2.00 is spent',
      'What would you like to do?',
      '● Continue, spend more',
      '○ Finish with the best draft',
      '○ Cancel the article',
    );
    await person.answer(ENTER);
    await person.sees('The budget is raised, and the article goes on.', 'Draft 2', 'm menu');
    person.type(CTRL_C);
    await person.sees(COMPLETE);
    expect(await person.ended).toBe(0);
  });

  it('obeys commands, and loses no topic that could not be handed over', async () => {
    const person = sitDown('commands', { columns: 60 });
    await person.sees('What should the article be about?');
    person.type(`/lsit${ENTER}`);
    await person.sees('Did you mean /list?', 'What should the article be about?');
    person.type(ENTER);
    await person.sees(
      'Your articles',
      '7k3m9x2c4p0qrstv How tides work',
      'Waiting for a decision',
      '0123456789 A topic that is',
      '…',
      'What should',
    );
    person.type(`/costs${ENTER}`);
    await person.sees(
      'Today: nothing',
      'This month: $0.34, 14 model calls, of which 12 without a known price',
      '$0.34, 2 model calls · Waiting',
      'What should',
    );
    person.type(`/status 7K3M9X2C4P0QRSTV${ENTER}`);
    await person.sees('Article: How tides work', 'Scores: 6.1 → 7.4 → 8.2', 'What should');
    person.type(`/open 0000000000000000${ENTER}`);
    await person.sees('There is no article 0000000000000000', 'What should');
    person.type(`/cancel 7k3m9x2c4p0qrstv${ENTER}`);
    await person.sees('Stop “How tides work” for good?', '● No');
    person.type(`${DOWN}${ENTER}`);
    await person.sees('This article is over: it has been delivered', 'What should');
    person.type(`${'x'.repeat(301)}${ENTER}`);
    await person.sees('301 characters');
    person.type(`\u0015\u001b[200~Why is\nthe sky blue?\u001b[201~${ENTER}`);
    await person.sees('This was not taken', 'Try again');
    person.type(ESC);
    await person.sees('What should the article be about?', 'Why is the sky blue?');
    person.type(CTRL_C);
    await person.sees(COMPLETE);
    expect(await person.ended).toBe(0);
  });

  it('gives the terminal back as it was', async () => {
    const person = sitDown('begin');
    await person.sees('What should the article be about?');
    person.type(`How tides work${ENTER}`);
    await person.sees('q leave');
    person.type(CTRL_C);
    expect(await person.ended).toBe(0);
    const shown = person.transcript();
    expect(shown.lastIndexOf('\u001b[?25h')).toBeGreaterThan(shown.lastIndexOf('\u001b[?25l'));
    expect(shown.lastIndexOf('\u001b[?2004l')).toBeGreaterThan(shown.lastIndexOf('\u001b[?2004h'));
  });
});
