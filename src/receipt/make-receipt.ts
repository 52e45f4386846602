import type { Actor } from '../protocol/actor.ts';
import type { DecisionKind } from '../protocol/decision.ts';
import type { FactReport, FactSource, Verdict } from '../protocol/fact-report.ts';
import type { ApprovalSettings } from '../protocol/settings.ts';
import { articleMarkdown } from '../document/article-markdown.ts';
import { canonicalJson, readableJson, sha256 } from './canonical-json.ts';
import { disclosureOf, sharesOf } from './disclosure.ts';
import { RECEIPT_FORMAT, type Receipt } from './receipt-schema.ts';
import { wordsIn, wordsOfPeople } from './words-of-people.ts';

/** What is kept of how a finished article came about, as the tables have it. Moments are ISO 8601, UTC. */
export interface ArticleRecords {
  readonly articleId: string;
  readonly topic: string;
  readonly language: string;
  readonly sources: readonly string[];
  readonly requester: Actor;
  readonly approval: ApprovalSettings;
  readonly edition: {
    readonly title: string;
    readonly fileName: string;
    readonly text: string;
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
  }[];
  readonly factReports: readonly { readonly version: number; readonly report: FactReport }[];
  readonly models: Receipt['models'];
}

/** The receipt of a finished article, as the text of its file. The same text for the same records and version. */
export function makeReceipt(records: ArticleRecords, copydesk: string): string {
  const { articleId, topic, language, edition, approval, requester } = records;
  const file = articleMarkdown(edition.text);
  const drafts = records.drafts.filter(({ version }) => version <= edition.version);
  const counts = wordsOfPeople(
    drafts.map((draft) => ({ ...draft, ...editedIn(records, draft.version) })),
    file,
  );
  const shares = sharesOf(counts);
  const approved = records.decisions.findLast(({ kind, version }) => kind === 'approve' && version === edition.version);
  const receipt: Omit<Receipt, 'sha256'> = {
    receipt: RECEIPT_FORMAT,
    copydesk,
    articleId,
    issuedAt: edition.finishedAt,
    article: {
      topic,
      title: edition.title,
      language,
      fileName: edition.fileName,
      sha256: sha256(file),
      words: counts.delivered,
      version: edition.version,
    },
    requester: toPerson(requester),
    gate: { policy: approval.gate, approvers: [...approval.approvers], ...(approval.outline && { outline: true }) },
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
    factReports: records.factReports.map(({ version, report }) => toFactReport(version, report)),
    models: records.models,
    sources: [...records.sources],
  };
  return readableJson(withHash(receipt));
}

/** With its `sha256`, over all the rest. */
export function withHash(receipt: Omit<Receipt, 'sha256'>): Receipt {
  return { ...receipt, sha256: sha256(canonicalJson(receipt)) };
}

function editedIn({ decisions }: ArticleRecords, became: number): { readonly edited?: number } {
  const edit = decisions.find(({ editedVersion }) => editedVersion === became);
  // What is brought back changes the text that it is a copy of, by nothing.
  return edit === undefined ? {} : { edited: edit.to ?? edit.version };
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
