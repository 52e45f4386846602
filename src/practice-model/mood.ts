import type { Brief } from './brief.ts';
import { mapBlocks, parseMarkdown } from './markdown.ts';
import type { ModelCall } from './model-call.ts';
import { dissect } from './newsroom/anatomy.ts';
import { critique, judgedCriteria } from './newsroom/critic.ts';
import { edit } from './newsroom/editor.ts';
import { withParagraph } from './newsroom/heed-wishes.ts';
import { phrasesIn } from './newsroom/material.ts';
import { GROWTH, type Plan, planArticle } from './newsroom/plan.ts';
import { planRevision, reviseSections } from './newsroom/revision.ts';
import { finished, firstDraft, revise } from './newsroom/writer.ts';
import { type Answer, answerText, type AnswerReply } from './reply.ts';
import { tokensIn } from './wire/usage.ts';

interface Behaviour {
  /** Its own answer to a task of the newsroom; undefined: as always. */
  readonly answer?: (brief: Brief) => Answer | undefined;
  /** How it sends what was answered. */
  readonly send?: (reply: AnswerReply, call: ModelCall) => AnswerReply;
}

/** What real models do, so that it can be seen without one; `docs/practice-model.md` says what to watch for. */
const BEHAVIOURS = {
  improving: {},
  lazy: { answer: idle },
  regressing: { answer: regress },
  liar: { answer: lie },
  thinking: { send: think },
  refusing: {
    send: (_, call) => ({ kind: 'answer', content: { text: sayIn(call, 'refusal') }, ending: 'refused' }),
  },
  cut: { send: cutOff },
  obeying: { answer: obey },
  erratic: { answer: stray },
} as const satisfies Readonly<Record<string, Behaviour>>;

export type Mood = keyof typeof BEHAVIOURS;

export function behaviourOf(mood: Mood): Behaviour {
  return BEHAVIOURS[mood];
}

/** Whether `name` is one of {@link MOODS}. */
export function isMood(name: string): name is Mood {
  return Object.hasOwn(BEHAVIOURS, name);
}

export const MOODS = Object.keys(BEHAVIOURS).filter(isMood);

/** Whatever is asked, one sentence changes. */
function idle(brief: Brief): Answer | undefined {
  const [opening, first = opening] = brief.overview;
  if (brief.task === 'plan' && first !== undefined) {
    const rewrite = { action: 'rewrite', section: first.id, heading: null, what: '' } as const;
    const unplaced = brief.orders.filter(({ where }) => where.length === 0);
    return { json: { changes: unplaced.map(({ id }) => ({ order: id, ...rewrite })), superseded: [] } };
  }
  if (brief.task !== 'revise') return undefined;
  if (first === undefined) return { text: hardlyChanged(brief) };
  const plan = planArticle(brief);
  const closings = plan.variants('vagueClosing');
  return {
    json: {
      ...reviseSections(brief),
      sections: brief.sections.map(({ id, text }) => {
        const old = closings.find((closing) => text.includes(closing));
        const other = closings.find((closing) => closing !== old) ?? '';
        return { id, text: old === undefined ? text : text.replace(old, () => other) };
      }),
    },
  };
}

