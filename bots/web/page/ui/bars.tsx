import { useId } from 'preact/hooks';
import { say } from '../core/words.ts';

/** One bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** As it is written. */
  readonly text: string;
}

interface BarsProps {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** Heads of the table that says the same. */
  readonly heads: readonly [label: string, value: string];
  /** What the longest bar there could be would say. Default: the longest that there is. */
  readonly most?: number;
  /** Said instead, where there are no bars. */
  readonly none: string;
}

const HEIGHT = 120;
const WIDTH = 600;
const GAP = 3;

/** Bars beside their labels, longest as wide as there is room: the table is the picture, and is read as one. */
export function RowBars({ title, bars, heads, none, most = highest(bars) }: BarsProps) {
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      {bars.length === 0 ? (
        <p class="soft">{none}</p>
      ) : (
        <table class="row-bars">
          <thead class="unseen">
            <tr>
              <th scope="col">{heads[0]}</th>
              <th scope="col">{heads[1]}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ label, value, text }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>
                  <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={most === 0 ? 0 : (100 * value) / most} height="8" />
                  </svg>
                  <span class="number">{text}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </figure>
  );
}

/** Bars one after the other in time, with a table of the same that can be opened. */
export function TimeBars({ title, bars, heads, none, most = highest(bars) }: BarsProps) {
  const { page } = say();
  const id = useId();
  const step = WIDTH / Math.max(1, bars.length);
  const [first, last] = [bars.at(0), bars.at(-1)];
  const peak = bars.find(({ value }) => value === most);
  return (
    <figure class="chart">
      <figcaption id={id}>{title}</figcaption>
      {most === 0 || first === undefined || last === undefined || peak === undefined ? (
        <p class="soft">{none}</p>
      ) : (
        <>
          <svg
            class="time-bars"
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={page.charts.inWords(first.label, last.label, peak.label, peak.text)}
          >
            {bars.map(({ label, value, text }, at) => {
              const height = (HEIGHT * value) / most;
              return (
                <rect
                  key={label}
                  x={at * step + GAP / 2}
                  y={HEIGHT - height}
                  width={Math.max(1, step - GAP)}
                  height={height}
                >
                  <title>{`${label}: ${text}`}</title>
                </rect>
              );
            })}
          </svg>
          <div class="chart-ends small soft" aria-hidden="true">
            <span>{first.label}</span>
            <span>{page.charts.most(peak.text)}</span>
            <span>{last.label}</span>
          </div>
          <details class="small">
            <summary>{page.charts.asTable}</summary>
            <table class="plain-table">
              <thead>
                <tr>
                  <th scope="col">{heads[0]}</th>
                  <th scope="col">{heads[1]}</th>
                </tr>
              </thead>
              <tbody>
                {bars
                  .filter(({ value }) => value > 0)
                  .map(({ label, text }) => (
                    <tr key={label}>
                      <th scope="row">{label}</th>
                      <td class="number">{text}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </figure>
  );
}

function highest(bars: readonly Bar[]): number {
  return Math.max(...bars.map(({ value }) => value), 0);
}
