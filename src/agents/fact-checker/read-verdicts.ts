import type { CheckedClaim, FactReport, Verdict } from '../../protocol/fact-report.ts';
import { ModelError } from '../agent.ts';
import type { HttpAgentSettings, ResponsePaths } from '../settings.ts';
import { byIds } from './claim-ids.ts';
import { toStorable } from '../../lib/storable.ts';

const MAX_NOTE_CHARS = 2000;
const MAX_LINE_CHARS = 500;
const OURS: Readonly<Record<string, Verdict>> = {
  supported: 'supported',
  contradicted: 'contradicted',
  'not-found': 'not-found',
};

/**
 * The report that a service's answer holds.
 * @throws ModelError when it is not JSON, or not where the paths say
 */
export function readVerdicts(
  body: string,
  claims: readonly string[],
  { name, settings: { response } }: { readonly name: string; readonly settings: Pick<HttpAgentSettings, 'response'> },
): FactReport {
  const unusable = (what: string): ModelError =>
    new ModelError(`The external agent ${name} gave an answer of no use: ${what}`, { code: 'model-answer-unusable' });
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    throw unusable('it is not JSON');
  }
  const items = at(answer, response.verdicts);
  if (!Array.isArray(items))
    throw unusable(`there is no list at “${response.verdicts}” (agents.external.${name}.response.verdicts)`);
  const given = items.map((item: unknown) => ({ id: textAt(item, response.id) ?? '', item }));
  const matched = byIds(claims, given);
  if (!matched.ok) throw unusable(matched.fault);
  const checked = matched.value.map(([claim, { item }]) => toClaim(claim, item, response));
  return {
    provider: name,
    verified: checked.some(({ sources, quote }) => sources.length > 0 || quote !== undefined),
    claims: checked,
  };
}

function toClaim(claim: string, item: unknown, paths: ResponsePaths): CheckedClaim {
  const word = textAt(item, paths.verdict) ?? '';
  const named = new Map(
    Object.entries({ ...OURS, ...paths.words }).map(([key, verdict]) => [key.toLowerCase(), verdict]),
  );
  const verdict = named.get(word.toLowerCase()) ?? 'not-found';
  const quote = textAt(item, paths.quote, MAX_NOTE_CHARS);
  const url = textAt(item, paths.url, MAX_NOTE_CHARS);
  // A link that ends up in a chat has to be one to a page.
  const isPage = url !== undefined && /^https?:\/\//i.test(url) && URL.canParse(url);
  const date = textAt(item, paths.date);
  const sources = isPage ? [{ title: textAt(item, paths.title) ?? url, url, ...(date !== undefined && { date }) }] : [];
  const base = { claim, note: textAt(item, paths.note, MAX_NOTE_CHARS) ?? '' };
  if (sources.length === 0 && quote === undefined) return { ...base, verdict: 'not-found', sources };
  return { ...base, verdict, sources, ...(quote !== undefined && { quote }) };
}

/** What stands at a path such as `evidence.0.url`; undefined where there is nothing. */
function at(value: unknown, path: string): unknown {
  let found = value;
  for (const step of path.split('.').filter((part) => part !== '')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[step];
  }
  return found;
}

function textAt(value: unknown, path: string | undefined, mostChars = MAX_LINE_CHARS): string | undefined {
  if (path === undefined) return undefined;
  const found = at(value, path);
  if (typeof found !== 'string' && typeof found !== 'number' && typeof found !== 'boolean') return undefined;
  const text = toStorable(String(found).trim().slice(0, mostChars)).trim();
  return text === '' ? undefined : text;
}
