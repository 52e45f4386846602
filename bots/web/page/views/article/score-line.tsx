import { say } from '../../core/words.ts';

const STEP_X = 36;
const HEIGHT = 48;
const EDGE = 6;
const TOP = 10;
/** Differences between drafts are small: so many points are always seen. */
const LEAST_RANGE = 4;

/** How the drafts did, one point each, against the goal. In words for who cannot see it. */
export function ScoreLine({ scores, goal }: { readonly scores: readonly number[]; readonly goal: number }) {
  const { page, words } = say();
  const last = scores.at(-1);
  if (last === undefined) return null;
  const width = 2 * EDGE + STEP_X * Math.max(1, scores.length - 1);
  const bottom = Math.max(0, Math.min(TOP - LEAST_RANGE, Math.floor(Math.min(goal, ...scores))));
  const y = (score: number): number => EDGE + ((TOP - score) / (TOP - bottom)) * (HEIGHT - 2 * EDGE);
  const points = scores.map((score, at) => [EDGE + at * STEP_X, y(score)] as const);
  return (
    <figure class="score-line">
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
        <line class="goal" x1={0} x2={width} y1={y(goal)} y2={y(goal)} />
        <polyline points={points.map((point) => point.join(',')).join(' ')} />
        {points.map(([cx, cy]) => (
          <circle key={cx} cx={cx} cy={cy} r={3} />
        ))}
      </svg>
      <figcaption>
        {page.article.scores(
          scores.map((score) => words.format.score(score)),
          words.format.score(goal),
        )}
      </figcaption>
    </figure>
  );
}
