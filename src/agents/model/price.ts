/** What a model costs, in USD for a million tokens. */
export interface Price {
  readonly inputPerMillion: number;
  /** Of input that the server had in its cache of prompts. Absent: as other input. */
  readonly cachedInputPerMillion?: number;
  readonly outputPerMillion: number;
}

/** In USD; undefined where the server did not tell how many tokens there were. */
export function costOf(
  usage: { readonly inputTokens?: number; readonly outputTokens?: number; readonly cachedInputTokens?: number },
  { inputPerMillion, cachedInputPerMillion = inputPerMillion, outputPerMillion }: Price,
): number | undefined {
  const { inputTokens, outputTokens, cachedInputTokens = 0 } = usage;
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const cached = Math.min(cachedInputTokens, inputTokens);
  return (
    ((inputTokens - cached) * inputPerMillion + cached * cachedInputPerMillion + outputTokens * outputPerMillion) /
    1_000_000
  );
}
