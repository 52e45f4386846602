import { describe, expect, it } from 'vitest';
import { type AuditEntry, createAuditLog } from '../../src/storage/audit-log.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();

const EVE = { platform: 'slack', workspace: 'T1', userId: 'U3', displayName: 'Eve\0 \uD800' };
const PAUSE: AuditEntry = { id: 'c1', act: 'pause', by: EVE, articleId: 'a1', code: 'not-a-reviewer' };

async function rowsOf(act: string) {
  const { rows } = await database.pool.query<object>(
    `select event_id as id, code, actor_key as who, actor, article_id as article, place from audit where act = $1 order by audit_id`,
    [act],
  );
  return rows;
}

describe('the audit log', () => {
  it('says who tried what, and why not; the same event once', async () => {
    const audit = createAuditLog(database.pool);
    await audit.note(PAUSE);
    await audit.note(PAUSE);
    expect(await rowsOf('pause')).toEqual([
      {
        id: 'c1',
        code: 'not-a-reviewer',
        who: 'slack:T1:U3',
        actor: { platform: 'slack', workspace: 'T1', userId: 'U3', displayName: 'Eve \uFFFD' },
        article: 'a1',
        place: null,
      },
    ]);
  });

  it('has what counted later beside what was refused before', async () => {
    const audit = createAuditLog(database.pool);
    const { code: _, ...counted } = { ...PAUSE, act: 'resume' };
    await audit.note({ ...counted, code: 'not-now' });
    await audit.note(counted);
    expect(await rowsOf('resume')).toMatchObject([{ code: 'not-now' }, { code: null }]);
  });

  it('forgets what was refused more than a year ago, and no control', async () => {
    const audit = createAuditLog(database.pool);
    const { code: _, ...control } = { ...PAUSE, act: 'cancel' };
    await audit.note({ ...control, code: 'not-now' });
    await audit.note(control);
    await database.pool.query(`update audit set at = now() - interval '401 days' where act = 'cancel'`);
    await createAuditLog(database.pool).note({ ...PAUSE, act: 'retry' });
    expect(await rowsOf('cancel')).toMatchObject([{ code: null }]);
  });

  it('takes each attempt without an event for one', async () => {
    const audit = createAuditLog(database.pool);
    const start: AuditEntry = { act: 'start', by: EVE, place: 'slack:T1:C1', code: 'may-not-start' };
    await audit.note(start);
    await audit.note(start);
    expect(await rowsOf('start')).toMatchObject([{ place: 'slack:T1:C1', article: null }, { code: 'may-not-start' }]);
  });
});
