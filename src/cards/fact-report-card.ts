import type { ChatContent, Doubts } from '../delivery/chat-content.ts';
import { cleanLine } from '../lib/clean-text.ts';
import { type Messages, messages } from '../messages/messages.ts';
import type { CheckedClaim, FactSource, Verdict } from '../protocol/fact-report.ts';
import { shorten } from '../lib/shorten.ts';
import { type Card, italic, line, marked, type Part, point, type Row, rows } from './card.ts';

/** What needs somebody's eyes comes first. */
const ORDER: readonly Verdict[] = ['contradicted', 'not-found', 'supported'];

/** What was found about each claim of a draft, every source with its address. */
export function factReportCard({
  frame,
  version,
  report,
}: Extract<ChatContent, { readonly kind: 'fact-report' }>): Card {
  const t = messages(frame.language);
  const { factReport } = t.article;
  const title = factReport.heading(version);
  const summary = factReport.summary(report);
  const claims = report.claims.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const basis = italic(factReport.basis(report));
  return {
    language: frame.language,
    mark: 'fact-checking',
    title,
    parts: [
      rows(line(summary), report.verified ? line(basis) : marked('unverified', basis)),
      ...claims.map((claim) => claimPart(claim, t)),
    ],
    notification: [title, summary, frame.request.topic],
  };
}

/** Of more the reports tell. */
const MOST_DOUBTED = 5;
const DOUBTED_CHARS = 300;

/** First of all: what somebody says is wrong in the text that is to be decided on. */
export function doubtParts({ contradicted, unresolved }: Doubts, t: Messages): readonly Part[] {
  const { gate } = t.article;
  const heading: Row = { ...line(gate.contradicted(contradicted.length)), kind: 'heading' };
  return [
    ...(contradicted.length === 0 ? [] : [rows(heading)]),
    ...contradicted.slice(0, MOST_DOUBTED).map(({ verified, sources, quote, ...claim }) =>
      claimPart(
        {
          ...claim,
          claim: shorten(cleanLine(claim.claim), DOUBTED_CHARS),
          note: shorten(cleanLine(claim.note), DOUBTED_CHARS),
          ...(quote !== undefined && { quote: shorten(cleanLine(quote), DOUBTED_CHARS) }),
          sources: sources.slice(0, 1),
        },
        t,
        verified ? [] : [marked('unverified', italic(gate.fromMemory))],
      ),
    ),
    ...(unresolved === 0 ? [] : [rows(marked('not-found', gate.unresolved(unresolved)))]),
  ];
}

function claimPart(
  { claim, verdict, note, quote, sources }: CheckedClaim,
  t: Messages,
  more: readonly Row[] = [],
): Part {
  const quoted: readonly Row[] =
    quote === undefined ? [] : [{ kind: 'quote', spans: [italic(t.article.factReport.quote(cleanLine(quote)))] }];
  return rows(
    marked(verdict, { text: `${t.words.verdicts[verdict]}: `, look: 'bold' }, cleanLine(claim)),
    ...(cleanLine(note) === '' ? [] : [line(cleanLine(note))]),
    ...quoted,
    ...sources.map(sourceRow),
    ...more,
  );
}

function sourceRow({ title, url, date = '' }: FactSource): Row {
  const words = [title, date].map(cleanLine).filter((word) => word !== '');
  return point('link', { text: words.join(', '), address: cleanLine(url) });
}
