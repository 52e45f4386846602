import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorKey } from '../../src/protocol/actor.ts';
import { WEB_ANN, WEB_BEN } from '../support/web-desk.ts';
import { expectNoViolations } from './expect-no-violations.ts';
import { openPageDesk, type PageDesk } from './page-desk.ts';

let desk: PageDesk;
beforeAll(async () => {
  desk = await openPageDesk({
    config: (config) => ({
      ...config,
      orders: { ...config.orders, defaults: { tone: 'dry, with a wink', mustAvoid: ['hype'] } },
    }),
  });
});
afterAll(() => desk.close());

const articlesAbout = async (topic: string) => {
  const { rows } = await desk.newsroom.pool.query<{ readonly request: Readonly<Record<string, unknown>> }>(
    'select request from articles where topic = $1',
    [topic],
  );
  return rows.map(({ request }) => request);
};

describe('the form for an article', () => {
  it('has an article begin with all that was typed, chosen and dropped', async () => {
    const page = await desk.visit(WEB_ANN, '/new');
    await page.getByLabel('What should it be about?').fill('How tides work');
    await page.getByLabel('What kind of text?').selectOption('Explainer');
    await page.getByLabel('Who will read it?').fill('Sailors who begin');
    await page.getByLabel('How long, in words?').fill('300');
    await page.getByLabel('What has to be mentioned?').fill('the Moon\nthe Sun');
    await page.getByLabel('Text to rest on').fill('What a sailor told us.');
    await page.setInputFiles('input[type=file]', [
      { name: 'tides.md', mimeType: 'text/markdown', buffer: Buffer.from('# Tides\n\nTwice a day.') },
    ]);
    await page.getByRole('button', { name: 'Remove tides.md' }).waitFor();
    await page.getByRole('button', { name: 'Start writing' }).click();
    await page.getByRole('heading', { level: 1, name: 'How tides work' }).first().waitFor();
    expect(await articlesAbout('How tides work')).toMatchObject([
      {
        template: 'explainer',
        audience: 'Sailors who begin',
        tone: 'dry, with a wink',
        lengthWords: 300,
        mustMention: ['the Moon', 'the Sun'],
        mustAvoid: ['hype'],
        pasted: 'What a sailor told us.',
        files: [{ name: 'tides.md' }],
      },
    ]);
  });

  it('wants more people to approve it than usual, and says at their fields who cannot', async () => {
    const page = await desk.visit(WEB_ANN, '/new');
    await page.getByLabel('What should it be about?').fill('How sundials work');
    await page.getByText('Usual here: 1.').waitFor();
    const count = page.getByLabel('How many people have to approve it?');
    const named = page.getByLabel('Who has to be among them?');
    const submit = page.getByRole('button', { name: 'Start writing' });
    await count.fill('3');
    await submit.click();
    await page.getByText('3 people would have to approve it, and here only 2 may.').waitFor();
    expect(await count.getAttribute('aria-invalid')).toBe('true');
    await count.fill('2');
    await named.fill('Nobody Here');
    await submit.click();
    await page.getByText('I know of nobody called “Nobody Here”.').waitFor();
    expect(await named.getAttribute('aria-invalid')).toBe('true');
    await expectNoViolations(page);
    await named.fill(actorKey(WEB_BEN));
    await submit.click();
    await page.getByRole('heading', { level: 1, name: 'How sundials work' }).first().waitFor();
    expect(await articlesAbout('How sundials work')).toMatchObject([
      { approval: { approvals: 2, approvers: [actorKey(WEB_BEN)] } },
    ]);
  });

  it('starts one article, however often it is clicked', async () => {
    const page = await desk.visit(WEB_ANN, '/new');
    await page.getByLabel('What should it be about?').fill('Why clocks run clockwise');
    await page.getByRole('button', { name: 'Start writing' }).dblclick();
    await page.getByRole('heading', { level: 1, name: 'Why clocks run clockwise' }).first().waitFor();
    expect(await articlesAbout('Why clocks run clockwise')).toHaveLength(1);
  });

  it('asks whether another article is meant, which is a press away, as is writing it all the same', async () => {
    const page = await desk.visit(WEB_ANN, '/new');
    const ask = async (topic: string): Promise<void> => {
      await page.getByLabel('What should it be about?').fill(topic);
      await page.getByRole('button', { name: 'Start writing' }).click();
    };
    await ask('How bread is baked');
    await page.getByRole('heading', { level: 1, name: 'How bread is baked' }).first().waitFor();
    const there = new URL(page.url()).pathname;
    await page.goto(new URL('/new', desk.url).href);
    await ask('How is the bread baked?');
    await page.getByText('There is an article like this one here: How bread is baked').waitFor();
    const other = page.getByRole('link', { name: 'Open the other one' });
    expect(await other.getAttribute('href')).toBe(there);
    await expectNoViolations(page);
    expect(await articlesAbout('How is the bread baked?')).toEqual([]);
    await other.click();
    await page.getByRole('heading', { level: 1, name: 'How bread is baked' }).first().waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Start writing' }).click();
    await page.getByRole('button', { name: 'Write it all the same' }).dblclick();
    await page.getByRole('heading', { level: 1, name: 'How is the bread baked?' }).first().waitFor();
    expect(await articlesAbout('How is the bread baked?')).toHaveLength(1);
  });

  it('takes a dropped file, says of another why not, and tells what the house does anyway', async () => {
    const page = await desk.visit(WEB_ANN, '/new');
    const files = await page.evaluateHandle(`(() => {
      const files = new DataTransfer();
      files.items.add(new File(['# Notes'], 'notes.md'));
      files.items.add(new File(['MZ'], 'virus.exe'));
      return files;
    })()`);
    await page.dispatchEvent('.drop', 'drop', { dataTransfer: files });
    await page.getByRole('button', { name: 'Remove notes.md' }).waitFor();
    await page.getByText('cannot be read as a source').waitFor();
    expect(await page.getByLabel('How should it sound?').getAttribute('placeholder')).toBe(
      'dry, with a wink (usual here)',
    );
    await page.getByText('Always here: hype.').waitFor();
  });

  it('puts what is wrong beside its field, and keeps what was typed over a reload', async () => {
    const page = await desk.visit(WEB_ANN, '/new');
    await page.getByRole('button', { name: 'Start writing' }).click();
    await page.getByText('Please say what the article should be about.').waitFor();
    await page.getByLabel('What should it be about?').fill('Ebb');
    await page.getByLabel('How long, in words?').fill('7');
    await page.getByLabel('Web addresses to read').fill('https://example.org/tides\nno-address');
    await page.getByRole('button', { name: 'Start writing' }).click();
    const invalid = page.locator('[aria-invalid=true]');
    await expect.poll(() => invalid.count()).toBeGreaterThan(0);
    await page.reload();
    expect(await page.getByLabel('What should it be about?').inputValue()).toBe('Ebb');
    expect(await page.getByLabel('Web addresses to read').inputValue()).toContain('no-address');
    expect(await articlesAbout('Ebb')).toEqual([]);
  });

  it('loses nothing, and starts nothing twice, while nobody answers', async () => {
    const page = await desk.visit(WEB_ANN, '/new');
    await page.getByLabel('What should it be about?').fill('A short history of the paper clip');
    await page.getByLabel('Text to rest on').waitFor();
    await desk.stopServer();
    await page.getByRole('button', { name: 'Start writing' }).click();
    await page.getByText('Copydesk did not answer.').waitFor();
    await desk.startServer();
    await page.getByRole('button', { name: 'Start writing' }).click();
    await page.getByRole('heading', { level: 1, name: 'A short history of the paper clip' }).first().waitFor();
    expect(await articlesAbout('A short history of the paper clip')).toHaveLength(1);
  });
});
