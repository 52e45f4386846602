import { beforeEach, describe, expect, it } from 'vitest';
import { remind } from '../../src/chat/keep-reminding.ts';
import { DeliveryError } from '../../src/delivery/messenger.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Reminder } from '../../src/patience/due-reminders.ts';
import type { PatienceRules } from '../../src/protocol/patience.ts';
import { createReminderStore, type DueReminder, type MembersOf } from '../../src/storage/reminder-store.ts';
import { createZoneStore } from '../../src/storage/zone-store.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();
const ANN = 'slack:T1:U1';
const BEN = 'slack:T1:U2';
const RULES: PatienceRules = {
  remindAfter: { unit: 'minutes', count: 60 },
  remindEvery: { unit: 'days', count: 1 },
  escalate: { after: { unit: 'days', count: 2 }, to: [BEN] },
  working: { weekdays: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440, holidays: 'none', daysOff: [] },
  zone: 'UTC',
};
const logger = createLogger({ level: 'silent' });

beforeEach(
  async () =>
    void (await database.pool.query(
      'truncate articles, reminders, reminded, snoozes, person_zones, delegations cascade',
    )),
);

interface Written {
  readonly hours?: number;
  readonly approvers?: readonly string[];
  readonly stage?: string;
  readonly state?: object;
  readonly settings?: object;
}

