import { ModelError } from '../../agent.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { type NodeRuntime, runOf } from '../../run-graph.ts';
import type { Told } from '../../settings.ts';
import { citationRulesOf } from '../cited-article.ts';
import { readOutline } from '../read-outline.ts';
import type { WriterState } from '../state.ts';
import { assembleArticle } from './assemble-article.ts';
import { outlineFormat } from './outline-format.ts';
import { readPlan } from './outline-plan.ts';
import { headingsTurns, jointsTurns, sectionTurns } from './prompts.ts';
import { type Joints, jointsFormat, sectionBody } from './section-format.ts';
import { sideBySide } from './side-by-side.ts';
import { summed } from './summed.ts';

/** Plans the article for people's eyes: its title and headings, and what each section shows. */
export function createHeadings(model: ChatModel, told: Told) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'outline' | 'request'>> => {
    const { request, earlierOutline } = state;
    const run = runOf(runtime);
    const turns = headingsTurns(told, state, earlierOutline, run.variant);
    const answer = await model.ask({ purpose: 'writer.headings', turns, format: outlineFormat(state) }, run);
    const { outline, template } = readOutline(answer, told.house);
    const isOpen = !told.house.templates.some(({ id }) => id === request.template);
    return { outline, request: isOpen && template !== undefined ? { ...request, template } : request };
  };
}

/**
 * Writes the sections of the outline side by side. Where one fails, what the others brought is kept by the journal: done again, only the rest
 * is asked for.
 * @param atOnce as many as the model's server takes: more would stand in its queue until they are called an outage
 */
export function createSections(model: ChatModel, told: Told, atOnce: number) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'bodies'>> => {
    const plan = readPlan(state.outline ?? '');
    const format = sectionBody(state.request.language, citationRulesOf(state));
    const run = summed(runOf(runtime));
    const ask = (own: (typeof plan.sections)[number]): Promise<string> =>
      model.ask(
        { purpose: 'writer.section', turns: sectionTurns(told, state, plan, own), format, isWatched: true },
        run,
      );
    return { bodies: await sideBySide(plan.sections, atOnce, ask) };
  };
}

const NO_JOINTS: Joints = { lead: '', transitions: [] };

/** One pass over the whole: the lead, and what leads from section to section. A model that makes none costs the article nothing. */
export function createJoints(model: ChatModel, told: Told) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'text'>> => {
    const { request, outline = '', bodies = [] } = state;
    const read = readPlan(outline);
    const plan = { ...read, title: read.title === '' ? request.topic : read.title };
    const format = jointsFormat(request.language, citationRulesOf(state));
    const turns = jointsTurns(told, state, plan, bodies);
    try {
      const made = await model.ask({ purpose: 'writer.lead', turns, format }, runOf(runtime));
      return { text: assembleArticle(plan, bodies, made) };
    } catch (error) {
      if (!(error instanceof ModelError) || error.code !== 'model-answer-unusable') throw error;
      return { text: assembleArticle(plan, bodies, NO_JOINTS) };
    }
  };
}
