import type { Brief, Task } from './brief.ts';
import type { ModelCall } from './model-call.ts';
import { behaviourOf, type Mood } from './mood.ts';
import { fidelity } from './newsroom/fidelity.ts';
import { headings, lead, section } from './newsroom/by-sections.ts';
import { compare, critique, located } from './newsroom/critic.ts';
import { edit, title } from './newsroom/editor.ts';
import { extras } from './newsroom/extras.ts';
import { claims, recheck, verdicts } from './newsroom/fact-checker.ts';
import { phrasesIn } from './newsroom/material.ts';
import { notes, search, support } from './newsroom/researcher.ts';
import { planRevision, reviseSections } from './newsroom/revision.ts';
import { translate } from './newsroom/translator.ts';
import { firstDraft, outline, revise } from './newsroom/writer.ts';
import { badRequest } from './reply.ts';
import type { Answer, Reply, SearchResult } from './reply.ts';

/** What the practice model answers in a mood: the same call, the same answer. */
export function practiceReply(call: ModelCall, mood: Mood = 'improving'): Reply {
  const { brief, format } = call;
  const { answer, send } = behaviourOf(mood);
  if (brief === undefined && format.kind !== 'text')
    return badRequest(`${phrasesIn('en').introduction} This prompt holds no <task> that it knows.`, 'unknown_task');
  const content =
    brief === undefined ? { text: phrasesIn('en').introduction } : (answer?.(brief) ?? practiceAnswer(brief));
  const searches = brief !== undefined && call.searches;
  const reply = { kind: 'answer', content, ...(searches && { searchResults: searchResultsOf(brief) }) } as const;
  return send?.(reply, call) ?? reply;
}

function practiceAnswer(brief: Brief): Answer {
  const { task } = brief;
  switch (task) {
    case 'outline':
      return { text: outline(brief) };
    case 'headings':
      return { text: headings(brief) };
    case 'section':
      return { text: section(brief) };
    case 'lead':
      return { json: lead(brief) };
    case 'draft':
      return { text: firstDraft(brief) };
    case 'translate':
      return { text: translate(brief) };
    case 'plan':
      return { json: planRevision(brief) };
    case 'revise':
      // Without an overview it is a prompt of somebody else, who wants the whole text.
      return brief.overview.length > 0 ? { json: reviseSections(brief) } : { text: revise(brief) };
    case 'critique':
      return { json: located(critique(brief), brief) };
    case 'fidelity':
      return { json: fidelity(brief) };
    case 'compare':
      return { json: compare(brief) };
    case 'claims':
      return { json: claims(brief) };
    case 'recheck':
      return { json: recheck(brief) };
    case 'verdicts':
      return { json: verdicts(brief) };
    case 'title':
      return { json: title(brief) };
    case 'edit':
      return { json: edit(brief) };
    case 'extras':
      return { json: extras(brief) };
    case 'search':
      return { json: search() };
    case 'notes':
      return { json: notes(brief) };
    case 'support':
      return { json: support(brief) };
    default:
      return task satisfies never;
  }
}

/** The sources of all verdicts, as a search would have found them. */
function searchResultsOf(brief: Brief): readonly SearchResult[] {
  const found = new Map<string, SearchResult>();
  for (const { note, quote, sources } of verdicts(brief).verdicts)
    for (const source of sources) found.set(source.url, { ...source, snippet: quote ?? note });
  return [...found.values()];
}

/** How long each task takes when people watch, in milliseconds: long enough to see the newsroom work, short enough not to wait. */
const NEWSROOM_LATENCY_MS: Readonly<Record<Task, number>> = {
  outline: 600,
  headings: 900,
  section: 900,
  lead: 500,
  draft: 1500,
  translate: 900,
  plan: 500,
  revise: 1400,
  critique: 900,
  fidelity: 900,
  compare: 500,
  claims: 600,
  recheck: 400,
  verdicts: 1000,
  title: 600,
  edit: 1000,
  extras: 700,
  search: 800,
  notes: 500,
  support: 500,
};

export function newsroomLatencyMs(task: Task | undefined): number {
  return task === undefined ? 300 : NEWSROOM_LATENCY_MS[task];
}
