import type { Actor } from '../protocol/actor.ts';
import type { DecisionKind } from '../protocol/decision.ts';
import type { FactReport, FactSource, Verdict } from '../protocol/fact-report.ts';
import type { ApprovalSettings, VotingRules } from '../protocol/settings.ts';
import { articleMarkdown } from '../document/article-markdown.ts';
import { extrasMarkdown } from '../document/extras-file.ts';
import { canonicalJson, readableJson, sha256 } from './canonical-json.ts';
import { disclosureOf, sharesOf } from './disclosure.ts';
import { shorten } from '../lib/shorten.ts';
import { citedIds } from '../protocol/citations.ts';
import type { Extra } from '../protocol/extras.ts';
import type { EditRecord } from '../protocol/edit-record.ts';
import type { NotedSource } from '../protocol/evidence.ts';
import { RECEIPT_FORMAT, type Receipt, receiptSchema } from './receipt-schema.ts';
import { type OwnedWords, ownedWords, type Version, wordsIn, wordsOfPeople } from './words-of-people.ts';

/** What is kept of how a finished article came about, as the tables have it. Moments are ISO 8601, UTC. */
export interface ArticleRecords {
  readonly articleId: string;
  readonly topic: string;
  readonly language: string;
  readonly sources: readonly string[];
  /** Absent: none was named or found. */
  readonly template?: string;
  /** Those that may be cited. */
  readonly notes: readonly NotedSource[];
  /** Of a new edition: what it begins with. */
  readonly revises?: {
    readonly by: Actor;
    readonly kind: 'comment' | 'proposal' | 'translation';
    /** The text of the earlier receipt. */
    readonly receipt: string;
    readonly earlier: ArticleRecords;
  };
  /** Of a translation: what it translates. `receipt`: the text of its receipt. */
  readonly translates?: {
    readonly articleId: string;
    readonly edition: number;
    readonly language: string;
    readonly receipt: string;
  };
  readonly requester: Actor;
  readonly approval: ApprovalSettings;
  readonly edition: {
    readonly title: string;
    readonly fileName: string;
    readonly text: string;
    /** The same with its citations as the writer marks them. */
    readonly marked: string;
    /** 1, 2, … */
    readonly number: number;
    readonly edit?: EditRecord;
    readonly extras?: readonly Extra[];
    /** Of the draft that it was made of. */
    readonly version: number;
    readonly finishedAt: string;
  };
  /** Those that became part of the article, in order, up to the latest. */
  readonly drafts: readonly {
    readonly version: number;
    readonly author: 'agent' | 'person';
    readonly authorName: string;
    readonly sha256: string;
    readonly text: string;
    readonly writtenAt: string;
    readonly outline?: true;
  }[];
  /** Those that counted, in order. */
  readonly decisions: readonly {
    readonly kind: DecisionKind;
    readonly version: number;
    readonly draftHash: string;
    readonly gate?: string;
    readonly subject?: 'outline';
    readonly editedVersion?: number;
    /** Of `bring-back`: the version that was brought back. */
    readonly to?: number;
    readonly by: Actor;
    readonly at: string;
    readonly rule?: string;
    /** Absent: with it, it was decided. */
    readonly vote?: 'counted' | 'not-counted';
  }[];
  readonly factReports: readonly { readonly version: number; readonly report: FactReport }[];
  readonly models: Receipt['models'];
}

/** The receipt of a finished article, as the text of its file. The same text for the same records and version. */
export function makeReceipt(records: ArticleRecords, copydesk: string): string {
  const { articleId, topic, language, edition, approval, requester } = records;
  const file = articleMarkdown(edition.text);
  const counts = wordsOfPeople(versionsOf(records), file, records.revises && ownedIn(records.revises.earlier));
  const shares = sharesOf(counts);
  const approved = records.decisions.findLast(
    ({ kind, version, vote }) => kind === 'approve' && version === edition.version && vote === undefined,
  );
  const receipt: Omit<Receipt, 'sha256'> = {
    receipt: RECEIPT_FORMAT,
    copydesk,
    articleId,
    issuedAt: edition.finishedAt,
    article: {
      topic,
      edition: edition.number,
      template: records.template ?? null,
      title: edition.title,
      language,
      fileName: edition.fileName,
      sha256: sha256(file),
      words: counts.delivered,
      version: edition.version,
    },
    revises: toRevision(records),
    ...(records.translates !== undefined && { translates: toTranslation(records.translates) }),
    requester: toPerson(requester),
    gate: {
      policy: approval.gate,
      approvers: [...approval.approvers],
      ...(approval.outline && { outline: true }),
      ...(approval.voting !== undefined && { voting: toVoting(approval.voting) }),
    },
    responsibleEditor: approved === undefined ? null : toPerson(approved.by),
    disclosure: disclosureOf(shares),
    people: {
      writtenWords: counts.writtenByPeople,
      removedWords: counts.removedByPeople,
      writtenShare: shares.written,
      changedShare: shares.changed,
      method: 'word-diff',
    },
    drafts: records.drafts.map(({ text, ...draft }) => ({ ...draft, words: wordsIn(text).length })),
    decisions: records.decisions.map(({ by, ...decision }) => ({ ...decision, by: toPerson(by) })),
    notes: citedNotes(records),
    finalEdit: toFinalEdit(edition.edit),
    ...(edition.extras !== undefined && {
      extras: edition.extras.map(({ name, text, byName }) => ({
        name,
        sha256: sha256(text),
        author: byName === undefined ? ('agent' as const) : ('person' as const),
        ...(byName !== undefined && { authorName: byName }),
      })),
      extrasSha256: sha256(extrasMarkdown(edition.extras)),
    }),
    factReports: records.factReports.map(({ version, report }) => toFactReport(version, report)),
    models: records.models,
    sources: [...records.sources],
  };
  return readableJson(withHash(receipt));
}

