import { describe, expect, it } from 'vitest';
import { createEvidenceStore } from '../../src/storage/evidence-store.ts';
import { createSourceFileStore } from '../../src/storage/source-file-store.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();

describe('files that were handed in', () => {
  it('are kept once, and go when they were read', async () => {
    const { pool } = database;
    const store = createSourceFileStore(pool);
    await store.keep({ id: 'f1', name: 'tides.md', bytes: Buffer.from('first') });
    await store.keep({ id: 'f1', name: 'tides.md', bytes: Buffer.from('second') });
    await store.keep({ id: 'f2', name: 'more.md', bytes: Buffer.from('more') });
    expect(Buffer.from((await store.find('f1')) ?? []).toString()).toBe('first');

    await pool.query(
      `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
       values ('a', '', '{}', 'Tides', '{}', 'memory:U1', '{requester}', 'en', '{}', '{}')`,
    );
    const evidence = createEvidenceStore(pool);
    const note = { quote: 'The sea rises.', title: 'Tides', sha256: 'aa' };
    const research = {
      report: { read: [], failed: [] },
      notes: [note],
      pages: [{ sha256: 'aa', text: 'The sea rises.' }],
    };
    await evidence.saveResearch('a.s1', 'a', { ...research, files: ['f1'] });
    expect([await store.find('f1'), (await store.find('f2'))?.byteLength]).toEqual([undefined, 4]);
    // What is read later is numbered on, and a second run of a step adds nothing.
    await evidence.saveResearch('a.s2', 'a', { ...research, files: ['f2'] });
    await evidence.saveResearch('a.s2', 'a', { ...research, files: ['f2'] });
    expect((await evidence.read('a')).notes.map(({ id }) => id)).toEqual(['e1', 'e2']);
  });
});
