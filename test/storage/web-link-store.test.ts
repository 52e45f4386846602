import { beforeAll, describe, expect, it } from 'vitest';
import { createWebLinkStore, LINK_CODE, type WebLinkStore } from '../../src/storage/web-link-store.ts';
import { useDatabase } from '../support/use-database.ts';

const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann' };

const database = useDatabase();
let links: WebLinkStore;
beforeAll(() => {
  links = createWebLinkStore(database.pool);
});

describe('a link to the page', () => {
  it('lets in whom it was made for, once', async () => {
    const code = await links.offer({ person: ANN, cameBy: 'chat', articleId: 'a1' }, 10);
    expect(await links.redeem(code, ['chat'])).toEqual({ person: ANN, cameBy: 'chat', articleId: 'a1' });
    expect(await links.redeem(code, ['chat'])).toBeUndefined();
  });

  it('lets one in of twenty who come with it at once', async () => {
    const code = await links.offer({ person: ANN, cameBy: 'chat' }, 10);
    const came = await Promise.all(Array.from({ length: 20 }, () => links.redeem(code, ['chat'])));
    expect(came.filter((link) => link !== undefined)).toHaveLength(1);
  });

  it('counts for as long as it was made for', async () => {
    const code = await links.offer({ person: ANN, cameBy: 'chat' }, 10);
    await database.pool.query(`update web_links set expires_at = now() - interval '1 second'`);
    expect(await links.redeem(code, ['chat'])).toBeUndefined();
  });

  it('is left as it is where it does not count', async () => {
    const code = await links.offer({ person: ANN, cameBy: 'machine' }, 10);
    expect(await links.redeem(code, ['chat'])).toBeUndefined();
    expect(await links.redeem(code, ['machine', 'chat'])).toMatchObject({ cameBy: 'machine' });
  });

  it('is not to be learned from the table, and keeps nothing of a person that changes', async () => {
    const person = { ...ANN, groups: ['S1'], isAdministrator: true };
    const code = await links.offer({ person, cameBy: 'chat' }, 10);
    expect(code).toMatch(LINK_CODE);
    const { rows } = await database.pool.query('select web_links::text as row from web_links');
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(JSON.stringify(rows)).not.toContain('S1');
    expect((await links.redeem(code, ['chat']))?.person).toEqual(ANN);
  });

  it.each(['', 'x', 'x'.repeat(33), "' or true --", `${'x'.repeat(31)}\0`])('is nothing else: %j', async (code) => {
    expect(await links.redeem(code, ['chat', 'machine'])).toBeUndefined();
  });
});
