import type { ChatContent, Doubts, ToldDecision } from '../../../src/delivery/chat-content.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { CheckedClaim, Verdict } from '../../../src/protocol/fact-report.ts';
import { renderCard } from './card.ts';
import type { Look } from './look.ts';
import { type Block, renderMarkdown, toLines } from './markdown.ts';
import { rule } from './rule.ts';
import { type Paint, cleanLine, clean, prefixed, truncate, wrap } from './text.ts';

type Content<K extends ChatContent['kind']> = Extract<ChatContent, { readonly kind: K }>;

/** Lines of a long text that are shown before it is cut. */
const OPENING_LINES = 14;
/** A text this little longer than its opening is shown whole: a note about three lines takes three lines. */
const WORTH_CUTTING = 6;

/** A message as a person reads it: painted lines, the first a rule with its heading. Long texts are cut after their opening, and say so. */
export function renderContent(content: ChatContent, look: Look): string[] {
  const t = messages(content.frame.language);
  const head = rule(headingOf(content, t), sideOf(content, t), look);
  switch (content.kind) {
    case 'status':
      return [
        ...renderCard({ ...content, ...content.frame, topic: content.frame.request.topic }, t, look),
        ...renderAssumption(content, t, look),
      ];
    case 'draft':
      return [
        head,
        ...opening(renderMarkdown(content.text.text, look), t, look),
        ...renderDecided(content.decided, t, look),
      ];
    case 'critique':
      return [head, ...renderCritique(content, t, look)];
    case 'fact-report':
      return [head, ...renderFactReport(content, t, look)];
    case 'gate':
      return [head, ...renderGate(content, t, look), ...renderDecided(content.decided, t, look)];
    case 'failure':
      return [head, ...renderFailure(content, t, look)];
    case 'notice':
      return bullet('•', t.article.notice(content.notice), look.colors.yellow, look);
    case 'final':
      return [
        head,
        ...wrap([{ text: cleanLine(content.article.summary), paint: look.colors.italic }], look.columns),
        '',
        ...opening(renderMarkdown(content.article.text, look), t, look),
      ];
    default:
      return content satisfies never;
  }
}

function renderAssumption({ frame: { request } }: Content<'status'>, t: Messages, look: Look): string[] {
  return request.languageAssumed === true
    ? wrap([{ text: t.article.card.assumedLanguage(request.language), paint: look.colors.yellow }], look.columns)
    : [];
}

/** The text that a message carries, whole; undefined when it carries none. */
export function renderWhole(content: ChatContent, look: Look): string[] | undefined {
  const { article } = messages(content.frame.language);
  if (content.kind !== 'draft' && content.kind !== 'gate' && content.kind !== 'final') return undefined;
  const { heading, text } =
    content.kind === 'final'
      ? { heading: article.final.ready(content.article.title), text: content.article.text }
      : { heading: article.draft.heading(content.text), text: content.text.text };
  return [rule(heading, article.draft.length(countWords(text)), look), ...toLines(renderMarkdown(text, look))];
}

/** A message that was read before, in a line: for coming back to a thread. */
export function renderPast(content: ChatContent, look: Look): string {
  const t = messages(content.frame.language);
  const said = content.kind === 'notice' ? t.article.notice(content.notice) : headingOf(content, t);
  const decided =
    'decided' in content && content.decided !== undefined ? ` · ${t.article.decided(content.decided)}` : '';
  return look.colors.dim(truncate(`· ${cleanLine(said + decided)}`, look.columns));
}

/** What became of a draft, and the words that went with it. */
export function renderDecided(decided: ToldDecision | undefined, t: Messages, look: Look): string[] {
  if (decided === undefined) return [];
  const lines = bullet('✓', t.article.decided(decided), look.colors.green, look);
  if (decided.words === undefined) return lines;
  const mark = look.colors.dim('  │ ');
  return [...lines, ...prefixed(wrap(clean(decided.words), look.columns - 4), mark, mark)];
}

function headingOf(content: ChatContent, t: Messages): string {
  switch (content.kind) {
    case 'status':
      return t.article.card.title(content.frame.request.topic);
    case 'draft':
      return t.article.draft.heading(content.text);
    case 'critique':
      return t.article.critique.heading(content.version, content.critique.score);
    case 'fact-report':
      return t.article.factReport.heading(content.version);
    case 'gate':
      return t.article.gate.heading(content.draft);
    case 'failure':
      return t.failures.heading(content.failure.step);
    case 'notice':
      return '';
    case 'final':
      return t.article.final.ready(content.article.title);
    default:
      return content satisfies never;
  }
}

function sideOf(content: ChatContent, t: Messages): string | undefined {
  switch (content.kind) {
    case 'draft':
      return t.article.draft.length(countWords(content.text.text));
    case 'final':
      return t.article.draft.length(countWords(content.article.text));
    default:
      return undefined;
  }
}

