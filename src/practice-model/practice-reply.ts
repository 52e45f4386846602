import type { Brief, Task } from './brief.ts';
import type { ModelCall } from './model-call.ts';
import { critique } from './newsroom/critic.ts';
import { edit, title } from './newsroom/editor.ts';
import { claims, verdicts } from './newsroom/fact-checker.ts';
import { phrasesIn } from './newsroom/material.ts';
import { firstDraft, outline, revise } from './newsroom/writer.ts';
import { badRequest } from './reply.ts';
import type { Answer, Reply, SearchResult } from './reply.ts';

/** What the practice model answers: the same call, the same answer. */
export function practiceReply(call: ModelCall): Reply {
  const { brief, format } = call;
  if (brief !== undefined) {
    const content = practiceAnswer(brief);
    return { kind: 'answer', content, ...(call.searches ? { searchResults: searchResultsOf(brief) } : {}) };
  }
  if (format.kind === 'text') return { kind: 'answer', content: { text: phrasesIn('en').introduction } };
  return badRequest(`${phrasesIn('en').introduction} This prompt holds no <task> that it knows.`, 'unknown_task');
}

function practiceAnswer(brief: Brief): Answer {
  const { task } = brief;
  switch (task) {
    case 'outline':
      return { text: outline(brief) };
    case 'draft':
      return { text: firstDraft(brief) };
    case 'revise':
      return { text: revise(brief) };
    case 'critique':
      return { json: critique(brief) };
    case 'claims':
      return { json: claims(brief) };
    case 'verdicts':
      return { json: verdicts(brief) };
    case 'title':
      return { json: title(brief) };
    case 'edit':
      return { json: edit(brief) };
    default:
      return task satisfies never;
  }
}

/** The sources of all verdicts, as a search would have found them. */
function searchResultsOf(brief: Brief): readonly SearchResult[] {
  const found = new Map<string, SearchResult>();
  for (const { note, sources } of verdicts(brief).verdicts)
    for (const source of sources) found.set(source.url, { ...source, snippet: note });
  return [...found.values()];
}

/** How long each task takes when people watch, in milliseconds: long enough to see the newsroom work, short enough not to wait. */
const NEWSROOM_LATENCY_MS: Readonly<Record<Task, number>> = {
  outline: 600,
  draft: 1500,
  revise: 1400,
  critique: 900,
  claims: 600,
  verdicts: 1000,
  title: 600,
  edit: 1000,
};

export function newsroomLatencyMs(task: Task | undefined): number {
  return task === undefined ? 300 : NEWSROOM_LATENCY_MS[task];
}
