import type { Doubts } from '../../../src/delivery/chat-content.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { CheckedClaim, FactSource, Verdict } from '../../../src/protocol/fact-report.ts';
import { type Card, type Content, heading, shortened } from './card.ts';
import { cleanLine } from './inert.ts';
import { link } from './markdown.ts';
import { type Block, block, line, span } from './rich-text.ts';

const VERDICT_EMOJI: Readonly<Record<Verdict, string>> = { contradicted: '❌', 'not-found': '❓', supported: '✅' };
/** What has to be changed comes first. */
const VERDICTS = ['contradicted', 'not-found', 'supported'] as const satisfies readonly Verdict[];

/** What was found about the claims of a draft, with sources. */
export function renderFactReportCard({ version, report }: Content<'fact-report'>, t: Messages): Card {
  const words = t.article.factReport;
  const claims = VERDICTS.flatMap((verdict) => report.claims.filter((claim) => claim.verdict === verdict));
  return {
    blocks: [
      heading('🔎', words.heading(version)),
      line(words.summary(report)),
      line(report.verified ? '' : '⚠️ ', span(words.basis(report), { italic: true })),
      ...claims.flatMap((claim) => renderClaim(claim, t)),
    ],
  };
}

/** Of more the reports tell. */
const MAX_DOUBTED = 5;
const MAX_DOUBTED_CHARS = 300;

/** First of all: what somebody says is wrong in the text that is to be decided on. */
export function renderDoubts({ contradicted, unresolved }: Doubts, t: Messages): readonly Block[] {
  const words = t.article.gate;
  const short = (text: string): string => shortened(cleanLine(text), MAX_DOUBTED_CHARS);
  return [
    ...(contradicted.length === 0 ? [] : [block(span(words.contradicted(contradicted.length), { bold: true }))]),
    ...contradicted.slice(0, MAX_DOUBTED).flatMap(({ verified, ...claim }) => [
      ...renderClaim(
        {
          ...claim,
          claim: short(claim.claim),
          note: short(claim.note),
          ...(claim.quote !== undefined && { quote: short(claim.quote) }),
          sources: claim.sources.slice(0, 1),
        },
        t,
      ),
      ...(verified ? [] : [line('⚠️ ', span(words.fromMemory, { italic: true }))]),
    ]),
    ...(unresolved === 0 ? [] : [block('❓ ', words.unresolved(unresolved))]),
  ];
}

function renderClaim({ claim, verdict, note, quote, sources }: CheckedClaim, t: Messages): readonly Block[] {
  return [
    block(`${VERDICT_EMOJI[verdict]} `, span(`${t.words.verdicts[verdict]}: `, { bold: true }), cleanLine(claim)),
    ...(cleanLine(note) === '' ? [] : [line(cleanLine(note))]),
    ...(quote === undefined ? [] : [line(span(t.article.factReport.quote(cleanLine(quote)), { italic: true }))]),
    ...sources.map(renderSource),
  ];
}

function renderSource({ title, url, date }: FactSource): Block {
  const name = cleanLine(title);
  return line('🔗 ', ...link([span(name)], cleanLine(url)), date === undefined ? '' : `, ${cleanLine(date)}`);
}
