import { z } from 'zod';
import type { JudgedSentence } from '../../protocol/evidence.ts';
import type { Researcher } from '../agent.ts';
import { quoteInPage } from '../../lib/quote-in-page.ts';
import { byIds } from '../fact-checker/claim-ids.ts';
import { type AnswerFormat, jsonAnswer, type Reading } from '../model/answer-format.ts';
import type { ChatModel } from '../model/chat-model.ts';
import type { Prompts, ResearchSettings } from '../settings.ts';
import { notesTurns, searchTurns, supportTurns } from './prompts.ts';

const pages = z.object({
  pages: z.array(z.object({ title: z.string(), url: z.string() })).describe('The best first'),
});
const notes = z.object({
  notes: z.array(z.object({ quote: z.string().describe('Words of the page, unchanged') })).describe('The best first'),
});
const verdicts = z.object({
  citations: z
    .array(
      z.object({
        id: z.string().describe('Of the citation'),
        verdict: z.enum(['supported', 'partly', 'not']),
        note: z.string().describe('What is missing or different'),
      }),
    )
    .describe('One per citation'),
});

/** Longer is no quote but a copy. */
const MAX_QUOTE_CHARS = 1000;
const MIN_QUOTE_CHARS = 20;
const MAX_NOTE_CHARS = 500;

export interface ResearcherOptions {
  readonly settings: ResearchSettings;
  readonly prompts: Prompts;
  /** Takes notes and judges citations. */
  readonly reader: ChatModel;
  /** Searches. */
  readonly searcher?: ChatModel;
}

export function createResearcher({ settings, prompts, reader, searcher }: ResearcherOptions): Researcher {
  const { maxFound, maxNotes, maxSourceChars } = settings;
  return {
    model: reader.model,

    async search({ request }, run) {
      if (searcher === undefined) return [];
      const chosen = jsonAnswer(
        'pages',
        pages,
        (said): Reading<readonly string[]> => ({
          ok: true,
          value: said.pages.map(({ url }) => url),
        }),
      );
      const format: AnswerFormat<readonly string[]> = {
        ...chosen,
        read(answer, instructions) {
          const reading = chosen.read(answer, instructions);
          const returned = new Set(answer.sources.map(({ url }) => url));
          // An address counts when the search returned it, whatever the model says of it, and in whatever form.
          if (!reading.ok && returned.size === 0) return reading;
          const best = reading.ok ? reading.value.filter((url) => returned.has(url)) : [];
          return { ok: true, value: [...new Set([...best, ...returned])].slice(0, maxFound) };
        },
      };
      return await searcher.ask({ purpose: 'researcher.search', turns: searchTurns(prompts, request), format }, run);
    },

    async takeNotes({ request, page }, run) {
      const text = page.text.slice(0, maxSourceChars).toWellFormed();
      const format = jsonAnswer('notes', notes, (said): Reading<readonly string[]> => {
        const quotes = said.notes.flatMap(({ quote }) => quoteInPage(quote.slice(0, MAX_QUOTE_CHARS), text) ?? []);
        const long = quotes.filter((quote) => quote.length >= MIN_QUOTE_CHARS);
        return { ok: true, value: [...new Set(long)].slice(0, maxNotes) };
      });
      const turns = notesTurns(prompts, request, { ...page, text }, maxNotes);
      return await reader.ask({ purpose: 'researcher.notes', turns, format }, run);
    },

    async judge({ request, citations }, run) {
      const format = jsonAnswer('support', verdicts, (said): Reading<readonly JudgedSentence[]> => {
        const matched = byIds(
          citations.map(({ sentence }) => sentence),
          said.citations,
        );
        if (!matched.ok) return matched;
        return {
          ok: true,
          value: matched.value.map(([sentence, { verdict, note }], at) => ({
            sentence,
            noteIds: citations[at]?.noteIds ?? [],
            support: verdict,
            note: note.trim().slice(0, MAX_NOTE_CHARS).toWellFormed(),
          })),
        };
      });
      const turns = supportTurns(prompts, request, citations);
      return await reader.ask({ purpose: 'researcher.support', turns, format }, run);
    },
  };
}
