import type { ArticleFrame, ChatContent, ToldDecision } from '../delivery/chat-content.ts';
import { readDocument } from '../document/document-reader.ts';
import { plainTextOf } from '../document/markdown/plain-text.ts';
import { cleanLine, cleanText } from '../lib/clean-text.ts';
import { type Messages, messages } from '../messages/messages.ts';
import type { BringBackButton, Button } from '../protocol/button-codec.ts';
import type { DraftDecisionKind } from '../protocol/decision.ts';
import type { DraftRef } from '../protocol/draft.ts';
import type { Claim } from '../protocol/gate.ts';
import { around, type Card, type Decided, line, marked, moment, type Part, type Row, rows, type Span } from './card.ts';
import { extrasParts } from './extras-part.ts';
import { doubtParts } from './fact-report-card.ts';
import { ledgerParts } from './ledger-part.ts';
import { placeSpan } from './place-span.ts';
import { supportParts } from './sources-card.ts';
import { translationRows } from './translation-rows.ts';
import { tallyRows } from './tally-rows.ts';
import { asks, shownName, shownNames, waitingWords } from './waiting-for.ts';

type Content = Extract<ChatContent, { readonly kind: 'draft' | 'gate' }>;

/** Two by two: four in a row do not fit a phone. */
const DECISIONS = ['approve', 'request-changes', 'edit', 'reject'] as const satisfies readonly DraftDecisionKind[];

/**
 * A draft, or the one to decide on: the text, the buttons below it, and in their place what was decided.
 * @param prefix what is typed before a verb: `/article `, `/`
 */
export function draftCard(content: Content, prefix: string): Card {
  const { frame, draft, text, again, decided, buttons } = content;
  const t = messages(frame.language);
  // A gate that has been passed is a draft like others.
  const isAsked = content.kind === 'gate' && buttons;
  const title = cleanLine(
    isAsked
      ? t.article.gate.heading(draft)
      : t.article.draft.heading({
          ...text,
          authorName: shownName(text.authorName),
          ...(draft.outline && { outline: true }),
        }),
  );
  const markdown = cleanText(text.text);
  const { version, hash, score } = draft;
  const told = decided && toDecided(decided, frame.workspace, t);
  return {
    language: frame.language,
    mark: isAsked ? 'waiting' : 'draft',
    title,
    aside: [
      ...(again === undefined || isAsked ? [] : [t.article.draft.again(again)]),
      // The heading of what people are asked to decide on says it already.
      ...(score === undefined || isAsked ? [] : [`${t.words.format.score(score)}/10`]),
      t.article.draft.length(countWords(markdown)),
    ],
    // What was decided at its gate, the card of the gate says.
    ...(content.isFolded === true && {
      folded: told !== undefined && (content.kind === 'gate' || decided?.gate === undefined) ? { decided: told } : {},
    }),
    parts: [
      ...(content.kind === 'gate' && isAsked ? asPart(translationRows(frame.translation, t)) : []),
      ...(content.kind === 'gate' && content.doubts !== undefined ? doubtParts(content.doubts, t) : []),
      ...(content.kind === 'gate' && content.unchecked === true
        ? [rows(marked('unverified', t.article.gate.unchecked))]
        : []),
      ...(content.kind === 'gate' && content.sources !== undefined ? supportParts(content.sources, t) : []),
      ...(content.kind === 'gate' ? [whyItIsHere(content, t)] : []),
      ...(content.kind === 'gate' ? asPart(tallyRows(content.tally, t)) : []),
      ...(content.kind === 'gate' && content.claim !== undefined ? [rows(claimRow(content.claim, t))] : []),
      ...ledgerParts(content.ledger ?? [], t),
      ...(content.kind === 'gate' ? besideIt(content, t, prefix) : []),
    ],
    text: {
      markdown,
      show: 'opening',
      draft: { articleId: frame.articleId, version, hash },
      ...(content.kind === 'gate' && content.isShownAbove && { isAbove: true }),
    },
    ...(content.kind === 'gate' &&
      buttons && {
        asks: asks(content.waitingFor, frame, t, waitingWords(content.tally, frame, t)),
      }),
    ...(told !== undefined && { decided: told }),
    ...(buttons && {
      buttons: [
        ...decisionsOn(frame.articleId, { ...draft, ...(content.kind === 'gate' && { gate: content.gate }) }),
        // Nothing came before a first draft.
        ...(content.kind === 'gate' && version > 1
          ? [{ kind: 'changes' as const, articleId: frame.articleId, draft: { version, hash } }]
          : []),
        ...(content.kind === 'gate'
          ? [
              {
                kind: 'control' as const,
                articleId: frame.articleId,
                control: content.claim ? ('release' as const) : ('claim' as const),
              },
              { kind: 'control' as const, articleId: frame.articleId, control: 'another' as const },
            ]
          : []),
        ...(content.kind === 'gate' ? bringBack(content) : []),
        ...(content.kind === 'gate' && frame.translation !== undefined
          ? [{ kind: 'original' as const, articleId: frame.articleId }]
          : []),
        ...(content.kind === 'gate' ? openButtons(frame) : []),
      ],
    }),
    notification: [title, frame.request.topic],
  };
}

