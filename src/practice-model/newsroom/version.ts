import type { Brief } from '../brief.ts';
import { normalised } from '../markdown.ts';

/** So many versions of one article differ; then they come again. */
const VERSIONS = 12;
/** A prompt may show no more of a text than its beginning. */
const KNOWN_BY_WORDS = 6;

/**
 * Which version of an article a prompt is about, from 0. Only who orders one says so; any other prompt shows a draft, and is about the
 * version whose texts it has most of.
 */
export function versionOf(brief: Brief, textsOf: (version: number) => readonly string[]): number {
  if (brief.version !== undefined) return (brief.version - 1) % VERSIONS;
  const shown = [brief.draft, ...brief.overview.flatMap(({ heading, text }) => [heading, text])];
  const seen = normalised(shown.join('\n'));
  if (seen === '') return 0;
  const has = (text: string): boolean => seen.includes(normalised(text).split(' ').slice(0, KNOWN_BY_WORDS).join(' '));
  const counts = Array.from({ length: VERSIONS }, (_, version) => textsOf(version).filter(has).length);
  return counts.indexOf(Math.max(...counts));
}
