import type { KnownBlock } from '@slack/types';
import type { ChatContent, Doubts } from '../../../src/delivery/chat-content.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { CheckedClaim, FactSource, Verdict } from '../../../src/protocol/fact-report.ts';
import { bold, italic, link, type Span } from './blocks.ts';
import { line, pack, point, quote, type Row } from './pack.ts';
import { cleanLine, shorten, webAddress } from './text.ts';

const VERDICT_MARKS: Readonly<Record<Verdict, string>> = { contradicted: '❌', 'not-found': '❓', supported: '✅' };
/** What needs somebody's eyes comes first. */
const ORDER: readonly Verdict[] = ['contradicted', 'not-found', 'supported'];
/** Longer addresses are shown, but are no link: nobody knows what Slack takes there, so it is what it takes on a button. */
const LINK_CHARS = 3000;

/** What was found about each claim: contradicted ones first, every source with its address. */
export function factReportBlocks({
  frame,
  version,
  report,
}: Extract<ChatContent, { readonly kind: 'fact-report' }>): readonly KnownBlock[] {
  const t = messages(frame.language);
  const { factReport } = t.article;
  const claims = report.claims.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  return [
    ...pack([
      line('🔎 ', bold(factReport.heading(version))),
      line(factReport.summary(report)),
      line(report.verified ? factReport.basis(report) : `⚠️ ${factReport.basis(report)}`),
    ]),
    // A block each: Slack keeps some distance between blocks.
    ...claims.flatMap((claim) => pack(claimRows(claim, t))),
  ];
}

/** Of more the reports tell. */
const MAX_DOUBTED = 5;
const DOUBTED_CHARS = 300;

/** First of all: what somebody says is wrong in the text that is to be decided on. */
export function doubtBlocks({ contradicted, unresolved }: Doubts, t: Messages): readonly KnownBlock[] {
  const { gate } = t.article;
  const short = (text: string): string => shorten(cleanLine(text), DOUBTED_CHARS);
  return [
    ...(contradicted.length === 0 ? [] : pack([line('❌ ', bold(gate.contradicted(contradicted.length)))])),
    ...contradicted.slice(0, MAX_DOUBTED).flatMap(({ verified, ...claim }) =>
      pack([
        ...claimRows(
          {
            ...claim,
            claim: short(claim.claim),
            note: short(claim.note),
            ...(claim.quote !== undefined && { quote: short(claim.quote) }),
            sources: claim.sources.slice(0, 1),
          },
          t,
        ),
        ...(verified ? [] : [line(`⚠️ ${gate.fromMemory}`)]),
      ]),
    ),
    ...(unresolved === 0 ? [] : pack([line(`❓ ${gate.unresolved(unresolved)}`)])),
  ];
}

function claimRows({ claim, verdict, note, quote: words, sources }: CheckedClaim, t: Messages): readonly Row[] {
  return [
    line(`${VERDICT_MARKS[verdict]} `, bold(`${t.words.verdicts[verdict]}: `), cleanLine(claim)),
    ...(cleanLine(note) === '' ? [] : [line(cleanLine(note))]),
    ...(words === undefined ? [] : [quote(italic(t.article.factReport.quote(cleanLine(words))))]),
    ...sources.map((source) => point(...sourceSpans(source))),
  ];
}

function sourceSpans({ title, url, date }: FactSource): readonly Span[] {
  const address = webAddress(url);
  const words = [cleanLine(title), ...(date === undefined ? [] : [cleanLine(date)])]
    .filter((word) => word !== '')
    .join(', ');
  return [
    words === '' ? '' : `${words}: `,
    address === undefined || address.length > LINK_CHARS ? cleanLine(address ?? url) : link(address),
  ];
}
