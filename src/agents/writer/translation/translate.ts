import { rewritten } from '../../../document/sections/draft-sections.ts';
import { toStorable } from '../../../lib/storable.ts';
import type { Section } from '../../../protocol/section.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { type NodeRuntime, runOf } from '../../run-graph.ts';
import type { Told } from '../../settings.ts';
import { sideBySide } from '../by-sections/side-by-side.ts';
import { summed } from '../by-sections/summed.ts';
import type { WriterState } from '../state.ts';
import { translateTurns } from './prompts.ts';
import { translatedSection } from './translated-section.ts';

/**
 * Translates the sections of the original side by side; those that are translated already stand to the byte. Where one fails, what the others
 * brought is kept by the journal.
 * @param atOnce as many as the model's server takes
 */
export function createTranslate(model: ChatModel, told: Told, atOnce: number) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'draft'>> => {
    const { request, original, translated = [] } = state;
    const sections = original?.sections ?? [];
    const known = new Map(translated.map((section) => [section.id, section]));
    const run = summed(runOf(runtime));
    const translate = async (own: Section): Promise<Section> => {
      const kept = known.get(own.id);
      if (kept !== undefined) return inPlaceOf(own, kept);
      if (own.text.trim() === '') return rewritten(own, own.text, 'agent');
      const text = await model.ask(
        {
          purpose: 'writer.translate',
          turns: translateTurns(told, state, own),
          format: translatedSection(own.text, request.language),
          isWatched: true,
        },
        run,
      );
      return rewritten(own, between(own, toStorable(text)), 'agent');
    };
    return { draft: await sideBySide(sections, atOnce, translate) };
  };
}

/** As it is, but for the empty lines at its end, if it was the last section and is none now, or the other way round. */
function inPlaceOf(own: Section, kept: Section): Section {
  const text = between(own, kept.text);
  return text === kept.text ? kept : { ...rewritten(own, text, kept.author), ...(kept.approved && { approved: true }) };
}

/** With the empty lines that stand before and behind the original. */
function between({ text: original }: Section, text: string): string {
  const before = original.slice(0, original.length - original.trimStart().length);
  return `${before}${text.trim()}${original.slice(original.trimEnd().length)}`;
}