/** Up to the approved one; what a person changed is known. */
function versionsOf({ drafts, edition, decisions }: ArticleRecords): readonly Version[] {
  return drafts
    .filter(({ version }) => version <= edition.version)
    .map((draft) => ({ ...draft, ...editedIn({ decisions }, draft.version) }));
}

/** Whose words an edition is made of, from the first one on. */
function ownedIn({ revises, ...records }: ArticleRecords): OwnedWords {
  const file = articleMarkdown(records.edition.text);
  return ownedWords(versionsOf(records), file, revises && ownedIn(revises.earlier));
}

function toRevision({ revises }: ArticleRecords): Receipt['revises'] {
  if (revises === undefined) return null;
  const { by, kind, receipt, earlier } = revises;
  const { sha256: receiptSha256, article } = receiptSchema.parse(JSON.parse(receipt));
  return {
    articleId: earlier.articleId,
    articleSha256: article.sha256,
    receiptSha256,
    by: toPerson(by),
    kind,
  };
}

function toTranslation({ receipt, ...original }: NonNullable<ArticleRecords['translates']>): Receipt['translates'] {
  const { sha256: receiptSha256, article } = receiptSchema.parse(JSON.parse(receipt));
  return { ...original, title: article.title, articleSha256: article.sha256, receiptSha256 };
}

function citedNotes({ notes, edition }: ArticleRecords): Receipt['notes'] {
  const cited = new Set(citedIds(edition.marked));
  return notes
    .filter(({ id }) => cited.has(id))
    .map(({ id, address, title, date, sha256: page }) => ({
      id,
      title,
      sha256: page,
      ...(address !== undefined && { address }),
      ...(date !== undefined && { date }),
    }));
}

/** Of a longer sentence; a whole text that could not be compared is in nobody's interest. */
const MOST_SENTENCE_CHARS = 2000;

function toFinalEdit(edit: EditRecord | undefined): Receipt['finalEdit'] {
  if (edit === undefined) return null;
  const cut = (text: string): string => shorten(text, MOST_SENTENCE_CHARS);
  return {
    changes: edit.changes.map(({ before, after }) => ({ before: cut(before), after: cut(after) })),
    proposals: edit.proposals.map(({ approved, wanted, reason }) => ({
      approved: cut(approved),
      wanted: cut(wanted),
      reason,
    })),
  };
}

/** With its `sha256`, over all the rest. */
export function withHash(receipt: Omit<Receipt, 'sha256'>): Receipt {
  return { ...receipt, sha256: sha256(canonicalJson(receipt)) };
}

function editedIn({ decisions }: Pick<ArticleRecords, 'decisions'>, became: number): { readonly edited?: number } {
  const edit = decisions.find(({ editedVersion }) => editedVersion === became);
  // What is brought back changes the text that it is a copy of, by nothing.
  return edit === undefined ? {} : { edited: edit.to ?? edit.version };
}

function toVoting({ steps, must, veto, ...voting }: VotingRules): Receipt['gate']['voting'] {
  return {
    ...voting,
    ...(steps !== undefined && { steps: steps.map((step) => [...step]) }),
    ...(must !== undefined && { must: [...must] }),
    ...(veto !== undefined && { veto: [...veto] }),
  };
}

function toPerson({ platform, userId, displayName }: Actor): Receipt['requester'] {
  return { platform, userId, name: displayName };
}

function toFactReport(version: number, { provider, verified, claims }: FactReport): Receipt['factReports'][number] {
  const counted = (verdict: Verdict): number => claims.filter((claim) => claim.verdict === verdict).length;
  const sources = new Map<string, FactSource>();
  for (const source of claims.flatMap((claim) => claim.sources))
    sources.set(source.url, sources.get(source.url) ?? source);
  return {
    version,
    provider,
    verified,
    supported: counted('supported'),
    contradicted: counted('contradicted'),
    notFound: counted('not-found'),
    sources: [...sources.values()].map(({ url, title, date }) => ({ url, title, ...(date !== undefined && { date }) })),
  };
}
