import type { Messages } from '../../../src/messages/messages.ts';
import type { CheckedClaim, FactSource, Verdict } from '../../../src/protocol/fact-report.ts';
import { type Card, type Content, heading } from './card.ts';
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