/** What goes with it, and how whoever decides replaces it. */
function besideIt(
  { frame, extras = [], withoutExtras, buttons }: Extract<Content, { readonly kind: 'gate' }>,
  t: Messages,
  prefix: string,
): readonly Part[] {
  const [first] = extras;
  if (first === undefined) return withoutExtras === true ? [rows(marked('unverified', t.article.extras.missing))] : [];
  return extrasParts(extras, t, buttons ? `${prefix}extras ${frame.articleId} ${first.name}: …` : undefined);
}

/** The way to the page, where there is one. */
export function openButtons({ articleId, hasPage }: Pick<ArticleFrame, 'articleId' | 'hasPage'>): readonly Button[] {
  return hasPage === true ? [{ kind: 'open', articleId }] : [];
}

/** Approve, request changes, edit, reject: of one draft, and no other. @param subject.gate the one that it waits at */
export function decisionsOn(
  articleId: string,
  { version, hash, gate }: DraftRef & { readonly gate?: string },
): readonly Button[] {
  return DECISIONS.map((decision) => ({
    kind: 'decision',
    articleId,
    decision,
    draft: { version, hash },
    ...(gate !== undefined && { gate }),
  }));
}

/** The latest draft before the one at a gate that says something else, in its place. */
export function bringBack({
  frame,
  draft: { version, hash },
  gate,
  replaced,
}: Extract<Content, { readonly kind: 'gate' }>): readonly BringBackButton[] {
  if (replaced === undefined) return [];
  return [{ kind: 'bring-back', articleId: frame.articleId, draft: { version, hash }, gate, to: replaced }];
}

/** Why a person is asked. */
function whyItIsHere({ frame, stopReason, again }: Extract<Content, { readonly kind: 'gate' }>, t: Messages) {
  const reason = line(
    stopReason === 'brought-back' && again !== undefined
      ? t.article.gate.broughtBack(again)
      : t.article.gate.stopReason(stopReason, frame),
  );
  return rows(reason);
}

function asPart(some: readonly Row[]): readonly Part[] {
  return some.length === 0 ? [] : [rows(...some)];
}

/** `Ann sees to it, since 14:07`. */
export function claimRow({ byName, at }: Pick<Claim, 'byName' | 'at'>, t: Messages): Row {
  return marked(
    'claim',
    ...around([moment(at, t.words.format)], ([when = '']) => t.article.gate.claimedBy(shownName(byName), when)),
  );
}

/** `Approved by Ann (in Slack), 23 Nov 2026, 14:07 UTC`. @param here workspace of the thread in which it is told */
export function decidedSpans(
  decision: Pick<ToldDecision, 'kind' | 'subject' | 'byName' | 'joined' | 'at' | 'to' | 'elsewhere'>,
  here: string | undefined,
  t: Messages,
): readonly Span[] {
  const elsewhere = decision.elsewhere === undefined ? [] : [placeSpan(decision.elsewhere, here, t)];
  return around([moment(decision.at, t.words.format), ...elsewhere], ([when = '', where]) =>
    t.article.decided(
      {
        ...decision,
        byName: t.words.format.both(shownNames([decision.byName, ...(decision.joined ?? []).map(({ name }) => name)])),
      },
      when,
      where,
    ),
  );
}

function toDecided(decided: ToldDecision, here: string | undefined, t: Messages): Decided {
  const words = decided.words === undefined ? '' : cleanText(decided.words).trim();
  return {
    mark: decided.kind,
    said: decidedSpans(decided, here, t),
    ...(words !== '' && { words }),
  };
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** As the language of the text counts them. */
function countWords(markdown: string): number {
  let count = 0;
  for (const { isWordLike } of segmenter.segment(plainTextOf(readDocument(markdown).root)))
    if (isWordLike === true) count += 1;
  return count;
}
