import type { Section } from '../../../protocol/section.ts';
import { fillPrompt } from '../../fill-prompt.ts';
import { houseStyle } from '../../house.ts';
import type { Turn } from '../../model/model-client.ts';
import { commentSections, grouped, instructions, requestSections, tagged, taskTag } from '../../sections.ts';
import type { Told } from '../../settings.ts';
import type { WriterState } from '../state.ts';

/** Of sections that were translated before, so much is shown: enough for terms and names. */
const MOST_SHOWN_CHARS = 8000;
/** So much of a section that one knows what it is about. */
const SUMMARY_CHARS = 120;

type Material = Pick<WriterState, 'request' | 'comments' | 'original' | 'translated'>;

/** One section, with what the others are about and how some of them were translated before. */
export function translateTurns(
  { prompts, house }: Told,
  { request, comments = [], original, translated = [] }: Material,
  own: Section,
): readonly Turn[] {
  const { language: from = '', sections = [] } = original ?? {};
  const overview = sections.map(({ id, heading, text }) =>
    tagged('section_summary', summaryOf(text), { id, heading, ...(id === own.id && { yours: 'yes' }) }),
  );
  const who = fillPrompt(prompts['writer.translate'], {
    task: taskTag('translate'),
    into: intoLanguage(prompts, request.language),
    house_style: houseStyle(house, request),
  });
  return [
    { role: 'system', text: instructions(who) },
    {
      role: 'user',
      text: [
        ...requestSections('translate', request),
        grouped('overview', overview),
        ...translatedSections(translated),
        ...commentSections(comments),
        tagged('original_section', own.text.trim(), { id: own.id, from }),
      ].join('\n'),
    },
  ];
}

/** What is to be heeded in a language beside all others; empty where nothing is said of it. */
function intoLanguage(prompts: Told['prompts'], language: string): string {
  switch (language.toLowerCase().split('-')[0]) {
    case 'en':
      return prompts['writer.into-en'];
    case 'ru':
      return prompts['writer.into-ru'];
    default:
      return '';
  }
}

function translatedSections(translated: readonly Section[]): readonly string[] {
  let left = MOST_SHOWN_CHARS;
  const shown = translated.filter(({ text }) => {
    left -= text.length;
    return left >= 0;
  });
  if (shown.length === 0) return [];
  return [
    grouped(
      'translated',
      shown.map(({ id, text }) => tagged('translated_section', text.trim(), { id })),
    ),
  ];
}

function summaryOf(text: string): string {
  const body = text
    .replace(/^\s*#{1,6}[^\n]*\n/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return body.length <= SUMMARY_CHARS ? body : `${body.slice(0, SUMMARY_CHARS).toWellFormed()} …`;
}
