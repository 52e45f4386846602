import { END, START, StateGraph } from '@langchain/langgraph';
import type { ArticleRequest } from '../../protocol/article.ts';
import type { AgentRun, Writer } from '../agent.ts';
import type { ChatModel } from '../model/chat-model.ts';
import { RunContext, runGraph } from '../run-graph.ts';
import type { Told, WriterSettings } from '../settings.ts';
import { createHeadings, createJoints, createSections } from './by-sections/nodes.ts';
import { readPlan } from './by-sections/outline-plan.ts';
import { createDraft } from './nodes/draft.ts';
import { createOutline } from './nodes/outline.ts';
import { createPlan } from './nodes/plan.ts';
import { createRevise } from './nodes/revise.ts';
import { WriterState } from './state.ts';
import { createTranslate } from './translation/translate.ts';

/**
 *            ┌─ in one piece ─▶ make_outline ──▶ write_draft ─▶ END
 *            ├─ for people ───▶ make_headings ─▶ END
 *   START ───┼─ by sections ──▶ make_headings ─▶ write_sections ─▶ join_sections ─▶ END
 *            │                  (an outline that people approved is there already)
 *            ├─ a draft ──────▶ plan_revision ─▶ revise ─────▶ END
 *            └─ an original ──▶ translate ─▶ END
 */
function wire(model: ChatModel, told: Told, atOnce: number) {
  return new StateGraph(WriterState, RunContext)
    .addNode('make_outline', createOutline(model, told))
    .addNode('write_draft', createDraft(model, told))
    .addNode('make_headings', createHeadings(model, told))
    .addNode('write_sections', createSections(model, told, atOnce))
    .addNode('join_sections', createJoints(model, told))
    .addNode('plan_revision', createPlan(model, told))
    .addNode('revise', createRevise(model, told))
    .addNode('translate', createTranslate(model, told, atOnce))
    .addConditionalEdges(START, begin, [
      'make_outline',
      'make_headings',
      'write_sections',
      'write_draft',
      'plan_revision',
      'translate',
    ])
    .addEdge('make_outline', 'write_draft')
    .addEdge('write_draft', END)
    .addConditionalEdges('make_headings', ({ aim }) => (aim === 'outline' ? END : 'write_sections'), [
      END,
      'write_sections',
    ])
    .addEdge('write_sections', 'join_sections')
    .addEdge('join_sections', END)
    .addEdge('plan_revision', 'revise')
    .addEdge('revise', END)
    .addEdge('translate', END)
    .compile();
}

function begin({ draft, aim, outline, original }: WriterState) {
  if (original !== undefined && draft === undefined) return 'translate';
  if (draft !== undefined) return 'plan_revision';
  // An outline without headings, as somebody may have left it, is still a plan.
  if (outline !== undefined && aim !== 'outline')
    return readPlan(outline).sections.length > 0 ? 'write_sections' : 'write_draft';
  return aim === 'outline' || aim === 'sections' ? 'make_headings' : 'make_outline';
}

interface WriterOptions extends Pick<WriterSettings, 'drafts'> {
  /** Sections that are written side by side at most. Absent: all of them. */
  readonly atOnce?: number;
}

export function createWriter(
  model: ChatModel,
  told: Told,
  { drafts = 'whole', atOnce = Number.POSITIVE_INFINITY }: WriterOptions = {},
): Writer {
  const graph = wire(model, told, atOnce);
  /** Who wrote is who gave the last answer of the graph. */
  const authored = async (input: typeof WriterState.Update, run: AgentRun) => {
    let author = model.model;
    const onAnswer = (answeredBy: string): void => {
      author = answeredBy;
      run.onAnswer?.(answeredBy);
    };
    const state = await runGraph(graph, input, { ...run, onAnswer });
    return { ...state, author };
  };
  return {
    model: model.model,
    async outline({ earlier, ...input }, run) {
      const { outline, author, request } = await authored({ ...input, aim: 'outline', earlierOutline: earlier }, run);
      if (outline === undefined) throw new Error('The writer graph ended without an outline.');
      return { text: `${outline.trim()}\n`, model: author, ...foundTemplate(input.request, request) };
    },
    async write(input, run) {
      const aim = drafts === 'sections' ? 'sections' : 'draft';
      const { text, author, request } = await authored({ ...input, aim }, run);
      if (text === undefined) throw new Error('The writer graph ended without a text.');
      return { text, model: author, ...foundTemplate(input.request, request) };
    },
    async translate(input, run) {
      const { draft, author } = await authored(input, run);
      if (draft === undefined) throw new Error('The writer graph ended without a translation.');
      return { draft, model: author };
    },
    async revise(input, run) {
      const { revision, author } = await authored(input, run);
      if (revision === undefined) throw new Error('The writer graph ended without a revision.');
      return { ...revision, model: author };
    },
  };
}

/** The kind of text that an outline found, where the order named none. */
function foundTemplate(ordered: ArticleRequest, { template }: ArticleRequest): { readonly template?: string } {
  return template === undefined || template === ordered.template ? {} : { template };
}
