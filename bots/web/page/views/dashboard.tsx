import { useState } from 'preact/hooks';
import type { Stats } from '../core/stats.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { say } from '../core/words.ts';
import { RowBars, TimeBars } from '../ui/bars.tsx';
import { ProblemNote } from '../ui/problem.tsx';

const LOOK_EVERY_MS = 30_000;
const TIMES = ['drafting', 'waiting', 'finishing'] as const;
const WHOSE = ['mine', 'all'] as const;

/** How articles do: what is where now, and what the last days took and cost. */
export function Dashboard() {
  const { page, words } = say();
  const t = page.dashboard;
  const [of, setOf] = useState<(typeof WHOSE)[number]>('mine');
  const { value: stats, problem, reload } = useLoaded<Stats>(`/stats?of=${of}`, { everyMs: LOOK_EVERY_MS });
  if (stats === undefined)
    return problem === undefined ? (
      <p class="loading">{page.loading}</p>
    ) : (
      <ProblemNote problem={problem} onRetry={() => void reload()} />
    );
  const { stages, begun, delivered, times, edits, unpriced, people, mayAll } = stats;
  const period = stats.days.length;
  const date = new Intl.DateTimeFormat(document.documentElement.lang, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const counts: readonly (readonly [string, number])[] = [
    ...stages.map(({ stage, articles }) => [words.stages[stage], articles] as const),
    [t.begun(period), begun],
    [t.delivered(period), delivered],
  ];
  // To the percent, so that the two make a hundred.
  const edited = Math.round((100 * edits.edited) / Math.max(1, delivered)) / 100;
  return (
    <section class="view">
      <header class="view-head">
        <h1>{t.title}</h1>
        {mayAll ? (
          <div class="actions" role="group" aria-label={t.whose.label}>
            {WHOSE.map((one) => (
              <button
                key={one}
                type="button"
                class="button button-small"
                aria-pressed={one === of}
                onClick={() => setOf(one)}
              >
                {t.whose[one]}
              </button>
            ))}
          </div>
        ) : (
          <p class="soft small">{t.whose.mine}</p>
        )}
      </header>
      {problem !== undefined && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      <dl class="tiles">
        {counts.map(([label, count]) => (
          <div key={label} class="tile">
            <dt>{label}</dt>
            <dd>{words.format.number(count)}</dd>
          </div>
        ))}
      </dl>
      <div class="charts">
        <RowBars
          title={t.timeInStage}
          bars={TIMES.flatMap((stage) => {
            const { [stage]: took } = times;
            if (took === undefined) return [];
            const text = t.duration(took.median);
            return [{ label: words.stages[stage], value: took.median, text }];
          })}
          heads={[t.stage, t.time]}
          none={t.nothingDelivered}
        />
        <TimeBars
          title={t.costByDay}
          bars={stats.days.map(({ day, usd }) => ({
            label: date.format(new Date(day)),
            value: usd,
            text: words.format.money(usd),
          }))}
          heads={[t.day, t.cost]}
          none={t.noCost}
        />
        <RowBars
          title={t.costByPerson(period)}
          bars={people
            .filter(({ usd }) => usd > 0)
            .map(({ name, usd, begun: articles }) => ({
              label: name,
              value: usd,
              text: `${words.format.money(usd)} · ${t.articles(articles)}`,
            }))}
          heads={[t.person, t.cost]}
          none={t.noCost}
        />
        <RowBars
          title={t.edits}
          bars={
            delivered === 0
              ? []
              : [
                  { label: t.asWritten, value: 1 - edited, text: words.format.percent(1 - edited) },
                  { label: t.edited, value: edited, text: words.format.percent(edited) },
                ]
          }
          heads={[t.howMany, t.share]}
          most={1}
          none={t.nothingDelivered}
        />
      </div>
      {unpriced > 0 && <p class="hint">{t.unpriced(unpriced)}</p>}
    </section>
  );
}
