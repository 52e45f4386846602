import { canonicalJson, readableJson, sha256 } from './canonical-json.ts';
import { disclosureOf, sharesOf } from './disclosure.ts';
import { RECEIPT_FORMAT, type Receipt, receiptSchema } from './receipt-schema.ts';

/** `findings`: what is not as it was, one a sentence; empty: everything is. `unreadable`: of a format that this version does not know. */
export type Verification =
  | { readonly kind: 'verified'; readonly receipt: Receipt }
  | { readonly kind: 'altered'; readonly findings: readonly string[] }
  | { readonly kind: 'unreadable'; readonly why: string };

/** What lies beside an article and its receipt. */
export interface Beside {
  /** The bytes of the file of what goes with the article. */
  readonly extras?: Uint8Array | undefined;
  /** The text of the receipt of the edition that it revises. */
  readonly earlier?: string | undefined;
}

/** Digits of a draft's hash that buttons and decisions name. */
const NAMED_DIGITS = 8;

/**
 * Whether a receipt is whole, agrees with itself, and belongs to the article. Offline and pure. It tells a slip of the hand or of a machine,
 * and a change of one of the two files; whoever writes a new receipt with a new hash is not found out, since nobody signs it.
 * @param file the receipt's text @param article the bytes of the Markdown file
 * @param beside what is looked at, too, where it is given
 */
export function verifyReceipt(file: string, article: Uint8Array, { extras, earlier }: Beside = {}): Verification {
  const value = parseJson(file);
  if (value === undefined) return altered('The receipt is not JSON any more.');
  const format: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'receipt') : undefined;
  if (typeof format === 'number' && format > RECEIPT_FORMAT)
    return {
      kind: 'unreadable',
      why: `The receipt is of format ${format}, this version of Copydesk knows ${RECEIPT_FORMAT}.`,
    };
  const parsed = receiptSchema.safeParse(value);
  if (!parsed.success)
    return altered(
      ...parsed.error.issues.map(
        ({ path, message }) =>
          `The receipt says something that no receipt says: ${path.map(String).join('.') || 'the whole'}: ${message}.`,
      ),
    );
  const { data: receipt } = parsed;
  const findings = [
    ...faultsWithin(receipt, file),
    ...faultsWithArticle(receipt, article),
    ...(extras === undefined ? [] : faultsWithExtras(receipt, extras)),
    ...(earlier === undefined ? [] : faultsWithEarlier(receipt, earlier)),
  ];
  return findings.length === 0 ? { kind: 'verified', receipt } : altered(...findings);
}

function faultsWithin(receipt: Receipt, file: string): readonly string[] {
  const { sha256: told, ...rest } = receipt;
  const findings: string[] = [];
  if (sha256(canonicalJson(rest)) !== told)
    findings.push('The receipt was changed: its own hash is not that of what it says.');
  // A key that is there twice would be read once.
  else if (readableJson(receipt) !== file)
    findings.push('The receipt is not written as Copydesk writes it: something was added or laid out anew.');
  return [...findings, ...contradictionsIn(receipt)];
}