/** An article of Ann's that waits at its gate for so many hours. */
async function write(articleId: string, written: Written = {}): Promise<void> {
  const {
    hours = 5,
    approvers = ['requester'],
    stage = 'waiting',
    state = {},
    settings = { patience: RULES },
  } = written;
  await database.pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, stage, state)
     values ($1, 't', '{}', 'Topic ' || $1, '{"displayName": "Ann"}', $2, $3, 'en', $4, '{}', $5,
       jsonb_build_object('waitingSince', now() - make_interval(hours => $6), 'open', '{"gate": "g1", "version": 2}'::jsonb, 'scores', '[7.5, 8.2]'::jsonb) || $7)`,
    [articleId, ANN, approvers, settings, stage, hours, state],
  );
}

const decided = (articleId: string) =>
  database.pool.query(`update articles set stage = 'finishing' where article_id = $1`, [articleId]);

/** A process of the platform. */
function processOf(tell?: (reminder: DueReminder) => Promise<void>, platform = 'slack', membersOf?: MembersOf) {
  const told: DueReminder[] = [];
  const reminders = createReminderStore(database.pool);
  const keep = async (reminder: DueReminder): Promise<void> => {
    await tell?.(reminder);
    told.push(reminder);
  };
  return {
    told,
    reminders,
    look: () => remind({ platform, reminders, tell: keep, logger, ...(membersOf && { membersOf }) }),
  };
}

describe('who is waited for', () => {
  it('is told once of all that waits, what waits longest first, whatever runs at the same moment', async () => {
    await write('new', { hours: 2 });
    await write('old', { hours: 9 });
    await write('impatient', { settings: {} });
    await write('other', { approvers: ['telegram:7'] });
    const processes = Array.from({ length: 4 }, () => processOf());
    await Promise.all(processes.map(({ look }) => look()));
    await Promise.all(processes.map(({ look }) => look()));
    const told = processes.flatMap((one) => one.told);
    expect(told).toMatchObject([
      {
        person: ANN,
        kind: 'reminder',
        items: [
          { articleId: 'old', topic: 'Topic old', version: 2, requesterName: 'Ann', language: 'en' },
          { articleId: 'new', waitingFor: ['requester'] },
        ],
      },
    ]);
    expect(told[0]?.items[0]?.waitedMs).toBeGreaterThanOrEqual(9 * 3_600_000);
  });

  it('is told the score of the draft that is up for decision, which need not be the last one', async () => {
    await write('best', { state: { scores: [8.2, 6.1] } });
    await write('edited', { hours: 6 });
    const draft = async (articleId: string, version: number, score?: number): Promise<void> => {
      const draftId = `${articleId}-${version}`;
      await database.pool.query(
        `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ($1, $2, $3, 'agent', 'A', 'T', '')`,
        [draftId, articleId, version],
      );
      if (score !== undefined)
        await database.pool.query(
          `insert into critiques (critique_id, draft_id, score, body) values ($1, $1, $2, '{}')`,
          [draftId, score],
        );
    };
    await draft('best', 2, 8.2);
    await draft('best', 3, 6.1);
    await draft('edited', 1, 7.5);
    await draft('edited', 2);
    const one = processOf();
    await one.look();
    expect(one.told[0]?.items).toMatchObject([{ articleId: 'edited' }, { articleId: 'best', version: 2, score: 8.2 }]);
    expect(one.told[0]?.items[0]).not.toHaveProperty('score');
  });

  it('is told on each platform of what is theirs', async () => {
    await write('both', { approvers: ['requester', 'telegram:7', 'slack:T1:group:S1', 'anyone'] });
    const [slack, telegram] = [processOf(), processOf(undefined, 'telegram')];
    await Promise.all([slack.look(), telegram.look()]);
    expect([slack.told, telegram.told].map((all) => all.map(({ person }) => person))).toEqual([[ANN], ['telegram:7']]);
  });

  it('is told nothing that was decided meanwhile, nor of what they have voted on or put off', async () => {
    await write('decided');
    await write('voted', {
      approvers: ['requester', BEN],
      state: { open: { gate: 'g1', version: 2, tally: { waitingFor: ['requester', BEN], heard: [ANN] } } },
    });
    await write('put-off');
    const one = processOf();
    await one.reminders.snooze(ANN, 'put-off');
    const { waiting, now, ...known } = await one.reminders.look('slack');
    expect(waiting.find(({ articleId }) => articleId === 'voted')?.people).toEqual([BEN]);
    expect(known.snoozed.size).toBe(1);
    expect(now.getTime()).toBeGreaterThan(0);
    const reminder: Reminder = {
      person: ANN,
      kind: 'reminder',
      occasion: '2026-11-30',
      items: [
        { articleId: 'decided', gate: 'g1' },
        { articleId: 'put-off', gate: 'g1' },
      ],
    };
    expect(await one.reminders.add(reminder, 'slack')).toBe(true);
    expect(await one.reminders.add(reminder, 'slack')).toBe(false);
    await decided('decided');
    expect(await one.reminders.take('slack')).toEqual([
      { person: ANN, kind: 'reminder', occasion: '2026-11-30', items: [] },
    ]);
  });

  it('is who sees to it, where one of several is enough', async () => {
    const claim = { keys: [BEN, 'telegram:9'], byName: 'Ben', at: new Date().toISOString() };
    await write('claimed', { approvers: ['requester', BEN], state: { open: { gate: 'g1', version: 2, claim } } });
    const [slack, telegram] = [processOf(), processOf(undefined, 'telegram')];
    await Promise.all([slack.look(), telegram.look()]);
    expect(slack.told.map(({ person }) => person)).toEqual([BEN]);
    expect(telegram.told).toEqual([]);
  });

  it('is whoever was asked to decide, and who decides for whoever is away', async () => {
    const assigned = { key: BEN, name: 'Ben', byName: 'Ann', at: new Date().toISOString() };
    await write('asked', { approvers: ['requester', BEN], state: { assigned } });
    await write('hers');
    await database.pool.query(
      `insert into delegations (person_key, person_name, substitute_key, substitute_name, from_at, until_at)
       values ($1, 'Ann', 'telegram:9', 'Cara', now() - interval '1 day', now() + interval '1 day'),
         ('slack:T1:U8', 'Dan', 'slack:T1:U9', 'Eve', now() - interval '2 days', now() - interval '1 day')`,
      [ANN],
    );
    const [slack, telegram] = [processOf(), processOf(undefined, 'telegram')];
    await Promise.all([slack.look(), telegram.look()]);
    expect(slack.told).toMatchObject([{ person: BEN, items: [{ articleId: 'asked' }] }]);
    expect(telegram.told).toMatchObject([{ person: 'telegram:9', items: [{ articleId: 'hers' }] }]);
  });

  it('is whoever was named, where their substitute is away, too, or they stand for each other', async () => {
    await write('a');
    await write('b', { approvers: [BEN] });
    const byPerson = (told: readonly DueReminder[]) =>
      told.toSorted((first, second) => first.person.localeCompare(second.person));
    const away = (...pairs: readonly (readonly [string, string])[]) =>
      database.pool.query(
        `insert into delegations (person_key, person_name, substitute_key, substitute_name, from_at, until_at)
         select p ->> 0, 'x', p ->> 1, 'y', now() - interval '1 day', now() + interval '1 day' from jsonb_array_elements($1) p`,
        [JSON.stringify(pairs)],
      );
    await away([ANN, BEN], [BEN, ANN]);
    const one = processOf();
    await one.look();
    expect(byPerson(one.told)).toMatchObject([
      { person: ANN, items: [{ articleId: 'a' }] },
      { person: BEN, items: [{ articleId: 'b' }] },
    ]);
  });

  it('is each member of a group who has not voted and is not away, and whoever has taken it alone', async () => {
    const GROUP = 'slack:T1:group:S1';
    const [CID, DAN] = ['slack:T1:U3', 'slack:T1:U4'] as const;
    const tally = { waitingFor: [GROUP, 'requester'], heard: [BEN, ANN] };
    await write('voted', {
      hours: 4,
      approvers: [GROUP, 'requester'],
      state: { open: { gate: 'g1', version: 2, tally } },
    });
    const claim = { keys: [CID], byName: 'Cid', at: new Date().toISOString() };
    await write('taken', { approvers: [GROUP], state: { open: { gate: 'g1', version: 2, claim } } });
    await write('elsewhere', { approvers: ['telegram:group:1'] });
    await database.pool.query(
      `insert into delegations (person_key, person_name, substitute_key, substitute_name, from_at, until_at)
       values ($1, 'Dan', 'slack:T1:U9', 'Eve', now() - interval '1 day', now() + interval '1 day')`,
      [DAN],
    );
    const asked: string[] = [];
    const one = processOf(undefined, 'slack', async (group) => {
      asked.push(group);
      return [ANN, BEN, CID, DAN];
    });
    await one.look();
    await one.look();
    expect(one.told).toMatchObject([{ person: CID, items: [{ articleId: 'taken' }, { articleId: 'voted' }] }]);
    expect(new Set(asked)).toEqual(new Set([GROUP]));
  });

  it('is told once, though the process dies while it tells, or loses the answer', async () => {
    await write('a');
    const dying = processOf(
      async () => await Promise.reject(new DeliveryError('lost', { failure: 'ambiguous', code: 'x' })),
    );
    await dying.look();
    expect(await createReminderStore(database.pool).take('slack')).toEqual([]);
    const next = processOf();
    await next.look();
    expect(next.told).toEqual([]);
  });

  it('is told again when nothing has reached them', async () => {
    await write('a');
    const away = processOf(
      async () => await Promise.reject(new DeliveryError('away', { failure: 'not-sent', code: 'x' })),
    );
    await away.look();
    const next = processOf();
    await next.look();
    expect(next.told).toEqual([]);
    await database.pool.query(`update reminders set due_at = due_at - interval '1 hour'`);
    await next.look();
    expect(next.told).toHaveLength(1);
  });

  it('is not written to at night, where they are', async () => {
    await write('a');
    const zones = createZoneStore(database.pool);
    const { rows } = await database.pool.query<{ hour: number }>(
      "select extract(hour from now() at time zone 'UTC')::integer as hour",
    );
    const hour = rows[0]?.hour ?? 0;
    // Somewhere the working day of one hour is over, and somewhere it is not.
    const rules = { ...RULES, working: { ...RULES.working, from: 12 * 60, to: 13 * 60 } };
    await database.pool.query(`update articles set settings = jsonb_build_object('patience', $1::jsonb)`, [rules]);
    await database.pool.query(
      `update articles set state = state || jsonb_build_object('waitingSince', now() - interval '5 days')`,
    );
    const zoneAt = (noon: number): string => {
      const ahead = ((((noon - hour) % 24) + 36) % 24) - 12;
      return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
    };
    const one = processOf();
    await zones.note(ANN, zoneAt(18), 'platform');
    await one.look();
    expect(one.told).toEqual([]);
    await zones.note(ANN, zoneAt(12), 'platform');
    await one.look();
    expect(one.told).toHaveLength(1);
  });
});

describe('others', () => {
  it('are told once that somebody is waited for, beside their own reminders', async () => {
    await write('a', { state: { escalatedAt: new Date().toISOString() } });
    const one = processOf();
    await one.look();
    await one.look();
    expect(one.told.map(({ person, kind }) => [person, kind]).sort()).toEqual([
      [ANN, 'reminder'],
      [BEN, 'escalation'],
    ]);
  });
});

describe('where somebody is', () => {
  it('is what they say, whatever a platform tells later', async () => {
    const zones = createZoneStore(database.pool);
    await zones.note(ANN, 'Europe/Berlin', 'platform');
    await zones.note(ANN, 'Europe/Paris', 'platform');
    expect([...(await zones.zonesOf([ANN, BEN]))]).toEqual([[ANN, 'Europe/Paris']]);
    await zones.note(ANN, 'Asia/Tokyo', 'person');
    await zones.note(ANN, 'Europe/Berlin', 'platform');
    expect((await zones.zonesOf([ANN])).get(ANN)).toBe('Asia/Tokyo');
  });
});
