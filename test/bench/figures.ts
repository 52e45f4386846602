/** How long it takes, in milliseconds. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;
}

export function ms(value: number): string {
  return Number.isFinite(value) ? `${value.toFixed(0)} ms` : 'never';
}

export function p50AndP99(values: readonly number[]): string {
  return `${ms(median(values))} / ${ms(quantile(values, 0.99))}`;
}

export function p50P99AndMax(values: readonly number[]): string {
  return `${p50AndP99(values)} / ${ms(Math.max(...values))}`;
}

/** A table in Markdown, its head first. */
export function table([head = [], ...rows]: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  console.log([line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'));
}