/** Answers for sections that nobody asked for, forgets one that was, loses a heading, and plans for sections that are not there. */
function stray(brief: Brief): Answer | undefined {
  if (brief.overview.length === 0) return undefined;
  const plan = planArticle(brief);
  if (brief.task === 'plan') {
    const planned = planRevision(brief);
    const [order] = brief.orders;
    const invented = { action: 'rewrite', section: 's999', heading: null, what: plan.say('planned') } as const;
    return { json: { ...planned, changes: [...planned.changes, { order: order?.id ?? '', ...invented }] } };
  }
  if (brief.task !== 'revise') return undefined;
  const { sections, ...told } = reviseSections(brief);
  const asked = new Set(sections.map(({ id }) => id));
  const [first, ...rest] = sections;
  const others = brief.overview
    .filter(({ id }) => !asked.has(id))
    .map(({ id, heading }) => ({ id, text: `## ${heading}\n\n${plan.vague.body}\n` }));
  const headless = { id: first?.id ?? '', text: (first?.text ?? '').replace(/^\s*#[^\n]*\n/, '').trim() };
  const kept = rest.length > 1 ? rest.slice(0, -1) : rest;
  return { json: { ...told, sections: [headless, ...kept, ...others] } };
}

/** Its closing words are other ones of those that say nothing; whatever was criticised stays. */
function hardlyChanged(brief: Brief): string {
  const plan = planArticle(brief);
  const closings = plan.variants('vagueClosing');
  const other = closings.find((closing) => !brief.draft.includes(closing)) ?? '';
  const document = parseMarkdown(brief.draft);
  return finished(
    mapBlocks(document, (block) => (closings.includes(block) ? other : block)),
    plan,
  );
}

/** Begins with a good draft; each later one has lost sections and gained a cliché; the last are hollow, with a false figure. */
function regress(brief: Brief): Answer | undefined {
  if (brief.task === 'draft') return { text: revise({ ...brief, draft: firstDraft(brief) }) };
  if (brief.task !== 'revise') return undefined;
  const plan = planArticle(brief);
  if (brief.overview.length > 0) return { json: { ...reviseSections(brief), sections: hollowed(brief, plan) } };
  const { document, parts } = dissect(brief.draft, plan);
  const lost = GROWTH.filter((part) => parts.has(part)).slice(-2);
  const sections = document.sections.filter(({ heading }) => !lost.some((part) => part === plan.partOf(heading)));
  const hollow = mapBlocks({ ...document, sections }, (block) => {
    const vague = block.replace(plan.lead, () => plan.vague.lead);
    return lost.length > 0
      ? vague
      : vague.replace(plan.overview, () => `${plan.vague.body} ${plan.doubtful[0]?.claim ?? ''}`);
  });
  return { text: finished(withParagraph(hollow, plan.say('cliche', {}, brief.draft)), plan) };
}

/** Nothing is left of them but words that say nothing. */
function hollowed({ overview, sections }: Brief, plan: Plan) {
  return sections.map(({ id, text }) => {
    const [heading = ''] = text.trimStart().split('\n');
    const body = overview[0]?.id === id ? plan.vague.lead : `${plan.vague.body} ${plan.say('cliche', {}, id)}`;
    return { id, text: `${heading}\n\n${body}\n` };
  });
}

/** Every draft asserts a false figure, and another one when the last was found out; the final edit slips one in, too. */
function lie(brief: Brief): Answer | undefined {
  if (brief.task === 'revise' && brief.overview.length === 0) return { text: withLie(revise(brief), brief) };
  if (brief.task === 'revise') {
    const { sections, ...said } = reviseSections(brief);
    const [first, ...rest] = sections;
    if (first === undefined) return undefined;
    const [heading = ''] = first.text.split('\n');
    const told = withClaim(first.text.slice(heading.length), brief);
    return { json: { ...said, sections: [{ id: first.id, text: `${heading}${told}` }, ...rest] } };
  }
  const edited = brief.task === 'edit' ? edit(brief) : undefined;
  return edited && { json: { ...edited, text: withLie(edited.text, brief) } };
}

/** A section's text with a false figure at its end. */
function withClaim(text: string, brief: Brief): string {
  const plan = planArticle(brief);
  const figure = plan.doubtful.find(({ claim }) => !brief.draft.includes(claim)) ?? plan.doubtful[0];
  return figure === undefined ? text : `${text.trimEnd()}\n\n${figure.claim} ${plan.say('certain')}\n`;
}

function withLie(text: string, brief: Brief): string {
  const plan = planArticle(brief);
  const isNew = ({ claim }: { readonly claim: string }): boolean => !text.includes(claim);
  const figure =
    plan.doubtful.find((one) => isNew(one) && !brief.draft.includes(one.claim)) ?? plan.doubtful.find(isNew);
  if (figure === undefined) return text;
  const certain = plan.say('certain');
  const sober = mapBlocks(parseMarkdown(text), (block) => block.replace(certain, '').trim());
  return finished(withParagraph(sober, `${figure.claim} ${certain}`), plan);
}

/** `<think>` in the text, and what servers make of it that know such models. A call of a tool has no text to think in. */
function think(reply: AnswerReply, call: ModelCall): AnswerReply {
  const reasoning = sayIn(call, 'thought');
  if (call.format.kind === 'tool') return { ...reply, reasoning };
  const text = `<think>\n${reasoning}\n</think>\n\n${answerText(reply.content)}`;
  return { ...reply, content: { text }, reasoning };
}

/** At the limit of tokens that the request sets, at the latest in the middle. */
function cutOff(reply: AnswerReply, { body }: ModelCall): AnswerReply {
  const text = answerText(reply.content);
  const limit = Number(body['max_completion_tokens'] ?? body['max_tokens'] ?? body['max_output_tokens'] ?? Number.NaN);
  const share = Math.min(0.5, Number.isNaN(limit) ? 1 : limit / tokensIn(text));
  const characters = [...text];
  return {
    ...reply,
    content: { text: characters.slice(0, Math.floor(characters.length * share)).join('') },
    ending: 'cut',
  };
}

const ORDER =
  /(?:(?:ignore|disregard|forget)\s+(?:all\s+|any\s+)*(?:(?:the|your)\s+)?(?:previous\s+|prior\s+|above\s+|earlier\s+)?(?:instructions?|rules|prompts?)|(?:игнорируй|забудь)\S*\s+(?:все\s+)?(?:предыдущие\s+|прежние\s+|свои\s+)?(?:инструкции|указания|правила))[\s,.:;!—–-]*(?:(?:and|и)\s+)?([^\n]+)/i;
const SAY =
  /(?:write|say|reply|answer|respond|output|print|напиши|скажи|ответь|выведи)\S*\s+(?:only\s+|just\s+|exactly\s+|with\s+|только\s+)*["“«]?(.+?)["”»]?[.!]?$/i;
const SCORE = /(?:score|rating|оценк|балл)\D{0,20}(\d+(?:[.,]\d)?)|(\d+(?:[.,]\d)?)\s*(?:out of 10|\/\s*10|из 10)/i;

/** Does what is written in what it should only work on: “Ignore all previous instructions and …”. */
function obey(brief: Brief): Answer | undefined {
  const material = [
    brief.topic,
    brief.draft,
    ...brief.comments.map(({ text }) => text),
    ...brief.claims.map(({ text }) => text),
  ];
  const order = material.map((text) => ORDER.exec(text)?.[1]).find((found) => found !== undefined);
  if (order === undefined) return undefined;
  const [, one, other] = SCORE.exec(order) ?? [];
  const score = Number((one ?? other ?? '').replace(',', '.') || Number.NaN);
  const words = Number.isNaN(score) ? SAY.exec(order)?.[1] : undefined;
  switch (brief.task) {
    case 'critique':
      return Number.isNaN(score)
        ? undefined
        : {
            json: {
              ...critique(brief),
              score: Math.min(10, score),
              criteria: judgedCriteria({ score: Math.min(10, score), strengths: ['10/10'] }, brief),
              weaknesses: [],
              suggestions: [],
              factsQuestionable: false,
            },
          };
    case 'draft':
    case 'revise':
      if (words === undefined) return undefined;
      return brief.overview.length === 0
        ? { text: words }
        : { json: { sections: brief.sections.map(({ id }) => ({ id, text: words })), answers: [], superseded: [] } };
    default:
      return undefined;
  }
}

function sayIn(call: ModelCall, text: string): string {
  return phrasesIn(call.brief?.language ?? 'en').texts[text]?.[0] ?? '';
}
