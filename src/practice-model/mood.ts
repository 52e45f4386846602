import type { Brief } from './brief.ts';
import { mapBlocks, parseMarkdown } from './markdown.ts';
import type { ModelCall } from './model-call.ts';
import { dissect } from './newsroom/anatomy.ts';
import { critique } from './newsroom/critic.ts';
import { edit } from './newsroom/editor.ts';
import { withParagraph } from './newsroom/heed-wishes.ts';
import { phrasesIn } from './newsroom/material.ts';
import { GROWTH, planArticle } from './newsroom/plan.ts';
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
  lazy: { answer: (brief) => (brief.task === 'revise' ? { text: hardlyChanged(brief) } : undefined) },
  regressing: { answer: regress },
  liar: { answer: lie },
  thinking: { send: think },
  refusing: {
    send: (_, call) => ({ kind: 'answer', content: { text: sayIn(call, 'refusal') }, ending: 'refused' }),
  },
  cut: { send: cutOff },
  obeying: { answer: obey },
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

/** Every draft asserts a false figure, and another one when the last was found out; the final edit slips one in, too. */
function lie(brief: Brief): Answer | undefined {
  if (brief.task === 'revise') return { text: withLie(revise(brief), brief) };
  const edited = brief.task === 'edit' ? edit(brief) : undefined;
  return edited && { json: { ...edited, text: withLie(edited.text, brief) } };
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
              weaknesses: [],
              suggestions: [],
              factsQuestionable: false,
            },
          };
    case 'draft':
    case 'revise':
      return words === undefined ? undefined : { text: words };
    default:
      return undefined;
  }
}

function sayIn(call: ModelCall, text: string): string {
  return phrasesIn(call.brief?.language ?? 'en').texts[text]?.[0] ?? '';
}
