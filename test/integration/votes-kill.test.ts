import { rm } from 'node:fs/promises';
import { expect, inject, it } from 'vitest';
import { provokeConflicts } from '../bench/decisions.ts';
import { TWENTY_VOTE } from '../bench/votes.ts';
import { createDatabase } from '../support/database.ts';
import { createNamespace } from '../support/namespace.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { makeTestFolder } from '../support/test-folder.ts';

// Ten thousand of them: `npm run bench -- votes`.
it('hundreds of votes of twenty people over three platforms, by processes that are killed, are what one register could have done', {
  timeout: 240_000,
}, async () => {
  quietRuntime();
  const temporalAddress = inject('temporalAddress');
  const [{ namespace, connection }, database, folder] = await Promise.all([
    createNamespace(temporalAddress),
    createDatabase(inject('postgresUrl')),
    makeTestFolder(),
  ]);
  const outcome = await provokeConflicts(
    { articles: 20, decisionsEach: 20, killEveryMs: 1500 },
    { temporalAddress, namespace, databaseUrl: database.url, folder },
    TWENTY_VOTE,
  );
  expect(outcome.wrong).toEqual([]);
  expect(outcome).toMatchObject({ decisions: 400 });
  expect(outcome.kills).toBeGreaterThan(0);
  await connection.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});
