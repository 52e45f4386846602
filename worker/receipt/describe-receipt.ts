import { cleanLine } from '../../src/lib/clean-text.ts';
import type { Receipt } from '../../src/receipt/receipt-schema.ts';

const PERCENT = 100;
const LABEL_CHARS = 12;

/** What a receipt says, in a few lines for whoever has just had it checked. */
export function describeReceipt({
  article,
  issuedAt,
  copydesk,
  disclosure,
  people,
  responsibleEditor,
  drafts,
  decisions,
  gate,
  factReports,
  models,
  notes,
  finalEdit,
  revises,
  translates,
}: Receipt): string {
  const percent = (share: number): string => `${Math.round(share * PERCENT * 10) / 10} %`;
  const checked = factReports.map(
    ({ version, supported, contradicted, notFound, verified }) =>
      `draft ${version}: ${supported} supported, ${contradicted} contradicted, ${notFound} not found${verified ? '' : ', from memory'}`,
  );
  const said = (wanted: 'counted' | 'not-counted'): string =>
    decisions
      .filter(({ vote, version }) => vote === wanted && version === article.version)
      .map(({ kind, by, at, rule }) =>
        cleanLine(`${by.name} (${kind}, ${at}${rule === undefined ? '' : `, as ${rule}`})`),
      )
      .join('; ');
  const votes: readonly (readonly [string, string])[] = [
    ['quorum', gate.voting === undefined ? '' : `${gate.voting.approvals} people had to approve`],
    ['with', said('counted')],
    ['beside', said('not-counted')],
  ];
  return [
    'The receipt is whole and agrees with itself, and the article is the one that was delivered.',
    `  article      ${cleanLine(article.title)} (${article.words} words, finished ${issuedAt}, Copydesk ${copydesk})`,
    `  disclosure   ${disclosure}: people wrote ${percent(people.writtenShare)} of its words and changed ${percent(people.changedShare)} of the text`,
    `  responsible  ${responsibleEditor === null ? 'nobody was asked' : cleanLine(`${responsibleEditor.name} (${responsibleEditor.platform}:${responsibleEditor.userId})`)}`,
    ...votes.flatMap(([name, line]) => (line === '' ? [] : [`  ${name.padEnd(LABEL_CHARS)} ${line}`])),
    ...(revises === null
      ? []
      : [`  edition      ${article.edition}, of ${revises.articleId}: asked for by ${cleanLine(revises.by.name)}`]),
    ...(translates === undefined
      ? []
      : [
          `  translation  of ${translates.articleId}, edition ${translates.edition} (${translates.language}): ${cleanLine(translates.title)}`,
        ]),
    `  sources      ${notes.length === 0 ? 'none cited' : `${notes.length} notes of ${new Set(notes.map(({ sha256 }) => sha256)).size} pages`}`,
    `  final edit   ${finalEdit === null ? 'none' : `${finalEdit.changes.length} sentences changed, ${finalEdit.proposals.length} proposals`}`,
    `  history      ${drafts.length} drafts, ${decisions.length} decisions`,
    `  facts        ${checked.length === 0 ? 'not checked' : checked.join('; ')}`,
    `  models       ${[...new Set(models.map(({ answered }) => cleanLine(answered)))].join(', ')}`,
    'No signature: it tells a change of these two files, not who wrote them.',
  ].join('\n');
}
