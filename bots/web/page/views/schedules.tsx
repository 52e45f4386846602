import { useState } from 'preact/hooks';
import type { ScheduleAct } from '../../../../src/protocol/schedule.ts';
import type { ScheduleJson as Schedule, ScheduleListJson } from '../../listeners/schemas/schedule-schema.ts';
import { useCommands } from '../core/commands.ts';
import { NEW_SCHEDULE } from '../core/repeat.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { say } from '../core/words.ts';
import { pathOf } from '../routes.ts';
import { Confirm } from '../ui/dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProblemNote } from '../ui/problem.tsx';
import { useRowActs, useRowKeys } from '../ui/row-keys.ts';
import { act } from './article/act.ts';

const LOOK_EVERY_MS = 10_000;
const WHOSE = ['mine', 'everywhere'] as const;

/** What a key does with the schedule that has the focus: the first of these that may be done. */
const KEYS = [
  ['p', ['pause', 'resume']],
  ['s', ['skip']],
  ['r', ['run']],
  ['x', ['delete']],
] as const satisfies readonly (readonly [string, readonly ScheduleAct[]])[];
/** Asked before: the one begins what costs, and the other cannot be taken back. */
const ASKED = ['run', 'delete'] as const satisfies readonly ScheduleAct[];

interface Asked {
  readonly kind: (typeof ASKED)[number];
  readonly schedule: Schedule;
}

/** Articles that are asked for again and again: when, what became of it, and what can be done about it. */
export function Schedules() {
  const { page, schedules: told } = say();
  const t = page.schedules;
  const [of, setOf] = useState<(typeof WHOSE)[number]>('mine');
  const { value, problem, reload } = useLoaded<ScheduleListJson>(`/schedules?scope=${of}`, {
    everyMs: LOOK_EVERY_MS,
  });
  const [asked, setAsked] = useState<Asked>();
  const [mayAll, setMayAll] = useState(false);
  // It holds while the others are fetched.
  if (value?.mayAll === true && !mayAll) setMayAll(true);
  const schedules = value?.schedules ?? [];

  const send = async (kind: ScheduleAct, { scheduleId, nextSlot }: Schedule): Promise<void> => {
    const slot = kind === 'skip' && nextSlot !== undefined ? { slot: nextSlot } : {};
    await act({ refresh: reload }, `/schedules/${scheduleId}/actions`, { kind, ...slot });
  };
  const begin = (kind: ScheduleAct, schedule: Schedule): void => {
    const question = ASKED.find((one) => one === kind);
    if (question === undefined) void send(kind, schedule);
    else setAsked({ kind: question, schedule });
  };

  useRowKeys(t.keys);
  useRowActs(
    KEYS.map(([keys, kinds]) => ({
      keys,
      label: kinds.map((kind) => told.buttons[kind]).join(' · '),
      run: (row) => {
        const schedule = schedules.find(({ scheduleId }) => scheduleId === row);
        const kind = kinds.find((one) => schedule?.mayDo.includes(one));
        if (schedule !== undefined && kind !== undefined) begin(kind, schedule);
      },
    })),
  );
  useCommands(
    schedules.flatMap((schedule) =>
      schedule.mayDo.map((kind) => ({
        id: `${kind}-${schedule.scheduleId}`,
        label: t.command(told.buttons[kind], schedule.topic),
        isLocal: true as const,
        run: () => begin(kind, schedule),
      })),
    ),
  );

  return (
    <section class="view">
      <header class="view-head">
        <h1>{t.title}</h1>
        <div class="actions">
          {mayAll && (
            <div class="actions" role="group" aria-label={t.whose.label}>
              {WHOSE.map((one) => (
                <button key={one} type="button" class="button" aria-pressed={one === of} onClick={() => setOf(one)}>
                  {t.whose[one]}
                </button>
              ))}
            </div>
          )}
          <a class="button button-main" href={NEW_SCHEDULE}>
            {t.make}
          </a>
        </div>
      </header>
      {problem !== undefined && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {value === undefined && problem === undefined && <p class="soft">{page.loading}</p>}
      {value?.schedules.length === 0 && (
        <div class="empty">
          <p>{t.none}</p>
        </div>
      )}
      {schedules.length > 0 && (
        <ul class="bare rows" aria-label={t.title}>
          {schedules.map((schedule) => (
            <Row key={schedule.scheduleId} schedule={schedule} begin={begin} />
          ))}
        </ul>
      )}
      {asked !== undefined && (
        <Confirm
          title={t.sure[asked.kind](asked.schedule.topic)}
          text={asked.kind === 'delete' ? told.deleteSure : t.runSure}
          yes={told.buttons[asked.kind]}
          isDangerous={asked.kind === 'delete'}
          onYes={() => {
            setAsked(undefined);
            void send(asked.kind, asked.schedule);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  );
}

interface RowProps {
  readonly schedule: Schedule;
  readonly begin: (kind: ScheduleAct, schedule: Schedule) => void;
}

function Row({ schedule, begin }: RowProps) {
  const { page, schedules: told, words } = say();
  const { scheduleId, topic, when, timing, next, paused, home, makerName, isOwn, mayDo } = schedule;
  return (
    <li class="row row-wide" data-row={scheduleId}>
      <div class="row-text">
        <h2 class="row-title" tabIndex={-1}>
          {topic}
        </h2>
        <p class="row-facts">
          <span class="stage">{when}</span>
          {home.platform !== 'web' && <span>{page.schedules.begins(words.where(home.platform))}</span>}
          {!isOwn && <span>{told.madeBy(makerName)}</span>}
        </p>
        <p class="row-facts">
          {paused === undefined ? (
            <span>{told.next(next.map((at) => told.moment(new Date(at), timing.zone)))}</span>
          ) : (
            <span class="stage stage-paused">{told.paused[paused]}</span>
          )}
        </p>
        <LastRun schedule={schedule} />
      </div>
      <div class="row-actions">
        {mayDo.map((kind) => (
          <button
            key={kind}
            type="button"
            class={kind === 'delete' ? 'button button-small button-danger' : 'button button-small'}
            aria-label={page.schedules.command(told.buttons[kind], topic)}
            onClick={() => begin(kind, schedule)}
          >
            {told.buttons[kind]}
          </button>
        ))}
      </div>
    </li>
  );
}

/** What became of its last moment, and the article that began. */
function LastRun({ schedule: { last } }: { readonly schedule: Schedule }) {
  const { page, schedules: told } = say();
  if (last === undefined) return null;
  const { at, outcome, articleId, detail } = last;
  return (
    <p class="row-facts">
      <span>
        {told.last[outcome]} (<Moment at={at} />)
      </span>
      {outcome === 'refused' && <span>{detail}</span>}
      {articleId !== undefined && (
        <span>
          <a href={pathOf('article', { articleId })}>{page.schedules.open}</a>
        </span>
      )}
    </p>
  );
}