function contradictionsIn({
  article,
  drafts,
  decisions,
  people,
  disclosure,
  responsibleEditor,
  issuedAt,
  factReports,
  articleId,
  gate,
  revises,
  translates,
  notes,
  finalEdit,
  extras = [],
  extrasSha256,
}: Receipt): readonly string[] {
  const findings: string[] = [];
  const must = (holds: boolean, finding: string): void => void (holds || findings.push(finding));
  const byVersion = new Map(drafts.map((draft) => [draft.version, draft]));
  must(byVersion.size === drafts.length, 'The receipt contradicts itself: two drafts have one number.');
  must(
    byVersion.has(article.version),
    `The receipt contradicts itself: the article is made of draft ${article.version}, which is not among the drafts.`,
  );
  must(
    byVersion.get(article.version)?.outline !== true,
    `The receipt contradicts itself: the article is made of ${article.version}, which is an outline.`,
  );
  for (const { kind, version, draftHash, subject, editedVersion, to, at } of decisions) {
    const draft = byVersion.get(version);
    must(
      (subject === 'outline') === (draft?.outline === true),
      `The receipt contradicts itself: a decision (${kind}) takes an outline for a draft, or a draft for an outline (${version}).`,
    );
    must(
      draft?.sha256.slice(0, NAMED_DIGITS) === draftHash,
      `The receipt contradicts itself: a decision (${kind}) is about a draft ${version} with another hash.`,
    );
    must(
      kind === 'bring-back' || editedVersion === undefined || byVersion.get(editedVersion)?.author === 'person',
      `The receipt contradicts itself: draft ${editedVersion} is said to be a person's edit, and is none.`,
    );
    must(
      kind !== 'bring-back' || isSameText(byVersion.get(editedVersion ?? 0), byVersion.get(to ?? 0)),
      `The receipt contradicts itself: draft ${editedVersion} is said to be draft ${to} again, and is not.`,
    );
    must(at <= issuedAt, `The receipt contradicts itself: a decision (${kind}) came after the text was finished.`);
  }
  const approval = decisions.findLast(
    ({ kind, version, vote }) => kind === 'approve' && version === article.version && vote === undefined,
  );
  must(
    approval === undefined || isCarried(approval, decisions, gate.voting?.approvals),
    'The receipt contradicts itself: fewer people approved the article than it took.',
  );
  must(
    canonicalJson(approval?.by ?? null) === canonicalJson(responsibleEditor),
    'The receipt contradicts itself: the responsible editor is not who approved the draft.',
  );
  const shares = sharesOf({
    delivered: article.words,
    writtenByPeople: people.writtenWords,
    removedByPeople: people.removedWords,
  });
  must(
    shares.written === people.writtenShare && shares.changed === people.changedShare,
    'The receipt contradicts itself: the shares are not those of its words.',
  );
  must(
    disclosureOf(shares) === disclosure,
    `The receipt contradicts itself: with these shares it is ${disclosureOf(shares)}, not ${disclosure}.`,
  );
  must(
    factReports.every(({ version }) => byVersion.has(version)),
    'The receipt contradicts itself: a fact report is about a draft that is not among the drafts.',
  );
  must(
    (article.edition === 1) === (revises === null) && revises?.articleId !== articleId,
    'The receipt contradicts itself: a later edition revises an earlier one, and the first one none.',
  );
  must(
    translates?.articleId !== articleId && (revises?.kind !== 'translation' || translates !== undefined),
    'The receipt contradicts itself: what is translated is another article.',
  );
  must(
    extras.length > 0 === (extrasSha256 !== undefined),
    'The receipt contradicts itself: there is a file of what goes with the article where something does.',
  );
  must(
    new Set(notes.map(({ id }) => id)).size === notes.length,
    'The receipt contradicts itself: two notes have one id.',
  );
  must(
    (finalEdit?.changes ?? []).every(({ before, after }) => before !== after),
    'The receipt contradicts itself: a change of the final edit changes nothing.',
  );
  return findings;
}

/** Whether it is the edition after the one of the other receipt. */
function faultsWithEarlier({ article, revises }: Receipt, file: string): readonly string[] {
  const parsed = receiptSchema.safeParse(parseJson(file));
  if (!parsed.success) return ['The earlier receipt is not one of this format.'];
  const { data: earlier } = parsed;
  const isNext =
    revises?.articleId === earlier.articleId &&
    revises.receiptSha256 === earlier.sha256 &&
    revises.articleSha256 === earlier.article.sha256 &&
    article.edition === earlier.article.edition + 1;
  return [
    ...faultsWithin(earlier, file).map((finding) => `The earlier receipt: ${finding}`),
    ...(isNext ? [] : ['The article does not revise the edition of the earlier receipt, or that receipt was changed.']),
  ];
}

/** Whether as many different people had approved a draft as it took, with the last of them. */
function isCarried(
  { version, by }: Receipt['decisions'][number],
  decisions: Receipt['decisions'],
  needed = 1,
): boolean {
  const votes = decisions.filter((one) => one.vote === 'counted' && one.kind === 'approve' && one.version === version);
  return new Set([by, ...votes.map((vote) => vote.by)].map((who) => `${who.platform}:${who.userId}`)).size >= needed;
}

function isSameText(one: Receipt['drafts'][number] | undefined, other: Receipt['drafts'][number] | undefined): boolean {
  return one !== undefined && one.sha256 === other?.sha256 && one.author === other.author;
}

function faultsWithArticle({ article }: Receipt, bytes: Uint8Array): readonly string[] {
  if (sha256(bytes) === article.sha256) return [];
  const asSent = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n');
  return sha256(asSent) === article.sha256
    ? [
        'The article is the same but for its line ends or a mark at its beginning: an editor or a transfer has changed them.',
      ]
    : [`The article is not the one that was delivered as ${article.fileName}: its hash is another.`];
}

function faultsWithExtras({ extrasSha256 }: Receipt, file: Uint8Array): readonly string[] {
  if (extrasSha256 === undefined) return ['Nothing goes with the article, says the receipt.'];
  return sha256(file) === extrasSha256
    ? []
    : ['What goes with the article is not what was delivered: the hash of its file is another.'];
}

function altered(...findings: readonly string[]): Verification {
  return { kind: 'altered', findings };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
