/** A step as it stands in a trace file, one line of JSON. */
export interface StoredStep {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** Ids of steps that it follows from. */
  readonly follows?: readonly string[];
  readonly name: string;
  readonly service: string;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const TOKENS = 'tokens';
/** What is shown beside a step, in this order. */
const SHOWN = [
  'copydesk.act',
  'copydesk.entry',
  'copydesk.purpose',
  'gen_ai.request.model',
  TOKENS,
  'copydesk.cost_usd',
  'copydesk.outcome',
  'error.type',
] as const;
const SIGNS: Readonly<Record<string, (value: string) => string>> = {
  'copydesk.cost_usd': (value) => `$${value}`,
  'error.type': (value) => `✗ ${value}`,
};
const WHEN_WIDTH = 10;
const TOOK_WIDTH = 9;

/** The trace of an article as a tree, in the order in which its steps began, for a terminal: when, how long, what. */
export function drawTrace(articleId: string, steps: readonly StoredStep[]): string {
  // What was handed over twice is one step.
  const byId = new Map(steps.map((step) => [step.spanId, step]));
  const all = [...byId.values()].toSorted((one, other) => startOf(one) - startOf(other));
  const [first] = all;
  if (first === undefined) return '';
  const begun = startOf(first);
  const children = Map.groupBy(all, ({ parentSpanId }) =>
    parentSpanId !== undefined && byId.has(parentSpanId) ? parentSpanId : '',
  );
  const lines = [`article ${articleId} · trace ${first.traceId} · ${first.startedAt}`, ''];
  const draw = (step: StoredStep, stem: string, isLast: boolean, isTop: boolean): void => {
    const when = `+${duration(startOf(step) - begun)}`.padStart(WHEN_WIDTH);
    const took = duration(step.durationMs).padStart(TOOK_WIDTH);
    const branch = isTop ? '' : `${stem}${isLast ? '└ ' : '├ '}`;
    lines.push([`${when} ${took}  ${branch}${step.name}`, ...notesOf(step)].join(' · '));
    const below = children.get(step.spanId) ?? [];
    for (const [at, child] of below.entries())
      draw(child, isTop ? '' : `${stem}${isLast ? '  ' : '│ '}`, at === below.length - 1, false);
  };
  for (const top of children.get('') ?? []) draw(top, '', true, true);
  return `${lines.join('\n')}\n`;
}

function notesOf({ attributes }: StoredStep): readonly string[] {
  return SHOWN.flatMap((name) => {
    const value = name === TOKENS ? tokensOf(attributes) : attributes[name];
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
    const text = String(value);
    return [SIGNS[name]?.(text) ?? text];
  });
}

/** `900 → 40 tokens`: read, and written. */
function tokensOf(attributes: StoredStep['attributes']): string | undefined {
  const { 'gen_ai.usage.input_tokens': read, 'gen_ai.usage.output_tokens': written } = attributes;
  return typeof read === 'number' && typeof written === 'number' ? `${read} → ${written} tokens` : undefined;
}

function startOf({ startedAt }: StoredStep): number {
  return Date.parse(startedAt);
}

/** `12 ms`, `3.4 s`, `2:05 min`, `31:00 h` */
function duration(ms: number): string {
  const whole = Math.round(ms);
  if (whole < 1000) return `${whole} ms`;
  if (whole < 60_000) return `${(whole / 1000).toFixed(1)} s`;
  const [small, large, unit] = whole < 3_600_000 ? [1000, 60_000, 'min'] : [60_000, 3_600_000, 'h'];
  const rest = Math.floor((whole % large) / small);
  return `${Math.floor(whole / large)}:${String(rest).padStart(2, '0')} ${unit}`;
}
