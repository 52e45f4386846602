import { findHeadings } from '../../../document/sections/find-headings.ts';
import { citedIds } from '../../../protocol/citations.ts';

/** An outline as people read and approve it, taken apart. */
export interface OutlinePlan {
  /** Empty: it has none. */
  readonly title: string;
  /** What stands between the title and the first section. */
  readonly angle: string;
  readonly sections: readonly PlannedSection[];
}

export interface PlannedSection {
  /** `p1`, `p2`, … by its place. */
  readonly id: string;
  /** As it will stand in the article. */
  readonly heading: string;
  /** What it has to show. */
  readonly plan: string;
  /** Notes that it rests on. */
  readonly noteIds: readonly string[];
}

/** More are another article, and another call each. */
export const MOST_SECTIONS = 12;
const MAX_HEADING_CHARS = 200;

/** The first heading of level 1 is the title; of all others, those of the highest level begin sections. */
export function readPlan(markdown: string): OutlinePlan {
  const text = markdown.trim();
  const headings = findHeadings(text).filter((heading) => heading.text.trim() !== '');
  const title = headings.find(({ level }) => level === 1);
  const others = headings.filter((heading) => heading !== title);
  const level = Math.min(...others.map((heading) => heading.level));
  const begins = others.filter((heading) => heading.level === level).slice(0, MOST_SECTIONS);
  const body = (from: number, until: number | undefined): string => withoutHeading(text.slice(from, until));
  return {
    title: title?.text.trim() ?? '',
    angle: title === undefined ? text.slice(0, begins[0]?.start).trim() : body(title.start, begins[0]?.start),
    sections: begins.map(({ start, text: heading }, at) => {
      const plan = body(start, begins[at + 1]?.start);
      return { id: `p${at + 1}`, heading: heading.trim().slice(0, MAX_HEADING_CHARS), plan, noteIds: citedIds(plan) };
    }),
  };
}

function withoutHeading(block: string): string {
  const [, underline = '', ...rest] = block.split('\n');
  return (/^(?:=+|-+)\s*$/.test(underline) ? rest : [underline, ...rest]).join('\n').trim();
}

const LIST_ITEM = /^[ ]{0,3}(?:[-*+]|\d{1,2}[.)])[ \t]+(?=\S)/;

/** A plan that was written as a list, with a heading for each of its points; any other stays as it is. */
export function withHeadings(markdown: string): string {
  if (readPlan(markdown).sections.length > 0) return markdown;
  return markdown
    .split('\n')
    .map((line) => {
      const mark = LIST_ITEM.exec(line)?.[0];
      if (mark === undefined) return line;
      const [, heading = '', plan = ''] =
        /^([^:.!?\n]{1,120})(?:[:.!?]\s*(.*))?$/.exec(plain(line.slice(mark.length))) ?? [];
      return heading.trim() === '' ? line : `\n## ${heading.trim()}\n\n${plan}`.trimEnd();
    })
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function plain(text: string): string {
  return text.replaceAll(/[*_`]{1,3}/g, '').trim();
}
