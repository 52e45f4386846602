import { z } from 'zod';
import { cleanLine } from '../../../lib/clean-text.ts';
import { shorten } from '../../../lib/shorten.ts';
import { withoutCitations } from '../../../protocol/citations.ts';
import { charsOf, type Extra } from '../../../protocol/extras.ts';
import type { ExtrasInput } from '../../agent.ts';
import { type AnswerFormat, faulty, jsonAnswer } from '../../model/answer-format.ts';
import type { AnswerFault } from '../../model/reading/article-faults.ts';
import { isInAnotherLanguage } from '../../model/reading/language-fault.ts';
import { undefused } from '../../sections.ts';
import { addressesIn } from '../../writer/citation-faults.ts';

const shape = z.object({
  extras: z.array(
    z.object({
      name: z.string().describe('As <extras> names it'),
      text: z.string().describe('On one line, without Markdown'),
    }),
  ),
});

/** It would be left where the mark of a citation goes. */
const BEFORE_A_MARK = /\s{1,3}(?=\[e\d)/g;

/**
 * Each text that is wanted, on one line, within its length, in the language of the article, with no address that the draft has not. One
 * that stays too long, however often the model is told so, ends with `…`.
 */
export function extrasFormat({ request, draft, wanted }: ExtrasInput): AnswerFormat<readonly Extra[]> {
  return jsonAnswer('extras', shape, ({ extras: given }) => {
    const written = wanted.map(({ alt: _, ...extra }): Extra => {
      const { text = '' } = given.find(({ name }) => name === extra.name) ?? {};
      return { ...extra, text: cleanLine(withoutCitations(undefused(text).replaceAll(BEFORE_A_MARK, ''))) };
    });
    const faults = [...written.flatMap((extra) => faultsOf(extra, draft)), ...languageFault(written, request.language)];
    if (faults.length > 0) return faulty(faults);
    const tooLong = written.filter(({ text, maxChars }) => charsOf(text) > maxChars);
    if (tooLong.length === 0) return { ok: true, value: written };
    const makeshift = written.map((extra) => ({ ...extra, text: shorten(extra.text, extra.maxChars) }));
    return { ...faulty(tooLong.map(lengthFault)), makeshift };
  });
}

function faultsOf({ name, text }: Extra, draft: string): readonly AnswerFault[] {
  if (text === '') return [{ code: 'missing', place: name, words: 'It is wanted, and not there.' }];
  return addressesIn(text).some(({ address }) => !draft.includes(address))
    ? [{ code: 'invented-address', place: name, words: 'An address stands here that the draft has not. Write none.' }]
    : [];
}

function languageFault(written: readonly Extra[], language: string): readonly AnswerFault[] {
  return isInAnotherLanguage(written.map(({ text }) => text).join(' '), language)
    ? [{ code: 'wrong-language', words: `The texts are not in the language that was ordered (${language}).` }]
    : [];
}

function lengthFault({ name, text, maxChars }: Extra): AnswerFault {
  return { code: 'too-long', place: name, words: `It has ${charsOf(text)} characters; ${maxChars} are the most.` };
}
