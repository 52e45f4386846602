/** Names one draft beyond doubt: a decision about one never touches another. */
export interface DraftRef {
  /** 1, 2, 3, … in the order in which drafts became part of the article. */
  readonly version: number;
  /** First 8 hex digits of the SHA-256 of the text. */
  readonly hash: string;
}

/** What the workflow knows of a draft: everything but its text, which lies in the table `drafts`. */
export interface DraftRecord extends DraftRef {
  readonly draftId: string;
  readonly author: 'agent' | 'person';
  /** It is the plan of the article and none of its drafts, though it is numbered with them. */
  readonly outline?: true;
  /** 0 to 10, once criticised. Drafts by people are not. */
  readonly score?: number;
  readonly critiqueId?: string;
  /** The critique doubts its facts. */
  readonly doubtful?: true;
  /** What the critique finds most wrong was already named in the critique of the draft that this one grew from. */
  readonly repeats?: true;
  /** It was compared with the draft that was the best then, their scores being close: whether it is the better one. */
  readonly compared?: { readonly with: number; readonly won: boolean };
  /** What its critic read seems to give orders to models: its score may be worth nothing. */
  readonly suspect?: true;
  /** Numbers of the adaptive rules, from 0, whose patterns match its topic or its critique. */
  readonly matched?: readonly number[];
  /** Who has checked it, in order: names of agents, `fact_check`, `recheck`. */
  readonly checkedBy?: readonly string[];
  /** Who should have checked it could not: people are told. */
  readonly unchecked?: true;
  /** Its critic answered nothing that can be used: people judge it themselves. */
  readonly unjudged?: true;
  /** What goes with it, as the settings want it: stored under its id, or not to be had. Absent: nobody has tried. */
  readonly extras?: 'written' | 'missing';
  /** The latest report about it. */
  readonly factReportId?: string;
  /** Every report about it, once there is more than one. */
  readonly factReportIds?: readonly string[];
  /** Over all its reports: claims that a source contradicts. Absent: none. */
  readonly contradicted?: number;
  /** Over all its reports: claims that somebody only remembers to be wrong. Absent: none. */
  readonly remembered?: number;
  /** Over all its reports: claims about which nothing was found. Absent: none. */
  readonly unresolved?: number;
}

/** A draft whole, as stored. */
export interface Draft {
  readonly draftId: string;
  readonly articleId: string;
  readonly version: number;
  /** SHA-256 of `text`, 64 hex digits. */
  readonly sha256: string;
  readonly author: 'agent' | 'person';
  /** Display name of the person, or the model's name. */
  readonly authorName: string;
  /** Markdown. */
  readonly text: string;
}

/** The `hash` of a {@link DraftRef}. */
export function draftHash(sha256: string): string {
  return sha256.slice(0, 8);
}