function renderCritique({ critique }: Content<'critique'>, t: Messages, look: Look): string[] {
  const words = t.article.critique;
  const part = (heading: string, mark: string, items: readonly string[], paint: Paint): string[] =>
    items.length === 0 ? [] : [look.colors.bold(heading), ...items.flatMap((item) => bullet(mark, item, paint, look))];
  return [
    ...part(words.strengths, '+', critique.strengths, look.colors.green),
    ...part(words.weaknesses, '−', critique.weaknesses, look.colors.red),
    ...part(words.suggestions, '→', critique.suggestions, look.colors.cyan),
    ...(critique.factsQuestionable ? bullet('!', words.factsQuestionable, look.colors.yellow, look) : []),
  ];
}

const VERDICT_MARKS: Readonly<Record<Verdict, string>> = { supported: '✓', contradicted: '✗', 'not-found': '?' };

function renderClaim({ claim, verdict, note, quote, sources }: CheckedClaim, t: Messages, look: Look): string[] {
  const { colors } = look;
  const paints: Readonly<Record<Verdict, Paint>> = {
    supported: colors.green,
    contradicted: colors.red,
    'not-found': colors.yellow,
  };
  return [
    '',
    ...bullet(VERDICT_MARKS[verdict], `${t.words.verdicts[verdict]}: ${claim}`, paints[verdict], look),
    ...inset(note, undefined, look),
    ...(quote === undefined ? [] : inset(t.article.factReport.quote(quote), colors.italic, look)),
    ...sources.flatMap(({ title, url, date }) =>
      inset(`${title}${date === undefined ? '' : `, ${date}`} (${url})`, colors.dim, look),
    ),
  ];
}

/** First of all: what somebody says is wrong in the text that is to be decided on. */
function renderDoubts({ contradicted, unresolved }: Doubts, t: Messages, look: Look): string[] {
  const { gate } = t.article;
  return [
    ...(contradicted.length === 0
      ? []
      : wrap([{ text: gate.contradicted(contradicted.length), paint: look.colors.red }], look.columns)),
    ...contradicted.flatMap((claim) => [
      ...renderClaim(claim, t, look),
      ...(claim.verified ? [] : inset(gate.fromMemory, look.colors.yellow, look)),
    ]),
    ...(unresolved === 0 ? [] : wrap(gate.unresolved(unresolved), look.columns)),
    '',
  ];
}

function renderFactReport({ report }: Content<'fact-report'>, t: Messages, look: Look): string[] {
  const { colors } = look;
  return [
    ...wrap(t.article.factReport.summary(report), look.columns),
    ...wrap(
      [{ text: t.article.factReport.basis(report), ...(report.verified ? {} : { paint: colors.yellow }) }],
      look.columns,
    ),
    ...report.claims.flatMap((claim) => renderClaim(claim, t, look)),
  ];
}

function renderGate({ frame, stopReason, waitingFor, doubts }: Content<'gate'>, t: Messages, look: Look): string[] {
  return [
    ...(doubts === undefined ? [] : renderDoubts(doubts, t, look)),
    ...wrap(t.article.gate.stopReason(stopReason, frame), look.columns),
    ...wrap(cleanLine(t.article.card.waitingFor(waitingFor, frame.requesterName)), look.columns),
  ];
}

function renderFailure({ failure, options }: Content<'failure'>, t: Messages, look: Look): string[] {
  const { what, wayOut } = t.failures.words(failure.code);
  return [
    ...bullet('✗', what, look.colors.red, look),
    ...inset(wayOut, undefined, look),
    ...inset(`${t.article.failure.details}: ${failure.message}`, look.colors.dim, look),
    ...(options.length === 0 ? inset(t.article.failure.solved, undefined, look) : []),
  ];
}

/** As much as makes one want to read on, and the headings of what follows. */
function opening(blocks: readonly Block[], t: Messages, look: Look): string[] {
  const lines = toLines(blocks);
  if (lines.length <= OPENING_LINES + WORTH_CUTTING) return lines;
  const shown: Block[] = [];
  for (const block of blocks) {
    if (shown.length > 0 && toLines([...shown, block]).length > OPENING_LINES) break;
    shown.push(block);
  }
  // A heading alone at the end promises what does not follow.
  while (shown.length > 1 && shown.at(-1)?.heading !== undefined) shown.pop();
  const shownLines = toLines(shown).slice(0, OPENING_LINES);
  const headings = blocks.slice(shown.length).flatMap(({ heading }) => (heading === undefined ? [] : [heading]));
  return [
    ...shownLines,
    '',
    ...(headings.length === 0
      ? []
      : prefixed(
          wrap([{ text: headings.join(' · '), paint: look.colors.dim }], look.columns - 2),
          look.colors.dim('… '),
        )),
    ...wrap([{ text: t.terminal.moreLines(lines.length - shownLines.length), paint: look.colors.cyan }], look.columns),
  ];
}

function bullet(mark: string, text: string, paint: Paint, look: Look): string[] {
  return prefixed(wrap(cleanLine(text), look.columns - 4), `  ${paint(mark)} `);
}

function inset(text: string, paint: Paint | undefined, look: Look): string[] {
  return prefixed(wrap([{ text: cleanLine(text), ...(paint !== undefined && { paint }) }], look.columns - 4), '    ');
}

function countWords(markdown: string): number {
  return markdown.match(/[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}
