// Made by `npm run client` of what the API says of itself, and never changed by hand.
// @ts-nocheck
/** @example {"kind":"pause"} */
export type ScheduleAction =
  | ({
      kind: "pause";
    } & PlainScheduleAction)
  | ({
      kind: "resume";
    } & PlainScheduleAction)
  | ({
      kind: "run";
    } & PlainScheduleAction)
  | ({
      kind: "delete";
    } & PlainScheduleAction)
  | ({
      kind: "skip";
    } & SkipMoment);

/** @example {"kind":"pause"} */
export type Control =
  | ({
      kind: "pause";
    } & PlainControl)
  | ({
      kind: "resume";
    } & PlainControl)
  | ({
      kind: "cancel";
    } & PlainControl)
  | ({
      kind: "finish";
    } & PlainControl)
  | ({
      kind: "another";
    } & PlainControl)
  | ({
      kind: "retry";
    } & PlainControl)
  | ({
      kind: "raise";
    } & PlainControl)
  | ({
      kind: "claim";
    } & PlainControl)
  | ({
      kind: "release";
    } & PlainControl)
  | ({
      kind: "assign";
    } & Assign)
  | ({
      kind: "step-in";
    } & StepIn)
  | ({
      kind: "language";
    } & ChooseLanguage)
  | ({
      kind: "move";
    } & MoveHere)
  | ({
      kind: "add-source";
    } & AddSource);

/** @example {"kind":"approve","version":3,"hash":"9f86d081","gate":"g1"} */
export type Decision =
  | ({
      kind: "approve";
    } & Approve)
  | ({
      kind: "request-changes";
    } & RequestChanges)
  | ({
      kind: "edit";
    } & Edit)
  | ({
      kind: "reject";
    } & Reject)
  | ({
      kind: "bring-back";
    } & BringBack);

export interface Article {
  /** @example "7k3m9x2c4p0qrstv" */
  articleId: string;
  /** @example "How tides work" */
  topic: string;
  /**
   * Of the article: a BCP 47 tag.
   * @example "en"
   */
  language: string;
  /**
   * Of what it says in its thread.
   * @example "en"
   */
  interfaceLanguage: string;
  /** @min 1 */
  edition: number;
  /** What it is a translation of. */
  translation?: TranslationOf;
  /** @example "how-to" */
  template?: string;
  requester: {
    /** @example "slack:T024BE7LH:U024BE7LH" */
    key: string;
    /** @example "Ann" */
    name: string;
  };
  /** Where it lives. */
  home: {
    /** @example "web" */
    platform: string;
    workspace?: string;
    channel: string;
  };
  /** Where it is shown, too. Absent: nowhere. */
  followers?: {
    /**
     * Names the place, for whoever may end that it is shown there.
     * @example "slack:T024BE7LH:C024BE91L"
     */
    key?: string;
    /** @example "slack" */
    platform: string;
    /**
     * Likewise: id of it.
     * @example "C024BE91L"
     */
    channel?: string;
    role: "decides" | "reads";
    anyone?: true;
    /**
     * Who has it shown there.
     * @example "Ann"
     */
    byName: string;
  }[];
  /** Other places of the person, as their chat has told, in which they may have it shown. Absent: none is known. */
  mayFollowAt?: {
    /** @example "web" */
    platform: string;
    workspace?: string;
    channel: string;
  }[];
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  createdAt: string;
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  updatedAt: string;
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  closedAt?: string;
  /**
   * Its texts were deleted then, because they were kept for long enough: drafts and files answer 410.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  textsGoneAt?: string;
  /** drafting: agents are at work · waiting: people decide · finishing: approved, being edited and delivered · paused · stuck: people have to choose how to go on · delivered, rejected, cancelled: over. */
  stage:
    | "drafting"
    | "waiting"
    | "finishing"
    | "paused"
    | "stuck"
    | "delivered"
    | "rejected"
    | "cancelled";
  /**
   * What is done right now.
   * @example "writing"
   */
  step?:
    | "researching"
    | "outlining"
    | "writing"
    | "citing"
    | "critiquing"
    | "comparing"
    | "fact-checking"
    | "writing-extras"
    | "editing";
  /** Of the text that is being written. */
  wordsSoFar?: number;
  iteration: number;
  maxIterations: number;
  qualityThreshold: number;
  /**
   * One for each criticised draft.
   * @example [6.1,7.4,8.2]
   */
  scores: number[];
  /** Why the loop stopped and people are asked. */
  stopReason?:
    | "threshold"
    | "contradicted"
    | "suspect"
    | "unchecked"
    | "unjudged"
    | "no-change"
    | "same-weakness"
    | "plateau"
    | "max-iterations"
    | "every-draft"
    | "edited"
    | "brought-back"
    | "proposal"
    | "outline"
    | "person";
  /**
   * Who is waited for, in words.
   * @example ["Ann"]
   */
  waitingFor: string[];
  /** As far as anybody told what models cost. */
  costUsd?: number;
  /** Something is away; the step is tried again by itself. */
  outage?: {
    code: string;
    /**
     * @format date-time
     * @example "2026-11-30T08:15:00.000Z"
     */
    since: string;
    /**
     * @format date-time
     * @example "2026-11-30T08:15:00.000Z"
     */
    next: string;
  };
  /** A step has failed, and a person has to say how to go on: `retry`, `finish`, `cancel`. */
  failure?: {
    step: string;
    /** @example "model-unavailable" */
    code: string;
    /** In words. */
    what: string;
    wayOut: string;
  };
  /** A budget is spent: `raise`, `finish`, `cancel`, or the next day. */
  budget?: {
    scope: "article" | "person-day" | "channel-day" | "day";
    capUsd: number;
    spentUsd: number;
    raiseByUsd: number;
    /**
     * @format date-time
     * @example "2026-11-30T08:15:00.000Z"
     */
    until?: string;
  };
  /** The draft that decisions are about right now. */
  current?: {
    /**
     * Drafts are numbered from 1 in the order in which they became part of the article.
     * @min 1
     * @max 10000
     * @example 3
     */
    version: number;
    /**
     * First 8 hex digits of the SHA-256 of its text.
     * @pattern ^[0-9a-f]{8}$
     * @example "9f86d081"
     */
    hash: string;
  };
  drafts: DraftSummary[];
  /** The open gate: what people are asked to decide about. */
  gate?: {
    /** @example "g1" */
    id: string;
    subject: "draft" | "outline";
    /**
     * Drafts are numbered from 1 in the order in which they became part of the article.
     * @min 1
     * @max 10000
     * @example 3
     */
    version: number;
    /**
     * First 8 hex digits of the SHA-256 of its text.
     * @pattern ^[0-9a-f]{8}$
     * @example "9f86d081"
     */
    hash: string;
    /** How far people are, where it takes several. A vote may be changed until the gate closes. */
    tally?: Tally;
    /** Who sees to it, and since when. Others may decide all the same. */
    claim?: {
      byName: string;
      /**
       * @format date-time
       * @example "2026-11-30T08:15:00.000Z"
       */
      at: string;
    };
  };
  /** What counts right now, of this caller. */
  mayDecide: (
    | "approve"
    | "request-changes"
    | "edit"
    | "reject"
    | "bring-back"
  )[];
  /** What makes sense now, of this caller. */
  mayControl: (
    | "resume"
    | "raise"
    | "retry"
    | "claim"
    | "release"
    | "assign"
    | "step-in"
    | "pause"
    | "another"
    | "finish"
    | "cancel"
    | "language"
    | "move"
    | "follow"
    | "unfollow"
    | "add-source"
  )[];
  delivered?: {
    title: string;
    /**
     * Drafts are numbered from 1 in the order in which they became part of the article.
     * @min 1
     * @max 10000
     * @example 3
     */
    version: number;
    files: {
      name: string;
      mediaType: string;
      href: string;
    }[];
  };
  /** Rises with every change of the article. */
  revision: number;
}

/** What it is a translation of. */
export interface TranslationOf {
  /**
   * A BCP 47 tag.
   * @example "de"
   */
  from: string;
  /**
   * A BCP 47 tag.
   * @example "de"
   */
  into: string;
  /**
   * Which edition of the original it translates.
   * @min 1
   */
  of: number;
  /**
   * A later edition of the original: it is stale.
   * @min 1
   */
  newer?: number;
}

export interface DraftSummary {
  draftId: string;
  /**
   * Drafts are numbered from 1 in the order in which they became part of the article.
   * @min 1
   * @max 10000
   * @example 3
   */
  version: number;
  /**
   * First 8 hex digits of the SHA-256 of its text.
   * @pattern ^[0-9a-f]{8}$
   * @example "9f86d081"
   */
  hash: string;
  author: "agent" | "person";
  /** The person, or the model. */
  authorName: string;
  /** It is the plan of the article, and none of its drafts. */
  outline?: true;
  /**
   * @min 0
   * @max 10
   * @example 8.2
   */
  score?: number;
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  createdAt: string;
  decided?: {
    kind: "approve" | "request-changes" | "edit" | "reject" | "bring-back";
    /** @example "Ann" */
    byName: string;
    /**
     * @format date-time
     * @example "2026-11-30T08:15:00.000Z"
     */
    at: string;
    /** The comment, or the reason. */
    words?: string;
  };
}

/** How far people are, where it takes several. A vote may be changed until the gate closes. */
export interface Tally {
  /** How many people have to approve. */
  approvals: number;
  /** How many people have to reject. */
  rejections: number;
  /** How many of the approvals there are. */
  done: number;
  /**
   * Who has approved, by name, in that order.
   * @example ["Ann"]
   */
  approved: string[];
  /** Who has rejected. */
  rejected: string[];
  /**
   * Who may still say something that matters, in words.
   * @example ["Ben"]
   */
  waitingFor: string[];
  /**
   * One after another: who may approve each of the steps after that, in words. Absent: nobody comes after them.
   * @example [["Cy","Dee"]]
   */
  later?: string[][];
  /** It takes every one of the several who are waited for. Absent: some of them are enough. */
  needsEach?: true;
  /** What this caller has said. */
  yours?: "approve" | "reject";
}

export interface Problem {
  /** @example "urn:copydesk:problem:not-a-reviewer" */
  type: string;
  /** @example 403 */
  status: number;
  /**
   * What programs tell apart: the codes of the chats, and those of this door.
   * @example "not-a-reviewer"
   */
  code: string;
  /**
   * For people, in the language that they asked for.
   * @example "Only Ann may decide."
   */
  detail?: string;
  /** refused: asked again, it would be again. away: asked again, it may count. */
  outcome?: "refused" | "away";
  /** Of invalid-request: what is wrong, and where. */
  errors?: {
    path: string;
    message: string;
  }[];
  [key: string]: any;
}

export interface Draft {
  draftId: string;
  version: number;
  hash: string;
  author: "agent" | "person";
  authorName: string;
  outline?: true;
  createdAt: string;
  /** BCP 47 */
  language?: string;
  title: string;
  markdown: string;
  html: string;
  sections: {
    id: string;
    heading: string;
    /** 1 for #; 0: it has no heading */
    level: number;
    markdown: string;
    html: string;
    sha256: string;
    author: "agent" | "person";
  }[];
  sources: {
    number: number;
    title: string;
    address?: string;
    date?: string;
  }[];
  critique?: {
    score: number;
    criteria: {
      criterion:
        | "substance"
        | "truth"
        | "structure"
        | "language"
        | "fit"
        | "fidelity"
        | "completeness"
        | "fluency"
        | "terms";
      score: number;
      judgement: string;
      fix: string;
      quote: string;
      section?: string;
      /** Where the words stand in the Markdown of the draft */
      at?: {
        start: number;
        end: number;
      };
      /** The words are a span with this id in data-passage, in the HTML */
      passage?: string;
    }[];
    strengths: string[];
    weaknesses: {
      words: string;
      section?: string;
      quote?: string;
      /** Where the words stand in the Markdown of the draft */
      at?: {
        start: number;
        end: number;
      };
      /** The words are a span with this id in data-passage, in the HTML */
      passage?: string;
    }[];
    suggestions: {
      words: string;
      section?: string;
      quote?: string;
      /** Where the words stand in the Markdown of the draft */
      at?: {
        start: number;
        end: number;
      };
      /** The words are a span with this id in data-passage, in the HTML */
      passage?: string;
    }[];
    unmet: {
      kind: "missing" | "avoid";
      item: string;
    }[];
    /** What a translation has otherwise than its original and may not, found by code */
    differs: {
      kind: "structure" | "code" | "links" | "citations" | "numbers";
      missing: string[];
      added: string[];
      /** Absent: the text as a whole */
      section?: string;
    }[];
    factsQuestionable: boolean;
  };
  factReport?: {
    verified: boolean;
    claims: {
      claim: string;
      verdict: "supported" | "contradicted" | "not-found";
      why: string;
      /** Words of the source */
      quote?: string;
      title?: string;
      address?: string;
      date?: string;
      provider: string;
      /** False: nobody looked anything up */
      verified: boolean;
      /** Of the draft, as far as it is known */
      sentence?: string;
      /** Where the words stand in the Markdown of the draft */
      at?: {
        start: number;
        end: number;
      };
      /** The words are a span with this id in data-passage, in the HTML */
      passage?: string;
    }[];
  };
  citations?: {
    sentence: string;
    noteId: string;
    /** Of its source */
    number?: number;
    /** Absent: nobody has judged it */
    verdict?: "supported" | "partly" | "not";
    why?: string;
    quote?: string;
    title?: string;
    address?: string;
    date?: string;
    /** Where the words stand in the Markdown of the draft */
    at?: {
      start: number;
      end: number;
    };
    /** The words are a span with this id in data-passage, in the HTML */
    passage?: string;
  }[];
  ledger: {
    id: string;
    kind: "comment" | "suggestion";
    saidBy: string;
    words: string;
    /** Absent: nothing has become of it yet, or a later comment contradicts it */
    done?: boolean;
    why?: string;
    section?: string;
    quote?: string;
    later?: {
      saidBy: string;
      words: string;
    };
    /** Where the words stand in the Markdown of the draft */
    at?: {
      start: number;
      end: number;
    };
    /** The words are a span with this id in data-passage, in the HTML */
    passage?: string;
  }[];
  extras?: {
    name: string;
    text: string;
    maxChars: number;
    image?: string;
    byName?: string;
  }[];
}

export interface Diff {
  from: number;
  to: number;
  sections: {
    id: string;
    heading: string;
    kind: "same" | "changed" | "added" | "removed";
    words: {
      kind: "same" | "added" | "removed";
      text: string;
    }[];
  }[];
}

export interface Feed {
  entries: Entry[];
  /** What a message says, before any platform draws it: title, rows, text, buttons. */
  status?: Card;
  /** What `/events?after=` begins behind. */
  lastEventId: string;
}

export interface Entry {
  /** 1, 2, 3, … Sent again with the same number, the card says something else. */
  seq: number;
  kind:
    | "status"
    | "draft"
    | "gate"
    | "sources"
    | "critique"
    | "fact-report"
    | "failure"
    | "budget"
    | "notice"
    | "style-rule"
    | "final";
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  at: string;
  /** Of the draft that it is about. */
  version?: number;
  /** What a message says, before any platform draws it: title, rows, text, buttons. */
  card: Card;
  /** The text of the card, set; nothing in it runs or is fetched. */
  html?: string;
}

/** What a message says, before any platform draws it: title, rows, text, buttons. */
export interface Card {
  language: string;
  title?: string;
  parts: {
    kind: string;
    [key: string]: any;
  }[];
  [key: string]: any;
}

/** A server-sent event, by its fields. */
export interface Event {
  event: "entry" | "state" | "text" | "gone";
  /** To come back with, as `Last-Event-ID`. */
  id?: string;
  /** JSON; of `entry` an Entry. */
  data: string;
}

export interface Sessions {
  sessions: SignedIn[];
}

export interface SignedIn {
  /**
   * The id of a session.
   * @pattern ^[\w-]{1,64}$
   * @example "hG3x9QpL0aZk"
   */
  sessionId: string;
  /** machine: by the address that was printed on the machine · chat: by a link from Slack or Telegram · company: by its own sign-in · mini-app: in Telegram. */
  cameBy: "machine" | "chat" | "company" | "mini-app";
  /**
   * As far as it is known.
   * @example "Firefox · Windows"
   */
  browser?: string;
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  beganAt: string;
  /**
   * To the minute.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  seenAt: string;
  /**
   * When it ends if it is not used before.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  expiresAt: string;
  /** It is the one that asks. */
  isThis: boolean;
}

export interface Absence {
  /** Absent: nobody decides for the caller. */
  substitute?: {
    /** @example "slack:T024BE7LH:U024BE7LH" */
    key: string;
    /** @example "Ben" */
    name: string;
  };
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  from?: string;
  /**
   * The first moment at which it is over.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  until?: string;
  /**
   * IANA: by whose clock the days of the caller begin and end. They say it in a chat (`/zone`), or Slack does.
   * @example "Europe/Berlin"
   */
  zone: string;
}

export interface NewAbsence {
  /**
   * The first day. Absent: from now on.
   * @format date
   * @example "2026-12-24"
   */
  from?: string;
  /**
   * The last day.
   * @format date
   * @example "2026-12-24"
   */
  until: string;
  /**
   * A key, or the name of somebody who had to do with the same articles.
   * @minLength 1
   * @maxLength 120
   * @example "slack:T024BE7LH:U024BE7LH"
   */
  whom: string;
}

export interface Offers {
  /** Why the caller may not ask for articles, in words. Absent: they may. */
  objection?: string;
  /** Kinds of text that the house has, in the language of the caller. */
  templates: {
    /** @example "how-to" */
    id: string;
    /** @example "How-to" */
    name: string;
    /** @example "Readers want to do something themselves." */
    useWhen: string;
    approval: ApprovalRoom;
  }[];
  /** Of an order that names no kind of text. */
  approval: ApprovalRoom;
  /** Those that are offered; an article may be in any. */
  languages: string[];
  /**
   * Words that are offered.
   * @example [300,600,900]
   */
  lengths: number[];
  /** What holds for an order of the caller that does not say otherwise. */
  defaults: {
    template?: string;
    purpose?: string;
    audience?: string;
    tone?: string;
    lengthWords?: number;
    /**
     * A BCP 47 tag.
     * @example "en"
     */
    language?: string;
    mustMention?: string[];
    mustAvoid?: string[];
  };
  limits: {
    topicChars: number;
    /** Of purpose, audience and tone each. */
    descriptionChars: number;
    leastWords: number;
    mostWords: number;
    pastedChars: number;
    /** The most people that an order may want to approve it. */
    approvals: number;
    files: number;
    fileBytes: number;
    /** @example [".md",".pdf"] */
    fileEndings: string[];
  };
  /** False: the settings say that no sources are read. */
  readsSources: boolean;
}

export interface ApprovalRoom {
  /**
   * How many people approve an article whose order does not say. 0: nobody is asked.
   * @example 1
   */
  approvals: number;
  /**
   * How many there are without naming others (`approval.approvers`). Absent: nobody knows.
   * @example 2
   */
  most?: number;
}

export interface ArticleList {
  articles: ArticleSummary[];
  /** With `scope=waiting`: how many there are on all pages. */
  count?: {
    /**
     * At most 200.
     * @min 0
     */
    total: number;
    /** There are more than that. */
    isMore: boolean;
  };
  /** The `cursor` of the next page. Absent: this is the last one. */
  next?: string;
}

export interface ArticleSummary {
  /** @example "7k3m9x2c4p0qrstv" */
  articleId: string;
  /** @example "How tides work" */
  topic: string;
  /** @min 1 */
  edition: number;
  /** What it is a translation of. */
  translation?: TranslationOf;
  requester: {
    key: string;
    name: string;
  };
  stage:
    | "drafting"
    | "waiting"
    | "finishing"
    | "paused"
    | "stuck"
    | "delivered"
    | "rejected"
    | "cancelled";
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  createdAt: string;
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  updatedAt: string;
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  closedAt?: string;
  /** Of its latest criticised draft; of what waits for you, of the draft that you decide on. */
  score?: number;
  costUsd?: number;
  /** Who is waited for, in words. */
  waitingFor: string[];
  /** Who sees to the decision that is waited for. */
  claimedBy?: string;
  /** With `scope=waiting`. */
  waits?: Waits;
}

/** With `scope=waiting`. */
export interface Waits {
  /**
   * Since when people are waited for.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  since: string;
  /** decision: about a draft or an outline · way-on: a step has failed, and somebody has to say how to go on · money: a budget is spent. */
  kind: "decision" | "way-on" | "money";
  /**
   * What is missing, in words of your language.
   * @example "Draft 2: 1 of 2 approvals; not heard yet: an approver in Slack"
   */
  missing: string;
  subject?: "draft" | "outline";
  /** @min 1 */
  version?: number;
  /** How far people are, where it takes several. */
  votes?: {
    /** How many it takes. */
    approvals: number;
    /** How many it takes. */
    rejections: number;
    /** Approvals that there are. */
    done: number;
    /** Rejections that there are. */
    rejected: number;
  };
  /**
   * When others were told that nobody decides.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  escalatedAt?: string;
}

export interface People {
  people: {
    /** @example "slack:T024BE7LH:U024BE7LH" */
    key: string;
    /**
     * As they were called last. Absent: nobody has heard of them.
     * @example "Ben"
     */
    name?: string;
  }[];
}

export interface Counted {
  outcome: "counted";
  /**
   * For people.
   * @example "Approved."
   */
  detail: string;
  /** It was about the plan of the article. */
  subject?: "outline";
  /** It was one of several votes that it takes: how far people are now. */
  tally?: {
    /** How many people have to approve. */
    approvals: number;
    /** How many people have to reject. */
    rejections: number;
    /** How many of the approvals there are. */
    done: number;
    /**
     * Who has approved, by name, in that order.
     * @example ["Ann"]
     */
    approved: string[];
    /** Who has rejected. */
    rejected: string[];
    /** It takes every one of the several who are waited for. Absent: some of them are enough. */
    needsEach?: true;
  };
  /** The article is paused: what follows begins when somebody resumes. */
  isPaused?: true;
}

/** It is recorded, and takes effect, or is refused in the thread, when the desk is back. */
export interface Noted {
  outcome: "noted";
  detail: string;
}

export interface Approve {
  kind: "approve";
  /**
   * Drafts are numbered from 1 in the order in which they became part of the article.
   * @min 1
   * @max 10000
   * @example 3
   */
  version: number;
  /**
   * First 8 hex digits of the SHA-256 of its text.
   * @pattern ^[0-9a-f]{8}$
   * @example "9f86d081"
   */
  hash: string;
  /**
   * The gate that was looked at. Absent: the draft is meant, at whichever gate.
   * @pattern ^g\d{1,9}$
   * @example "g1"
   */
  gate?: string;
}

export interface RequestChanges {
  kind: "request-changes";
  /**
   * Drafts are numbered from 1 in the order in which they became part of the article.
   * @min 1
   * @max 10000
   * @example 3
   */
  version: number;
  /**
   * First 8 hex digits of the SHA-256 of its text.
   * @pattern ^[0-9a-f]{8}$
   * @example "9f86d081"
   */
  hash: string;
  /**
   * The gate that was looked at. Absent: the draft is meant, at whichever gate.
   * @pattern ^g\d{1,9}$
   * @example "g1"
   */
  gate?: string;
  /**
   * What is to be changed.
   * @maxLength 3000
   */
  words: string;
}

export interface Edit {
  kind: "edit";
  /**
   * Drafts are numbered from 1 in the order in which they became part of the article.
   * @min 1
   * @max 10000
   * @example 3
   */
  version: number;
  /**
   * First 8 hex digits of the SHA-256 of its text.
   * @pattern ^[0-9a-f]{8}$
   * @example "9f86d081"
   */
  hash: string;
  /**
   * The gate that was looked at. Absent: the draft is meant, at whichever gate.
   * @pattern ^g\d{1,9}$
   * @example "g1"
   */
  gate?: string;
  /**
   * The draft whole, as you want it: Markdown. Either this or `sections`.
   * @maxLength 100000
   */
  text?: string;
  /**
   * Those that you changed. They count also when another draft has come meanwhile, as long as nobody else changed the same ones.
   * @maxItems 500
   * @minItems 1
   */
  sections?: EditedSection[];
}

export interface EditedSection {
  /**
   * @pattern ^s\d{1,9}$
   * @example "s2"
   */
  id: string;
  /**
   * Of the section that it was made from.
   * @pattern ^[0-9a-f]{64}$
   */
  sha256: string;
  /**
   * With its heading. Empty: the section goes.
   * @maxLength 100000
   */
  markdown: string;
}

export interface Reject {
  kind: "reject";
  /**
   * Drafts are numbered from 1 in the order in which they became part of the article.
   * @min 1
   * @max 10000
   * @example 3
   */
  version: number;
  /**
   * First 8 hex digits of the SHA-256 of its text.
   * @pattern ^[0-9a-f]{8}$
   * @example "9f86d081"
   */
  hash: string;
  /**
   * The gate that was looked at. Absent: the draft is meant, at whichever gate.
   * @pattern ^g\d{1,9}$
   * @example "g1"
   */
  gate?: string;
  /**
   * Why.
   * @maxLength 3000
   */
  words: string;
}

export interface BringBack {
  kind: "bring-back";
  /**
   * Drafts are numbered from 1 in the order in which they became part of the article.
   * @min 1
   * @max 10000
   * @example 3
   */
  version: number;
  /**
   * First 8 hex digits of the SHA-256 of its text.
   * @pattern ^[0-9a-f]{8}$
   * @example "9f86d081"
   */
  hash: string;
  /**
   * The gate that was looked at. Absent: the draft is meant, at whichever gate.
   * @pattern ^g\d{1,9}$
   * @example "g1"
   */
  gate?: string;
  /**
   * The earlier draft that is to be up for decision in its place.
   * @min 1
   * @max 10000
   * @example 3
   */
  to: number;
}

export interface PlainControl {
  kind:
    | "pause"
    | "resume"
    | "cancel"
    | "finish"
    | "another"
    | "retry"
    | "raise"
    | "claim"
    | "release";
}

/**
 * Asks somebody who may decide to do so, by name, of those who have to do with the article, or by key.
 * @example {"kind":"assign","whom":"slack:T024BE7LH:U024BE7LH"}
 */
export interface Assign {
  kind: "assign";
  /**
   * @minLength 1
   * @maxLength 120
   */
  whom: string;
}

/** An administrator decides alone from now on, for a reason that everybody sees. */
export interface StepIn {
  kind: "step-in";
  /**
   * @minLength 1
   * @maxLength 3000
   */
  reason: string;
}

export interface ChooseLanguage {
  kind: "language";
  /**
   * @minLength 2
   * @maxLength 35
   * @example "en"
   */
  language: string;
}

/** The article goes on where your own articles live. */
export interface MoveHere {
  kind: "move";
}

/** What is written from now on rests on this file, too. */
export interface AddSource {
  kind: "add-source";
  /** @format uuid */
  fileId: string;
}

export interface Follower {
  platform: "slack" | "telegram" | "terminal";
  /**
   * Of Slack: id of the workspace.
   * @minLength 1
   * @maxLength 200
   * @example "T024BE7LH"
   */
  workspace?: string;
  /**
   * Id of the channel, group or conversation.
   * @minLength 1
   * @maxLength 200
   * @example "C024BE91L"
   */
  channel: string;
  /**
   * A thread or topic in it. Absent: one of its own is begun.
   * @minLength 1
   * @maxLength 200
   */
  thread?: string;
  /**
   * decides: with buttons, for those who may use them · reads: to look on.
   * @default "reads"
   */
  role?: "decides" | "reads";
  /** Members there are meant by the rule `anyone`, too. Only who may approve says so. */
  anyone?: true;
  /** From the beginning. Absent: what can be acted on, and what comes. */
  whole?: true;
}

export interface Comments {
  comments: Comment[];
}

export interface Comment {
  /** @format uuid */
  id: string;
  /**
   * Drafts are numbered from 1 in the order in which they became part of the article.
   * @min 1
   * @max 10000
   * @example 3
   */
  version: number;
  /**
   * Of the section, as the draft has it.
   * @pattern ^s\d{1,9}$
   * @example "s2"
   */
  sectionId?: string;
  quote: string;
  words: string;
  by: {
    /** @example "web:ann" */
    key: string;
    /** @example "Ann" */
    name: string;
  };
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  createdAt: string;
  /** open: goes with the next request for changes · sent: a draft has been sent back with it · done, not-done: what the latest draft that answers it has made of it · resolved: somebody says that nothing is to be done any more. */
  state: "open" | "sent" | "done" | "not-done" | "resolved";
  outcome?: {
    /**
     * Drafts are numbered from 1 in the order in which they became part of the article.
     * @min 1
     * @max 10000
     * @example 3
     */
    version: number;
    done: boolean;
    /** Words of that draft that show it. */
    quote?: string;
    /** Why it is not done, or what contradicts it. */
    why?: string;
  };
  resolved?: {
    byName: string;
    /**
     * @format date-time
     * @example "2026-11-30T08:15:00.000Z"
     */
    at: string;
  };
  replies: {
    /** @format uuid */
    id: string;
    words: string;
    by: {
      /** @example "web:ann" */
      key: string;
      /** @example "Ann" */
      name: string;
    };
    /**
     * @format date-time
     * @example "2026-11-30T08:15:00.000Z"
     */
    createdAt: string;
  }[];
  /** Of this caller. */
  mayResolve: boolean;
}

export interface NewComment {
  /**
   * Drafts are numbered from 1 in the order in which they became part of the article.
   * @min 1
   * @max 10000
   * @example 3
   */
  version: number;
  /**
   * Of the section, as the draft has it.
   * @pattern ^s\d{1,9}$
   * @example "s2"
   */
  sectionId?: string;
  /**
   * The passage, as it reads.
   * @minLength 1
   * @maxLength 1000
   * @example "a storm of that winter"
   */
  quote: string;
  /**
   * @minLength 1
   * @maxLength 3000
   * @example "Which storm was it?"
   */
  words: string;
}

export interface NewReply {
  /**
   * @minLength 1
   * @maxLength 3000
   * @example "Which storm was it?"
   */
  words: string;
}

export interface Started {
  /** @example "7k3m9x2c4p0qrstv" */
  articleId: string;
  topic: string;
}

/** @example {"topic":"How tides work","language":"en","lengthWords":600} */
export interface ArticleOrder {
  /**
   * What it is to be about. Addresses in it are sources.
   * @minLength 1
   * @maxLength 300
   * @example "How tides work"
   */
  topic: string;
  /**
   * Of the article: a BCP 47 tag. Without it, that of the topic.
   * @maxLength 35
   * @example "en"
   */
  language?: string;
  /**
   * A kind of text.
   * @maxLength 100
   * @example "how-to"
   */
  template?: string;
  /**
   * What it is for, or its genre.
   * @maxLength 300
   * @example "a column"
   */
  purpose?: string;
  /**
   * Who will read it.
   * @maxLength 300
   * @example "sailors who begin"
   */
  audience?: string;
  /**
   * How it sounds.
   * @maxLength 300
   * @example "dry, with a wink"
   */
  tone?: string;
  /**
   * @min 50
   * @max 10000
   * @example 600
   */
  lengthWords?: number;
  /**
   * What the article has to name.
   * @maxItems 20
   */
  mustMention?: string[];
  /**
   * Words and names that are not to be in it.
   * @maxItems 20
   */
  mustAvoid?: string[];
  /**
   * What the article should rest on.
   * @maxItems 30
   */
  sources?: Source[];
  /** More than the settings ask for; less is refused (`bad-approval`). */
  approval?: {
    /**
     * How many different people have to approve it: as many as the settings ask for, or more.
     * @min 1
     * @max 100
     * @example 2
     */
    atLeast?: number;
    /**
     * Who has to approve it besides, each of them.
     * @maxItems 20
     * @example ["telegram:123456789"]
     */
    approvers?: string[];
  };
  /**
   * When people are asked besides: on the plan, on the best draft, on every draft.
   * @maxItems 3
   */
  gates?: ("outline" | "final" | "every_draft")[];
  /** true: it is wanted although the place has an article of a like topic. Otherwise 409 `like-another`. */
  evenIfLike?: boolean;
}

export type Source =
  | {
      /**
       * @minLength 1
       * @maxLength 2000
       * @example "https://example.org/tides"
       */
      address: string;
    }
  | {
      /**
       * A text as such.
       * @minLength 1
       * @maxLength 20000
       */
      text: string;
    }
  | {
      /**
       * As `POST /files` named it.
       * @format uuid
       */
      fileId: string;
    };

export interface KeptFile {
  /** @format uuid */
  fileId: string;
  /**
   * @maxLength 200
   * @example "report.pdf"
   */
  name: string;
}

export interface Translations {
  /** The latest edition that was delivered. Absent: there is nothing to translate yet. */
  original?: {
    /** @example "7k3m9x2c4p0qrstv" */
    articleId: string;
    /** @min 1 */
    edition: number;
    /** @example "How tides work" */
    title: string;
  };
  /**
   * Of the original: a BCP 47 tag.
   * @example "en"
   */
  language: string;
  translations: Translation[];
}

export interface Translation {
  /**
   * A BCP 47 tag.
   * @example "de"
   */
  language: string;
  /** What is made, or was made last. */
  newest: {
    /** @example "7k3m9x2c4p0qrstv" */
    articleId: string;
    stage:
      | "drafting"
      | "waiting"
      | "finishing"
      | "paused"
      | "stuck"
      | "delivered"
      | "rejected"
      | "cancelled";
    /**
     * Which edition of the original it translates.
     * @min 1
     */
    of: number;
    /**
     * Who asked for it.
     * @example "Ann"
     */
    byName: string;
  };
  /** What was delivered last. */
  delivered?: {
    /** @example "7k3m9x2c4p0qrstv" */
    articleId: string;
    /** @min 1 */
    edition: number;
    /** @example "How tides work" */
    title: string;
    /** @min 1 */
    of: number;
  };
  /** What was delivered translates an edition after which another one was delivered. */
  isStale: boolean;
}

export interface Original {
  /** @example "7k3m9x2c4p0qrstv" */
  articleId: string;
  /** @min 1 */
  edition: number;
  /**
   * A BCP 47 tag.
   * @example "de"
   */
  language: string;
  /** @example "How tides work" */
  title: string;
  sections: {
    /**
     * The same as of the section that translates it.
     * @example "s2"
     */
    id: string;
    heading: string;
    markdown: string;
  }[];
}

export interface NewTranslation {
  /**
   * Into which language: a BCP 47 tag, or its name in English or Russian.
   * @minLength 1
   * @maxLength 60
   * @example "de"
   */
  language: string;
}

export interface Schedule {
  /** @example "3n8q1v7c5d9r0kzw" */
  scheduleId: string;
  /** @example "Market news" */
  topic: string;
  /**
   * In words, in the language of whoever asks.
   * @example "every Monday at 9:00 (Europe/Berlin)"
   */
  when: string;
  timing: Timing;
  /** The next three, the soonest first; none while it is paused. */
  next: string[];
  /**
   * The soonest of them, as `skip` names it.
   * @pattern ^\d{4}-\d\d-\d\dT\d\d:\d\d$
   * @example "2026-12-07T09:00"
   */
  nextSlot?: string;
  /** person: somebody has paused it · refusals: it has paused itself, after several refusals in a row. */
  paused?: "person" | "refusals";
  /** What became of the latest moment that is over. */
  last?: {
    /**
     * @format date-time
     * @example "2026-11-30T08:15:00.000Z"
     */
    at: string;
    /** started: an article began · refused: it might not · waiting: the one before it was not over · late: too much time had gone by · stopped: an operator stopped it before its article began. */
    outcome: "started" | "refused" | "waiting" | "late" | "stopped";
    articleId?: string;
    /** For people; of `refused` with the reason, as far as it is known. */
    detail: string;
  };
  /** Where its articles live. */
  home: {
    platform: string;
    workspace?: string;
    channel: string;
  };
  /** @example "Ann" */
  makerName: string;
  isOwn: boolean;
  /** What makes sense now. */
  mayDo: ("pause" | "resume" | "skip" | "run" | "delete")[];
}

export interface Timing {
  /**
   * 0 is Sunday. Without `monthDays`, too: every day.
   * @example [1]
   */
  weekdays?: number[];
  monthDays?: number[];
  /**
   * Only the first, second, third or fourth such weekday of a month.
   * @min 1
   * @max 4
   */
  ofMonth?: number;
  /**
   * @min 2
   * @max 4
   */
  everyWeeks?: number;
  /** @maxItems 4 */
  times: string[];
  /** @example "Europe/Berlin" */
  zone: string;
}

/** @example {"when":"every monday 9:00","zone":"Europe/Berlin","topic":"Market news","lengthWords":300} */
export interface NewSchedule {
  /**
   * What it is to be about. Addresses in it are sources.
   * @minLength 1
   * @maxLength 300
   * @example "How tides work"
   */
  topic: string;
  /**
   * Of the article: a BCP 47 tag. Without it, that of the topic.
   * @maxLength 35
   * @example "en"
   */
  language?: string;
  /**
   * A kind of text.
   * @maxLength 100
   * @example "how-to"
   */
  template?: string;
  /**
   * What it is for, or its genre.
   * @maxLength 300
   * @example "a column"
   */
  purpose?: string;
  /**
   * Who will read it.
   * @maxLength 300
   * @example "sailors who begin"
   */
  audience?: string;
  /**
   * How it sounds.
   * @maxLength 300
   * @example "dry, with a wink"
   */
  tone?: string;
  /**
   * @min 50
   * @max 10000
   * @example 600
   */
  lengthWords?: number;
  /**
   * What the article has to name.
   * @maxItems 20
   */
  mustMention?: string[];
  /**
   * Words and names that are not to be in it.
   * @maxItems 20
   */
  mustAvoid?: string[];
  /**
   * What the article should rest on.
   * @maxItems 30
   */
  sources?: Source[];
  /** More than the settings ask for; less is refused (`bad-approval`). */
  approval?: {
    /**
     * How many different people have to approve it: as many as the settings ask for, or more.
     * @min 1
     * @max 100
     * @example 2
     */
    atLeast?: number;
    /**
     * Who has to approve it besides, each of them.
     * @maxItems 20
     * @example ["telegram:123456789"]
     */
    approvers?: string[];
  };
  /**
   * When people are asked besides: on the plan, on the best draft, on every draft.
   * @maxItems 3
   */
  gates?: ("outline" | "final" | "every_draft")[];
  /**
   * As it is typed in the chats, in English or Russian: days of the week or of the month, or every 2 to 4 weeks, and up to four times of the day; behind them a time zone, if you like.
   * @minLength 1
   * @maxLength 200
   * @example "every monday 9:00"
   */
  when: string;
  /**
   * IANA name. A zone in `when` is stronger. Without either: that of the settings.
   * @maxLength 64
   * @example "Europe/Berlin"
   */
  zone?: string;
}

export interface Schedules {
  schedules: Schedule[];
  /** You may ask for `everywhere`. */
  mayAll: boolean;
}

export interface ScheduleChanged {
  outcome: "counted";
  /** For people. */
  detail: string;
  /** As it is now. Absent: it is deleted. */
  schedule?: Schedule;
}

export interface PlainScheduleAction {
  kind: "pause" | "resume" | "run" | "delete";
}

/** Leaves one moment out; named, so that sent twice it skips one. */
export interface SkipMoment {
  kind: "skip";
  /**
   * A moment, as the clock in the zone of the schedule shows it.
   * @pattern ^\d{4}-\d\d-\d\dT\d\d:\d\d$
   * @example "2026-12-07T09:00"
   */
  slot: string;
}

export interface Stats {
  of: "mine" | "all";
  /** Whether the caller may ask for everybody’s. */
  mayAll: boolean;
  /** Of all that are under way, whenever they were begun. */
  stages: {
    stage:
      | "drafting"
      | "waiting"
      | "finishing"
      | "paused"
      | "stuck"
      | "delivered"
      | "rejected"
      | "cancelled";
    articles: number;
  }[];
  begun: number;
  delivered: number;
  /** From the order to the first gate; from a gate to its decision; from the last approval to the end. */
  times: {
    drafting?: {
      count: number;
      /** Seconds. */
      median: number;
      /** Seconds; nine of ten took no longer. */
      p90: number;
    };
    waiting?: {
      count: number;
      /** Seconds. */
      median: number;
      /** Seconds; nine of ten took no longer. */
      p90: number;
    };
    finishing?: {
      count: number;
      /** Seconds. */
      median: number;
      /** Seconds; nine of ten took no longer. */
      p90: number;
    };
  };
  edits: {
    /** Delivered articles that a person has edited. */
    edited: number;
    /** Delivered articles that were approved as they first were. */
    untouched: number;
  };
  usd: number;
  /** Calls of which nobody told a price. */
  unpriced: number;
  days: {
    /** @example "2026-11-29" */
    day: string;
    begun: number;
    delivered: number;
    usd: number;
  }[];
  people: {
    key: string;
    name: string;
    begun: number;
    usd: number;
  }[];
}

export interface OutlineAnswer {
  /**
   * The id of what an agent was asked.
   * @pattern ^[0-9a-z]{16}$
   * @example "7k3m9x2c4p0qrstv"
   */
  runId: string;
  output: AgentDraft;
}

export interface AgentDraft {
  /** Markdown. */
  text: string;
  /** @example "9f86d081" */
  hash: string;
  /** Numbers, from 0, of adaptive rules of the settings whose patterns are met. */
  matched?: number[];
}

export interface AgentRunBegun {
  /**
   * The id of what an agent was asked.
   * @pattern ^[0-9a-z]{16}$
   * @example "7k3m9x2c4p0qrstv"
   */
  runId: string;
}

/** @example {"request":{"topic":"How tides work","language":"en"}} */
export interface OutlineOrder {
  request: AgentRequest;
  /**
   * What the agents take for today. Absent: it is.
   * @format date
   * @example "2026-11-30"
   */
  today?: string;
  /**
   * What people have said of drafts.
   * @maxItems 1000
   */
  comments?: {
    /**
     * @maxLength 500
     * @example "Ann"
     */
    byName: string;
    /**
     * Number of the draft that it is about.
     * @min 1
     * @max 999999
     * @example 1
     */
    onVersion: number;
    /**
     * @maxLength 1000000
     * @example "Say what spring tides are."
     */
    text: string;
  }[];
  /**
   * Which of several versions of the same order. Absent: 0.
   * @min 0
   * @max 9007199254740991
   */
  variant?: number;
  /**
   * The one that people sent back.
   * @minLength 1
   * @maxLength 1000000
   */
  earlier?: string;
}

/** @example {"topic":"How tides work","language":"en"} */
export interface AgentRequest {
  /**
   * @minLength 1
   * @maxLength 300
   * @example "How tides work"
   */
  topic: string;
  /**
   * A BCP 47 tag.
   * @minLength 1
   * @maxLength 35
   * @example "en"
   */
  language: string;
  /**
   * A kind of text.
   * @minLength 1
   * @maxLength 100
   * @example "how-to"
   */
  template?: string;
  /**
   * What it is for, or its genre.
   * @maxLength 500
   * @example "a column"
   */
  purpose?: string;
  /**
   * Who will read it.
   * @maxLength 500
   * @example "sailors who begin"
   */
  audience?: string;
  /**
   * How it sounds.
   * @maxLength 500
   * @example "dry, with a wink"
   */
  tone?: string;
  /**
   * @min 1
   * @max 1000000
   * @example 600
   */
  lengthWords?: number;
  /**
   * What the text has to name.
   * @maxItems 1000
   */
  mustMention?: string[];
  /**
   * Words and names that are not to be in it.
   * @maxItems 1000
   */
  mustAvoid?: string[];
  /**
   * Addresses that the text should rest on: they are told to the writer, and not read.
   * @maxItems 1000
   */
  sources?: string[];
  /**
   * A text that it should rest on.
   * @minLength 1
   * @maxLength 20000
   */
  pasted?: string;
}

export interface WriteAnswer {
  /**
   * The id of what an agent was asked.
   * @pattern ^[0-9a-z]{16}$
   * @example "7k3m9x2c4p0qrstv"
   */
  runId: string;
  output: AgentDraft;
}

/** @example {"request":{"topic":"How tides work","language":"en"}} */
export interface WriteOrder {
  request: AgentRequest;
  /**
   * What the agents take for today. Absent: it is.
   * @format date
   * @example "2026-11-30"
   */
  today?: string;
  /**
   * What people have said of drafts.
   * @maxItems 1000
   */
  comments?: {
    /**
     * @maxLength 500
     * @example "Ann"
     */
    byName: string;
    /**
     * Number of the draft that it is about.
     * @min 1
     * @max 999999
     * @example 1
     */
    onVersion: number;
    /**
     * @maxLength 1000000
     * @example "Say what spring tides are."
     */
    text: string;
  }[];
  /**
   * Which of several versions of the same order. Absent: 0.
   * @min 0
   * @max 9007199254740991
   */
  variant?: number;
  /**
   * The plan that people have approved, in Markdown: its headings are those of the text.
   * @minLength 1
   * @maxLength 1000000
   */
  outline?: string;
  /**
   * The draft that is revised. Absent: the first is written.
   * @minLength 1
   * @maxLength 1000000
   */
  draft?: string;
  /** As `POST /agents/critique` answered it. */
  critique?: {
    /**
     * @min 0
     * @max 10
     */
    score: number;
    [key: string]: any;
  };
  /**
   * As `POST /agents/fact-check` answered them.
   * @maxItems 1000
   */
  factReports?: {
    provider: string;
    verified: boolean;
    [key: string]: any;
  }[];
  /**
   * Critiques of revisions that were worse.
   * @maxItems 1000
   */
  setbacks?: {
    /**
     * @min 0
     * @max 10
     */
    score: number;
    [key: string]: any;
  }[];
}

export interface CritiqueAnswer {
  /**
   * The id of what an agent was asked.
   * @pattern ^[0-9a-z]{16}$
   * @example "7k3m9x2c4p0qrstv"
   */
  runId: string;
  output: AgentCritique;
}

export interface AgentCritique {
  /** @example 7.4 */
  score: number;
  strengths: string[];
  weaknesses: string[];
  suggestions: string[];
  places?: {
    weaknesses: (string | null)[];
    suggestions: (string | null)[];
  };
  criteria?: {
    criterion:
      | "substance"
      | "truth"
      | "structure"
      | "language"
      | "fit"
      | "fidelity"
      | "completeness"
      | "fluency"
      | "terms";
    quote: string;
    judgement: string;
    score: number;
    fix: string;
    /** Id of a section; null: the text as a whole. */
    section: string | null;
  }[];
  factsQuestionable: boolean;
  /** Its first weakness is one that `earlierCritique` named. */
  repeats?: true;
  /** Something in it gives orders to models: do not rely on the score. */
  suspect?: true;
  /** Numbers, from 0, of adaptive rules of the settings whose patterns are met. */
  matched?: number[];
  [key: string]: any;
}

/** @example {"request":{"topic":"How tides work","language":"en"},"draft":"# How tides work\n\nThe moon pulls the sea.\n"} */
export interface CritiqueOrder {
  request: AgentRequest;
  /**
   * What the agents take for today. Absent: it is.
   * @format date
   * @example "2026-11-30"
   */
  today?: string;
  /**
   * Markdown, beginning with the title as heading.
   * @minLength 1
   * @maxLength 1000000
   * @example "# How tides work
   *
   * The moon pulls the sea.
   * "
   */
  draft: string;
  /**
   * What people have said of drafts.
   * @maxItems 1000
   */
  comments?: {
    /**
     * @maxLength 500
     * @example "Ann"
     */
    byName: string;
    /**
     * Number of the draft that it is about.
     * @min 1
     * @max 999999
     * @example 1
     */
    onVersion: number;
    /**
     * @maxLength 1000000
     * @example "Say what spring tides are."
     */
    text: string;
  }[];
  /**
   * The draft that this one grew from.
   * @minLength 1
   * @maxLength 1000000
   */
  earlierDraft?: string;
  /** As `POST /agents/critique` answered it. */
  earlierCritique?: {
    /**
     * @min 0
     * @max 10
     */
    score: number;
    [key: string]: any;
  };
  /**
   * As `POST /agents/fact-check` answered them.
   * @maxItems 1000
   */
  factReports?: {
    provider: string;
    verified: boolean;
    [key: string]: any;
  }[];
}

export interface CompareAnswer {
  /**
   * The id of what an agent was asked.
   * @pattern ^[0-9a-z]{16}$
   * @example "7k3m9x2c4p0qrstv"
   */
  runId: string;
  output: AgentComparison;
}

export interface AgentComparison {
  /** Whether `draft` is preferred, in both orders. */
  won: boolean;
}

/** @example {"request":{"topic":"How tides work","language":"en"},"draft":"# How tides work\n\nThe moon pulls the sea.\n","standing":"# Tides\n\nThe sea rises.\n"} */
export interface CompareOrder {
  request: AgentRequest;
  /**
   * What the agents take for today. Absent: it is.
   * @format date
   * @example "2026-11-30"
   */
  today?: string;
  /**
   * Markdown, beginning with the title as heading.
   * @minLength 1
   * @maxLength 1000000
   * @example "# How tides work
   *
   * The moon pulls the sea.
   * "
   */
  draft: string;
  /**
   * The best draft until then.
   * @minLength 1
   * @maxLength 1000000
   */
  standing: string;
  /**
   * What people have said of drafts.
   * @maxItems 1000
   */
  comments?: {
    /**
     * @maxLength 500
     * @example "Ann"
     */
    byName: string;
    /**
     * Number of the draft that it is about.
     * @min 1
     * @max 999999
     * @example 1
     */
    onVersion: number;
    /**
     * @maxLength 1000000
     * @example "Say what spring tides are."
     */
    text: string;
  }[];
}

export interface FactCheckAnswer {
  /**
   * The id of what an agent was asked.
   * @pattern ^[0-9a-z]{16}$
   * @example "7k3m9x2c4p0qrstv"
   */
  runId: string;
  output: AgentFactReport;
}

export interface AgentFactReport {
  provider: string;
  /** False: nobody looked anything up. */
  verified: boolean;
  claims: {
    claim: string;
    verdict: "supported" | "contradicted" | "not-found";
    note: string;
    quote?: string;
    sources: {
      title: string;
      url: string;
      date?: string;
    }[];
  }[];
  contradicted: number;
  remembered: number;
  unresolved: number;
  [key: string]: any;
}

/** @example {"request":{"topic":"How tides work","language":"en"},"draft":"# How tides work\n\nThe moon pulls the sea.\n"} */
export interface FactCheckOrder {
  request: AgentRequest;
  /**
   * What the agents take for today. Absent: it is.
   * @format date
   * @example "2026-11-30"
   */
  today?: string;
  /**
   * Markdown, beginning with the title as heading.
   * @minLength 1
   * @maxLength 1000000
   * @example "# How tides work
   *
   * The moon pulls the sea.
   * "
   */
  draft: string;
  /**
   * `fact_check`, or the name of an external agent in the settings. Absent: the former.
   * @minLength 1
   * @maxLength 200
   * @example "fact_check"
   */
  agent?: string;
  /** claims: what the draft claims, and what was found wrong before · earlier: only the latter. Absent: claims. */
  scope?: "claims" | "earlier";
  /**
   * As `POST /agents/fact-check` answered them.
   * @maxItems 1000
   */
  earlier?: {
    provider: string;
    verified: boolean;
    [key: string]: any;
  }[];
}

export interface EditAnswer {
  /**
   * The id of what an agent was asked.
   * @pattern ^[0-9a-z]{16}$
   * @example "7k3m9x2c4p0qrstv"
   */
  runId: string;
  output: AgentEdition;
}

export interface AgentEdition {
  title: string;
  summary: string;
  /** Markdown. */
  text: string;
  [key: string]: any;
}

/** @example {"request":{"topic":"How tides work","language":"en"},"draft":"# How tides work\n\nThe moon pulls the sea.\n"} */
export interface EditOrder {
  request: AgentRequest;
  /**
   * What the agents take for today. Absent: it is.
   * @format date
   * @example "2026-11-30"
   */
  today?: string;
  /**
   * Markdown, beginning with the title as heading.
   * @minLength 1
   * @maxLength 1000000
   * @example "# How tides work
   *
   * The moon pulls the sea.
   * "
   */
  draft: string;
  /** The text stays to the letter: it gets a title and a summary. */
  keepText?: boolean;
}

export interface AgentRun {
  /**
   * The id of what an agent was asked.
   * @pattern ^[0-9a-z]{16}$
   * @example "7k3m9x2c4p0qrstv"
   */
  runId: string;
  agent: "outline" | "write" | "critique" | "compare" | "fact-check" | "edit";
  status: "running" | "done" | "failed";
  /** What the request that asked would have answered. */
  output?: Record<string, any>;
  failure?: {
    /** @example "model-unavailable" */
    code: string;
    /** For people: what happened, and what can be done. */
    detail: string;
  };
}

export type CreatedWebhook = Webhook & {
  /**
   * Signs what is sent (Standard Webhooks). Told here, and nowhere again.
   * @example "whsec_…"
   */
  secret: string;
};

/** Of what it is told. */
export interface WebhookCounts {
  pending: number;
  delivered: number;
  givenUp: number;
  /**
   * Since when the oldest one is due.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  dueSince?: string;
}

export interface Webhook {
  /**
   * @pattern ^[a-z][a-z0-9_-]{0,63}$
   * @example "wh_3f9a0c1d2e4b5a697881"
   */
  webhookId: string;
  /** config: it stands in config/copydesk.yaml. */
  source: "config" | "api";
  /**
   * Public, by https.
   * @maxLength 2000
   * @example "https://newsroom.example.com/hooks/copydesk"
   */
  url: string;
  /**
   * Absent: all.
   * @maxItems 7
   * @minItems 1
   * @example ["article.delivered","article.stuck"]
   */
  events?: (
    | "article.started"
    | "article.draft"
    | "article.waiting"
    | "article.decided"
    | "article.stuck"
    | "article.delivered"
    | "article.cancelled"
  )[];
  /**
   * Where articles have to live: a platform, a workspace, a channel or chat. Absent: anywhere.
   * @maxItems 100
   * @minItems 1
   * @example ["slack:C024BE91L","web"]
   */
  places?: string[];
  /** It is told of every article. Otherwise of those that the person asked for who made it. */
  everything: boolean;
  /**
   * What happened before is not told.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  createdAt: string;
  /**
   * It answered 410: nothing is sent there before it is enabled again.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  disabledAt?: string;
  /** Of what it is told. */
  counts: WebhookCounts;
}

export interface NewWebhook {
  /**
   * Public, by https.
   * @maxLength 2000
   * @example "https://newsroom.example.com/hooks/copydesk"
   */
  url: string;
  /**
   * Absent: all.
   * @maxItems 7
   * @minItems 1
   * @example ["article.delivered","article.stuck"]
   */
  events?: (
    | "article.started"
    | "article.draft"
    | "article.waiting"
    | "article.decided"
    | "article.stuck"
    | "article.delivered"
    | "article.cancelled"
  )[];
  /**
   * Where articles have to live: a platform, a workspace, a channel or chat. Absent: anywhere.
   * @maxItems 100
   * @minItems 1
   * @example ["slack:C024BE91L","web"]
   */
  places?: string[];
}

export interface Webhooks {
  webhooks: Webhook[];
}

export interface RotatedSecret {
  /**
   * Signs what is sent (Standard Webhooks). Told here, and nowhere again.
   * @example "whsec_…"
   */
  secret: string;
  /**
   * Until then the secret before signs, too.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  earlierUntil: string;
}

export interface WebhookDeliveries {
  deliveries: WebhookDelivery[];
  /** The `cursor` of the next page. Absent: this is the last one. */
  next?: string;
}

export interface WebhookDelivery {
  eventId: string;
  articleId: string;
  type:
    | "article.started"
    | "article.draft"
    | "article.waiting"
    | "article.decided"
    | "article.stuck"
    | "article.delivered"
    | "article.cancelled";
  /**
   * When it happened.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  at: string;
  /** pending: it is still to be accepted · given-up: it was tried for long enough, or nothing is sent there. */
  state: "pending" | "delivered" | "given-up";
  attempts: number;
  /** What the latest attempt was answered with. */
  status?: number;
  /** Why there was no answer. */
  problem?: string;
  /**
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  triedAt?: string;
}

export interface Replayed {
  /** So many events are sent once more. */
  replayed: number;
}

/**
 * Without either: what was given up.
 * @example {"since":"2026-11-29T00:00:00Z"}
 */
export interface Replay {
  /**
   * This one.
   * @pattern ^[\w-]{1,100}$
   * @example "msg_3f9a0c1d2e4b5a69"
   */
  eventId?: string;
  /**
   * All that happened since, whatever became of it.
   * @format date-time
   * @example "2026-11-30T08:15:00.000Z"
   */
  since?: string;
}

export type QueryParamsType = Record<string | number, any>;
export type ResponseFormat = keyof Omit<Body, "body" | "bodyUsed">;

export interface FullRequestParams extends Omit<RequestInit, "body"> {
  /** set parameter to `true` for call `securityWorker` for this request */
  secure?: boolean;
  /** request path */
  path: string;
  /** content type of request body */
  type?: ContentType;
  /** query params */
  query?: QueryParamsType;
  /** format of response (i.e. response.json() -> format: "json") */
  format?: ResponseFormat;
  /** request body */
  body?: unknown;
  /** base url */
  baseUrl?: string;
  /** request cancellation token */
  cancelToken?: CancelToken;
}

export type RequestParams = Omit<
  FullRequestParams,
  "body" | "method" | "query" | "path"
>;

export interface ApiConfig<SecurityDataType = unknown> {
  baseUrl?: string;
  baseApiParams?: Omit<RequestParams, "baseUrl" | "cancelToken" | "signal">;
  securityWorker?: (
    securityData: SecurityDataType | null,
  ) => Promise<RequestParams | void> | RequestParams | void;
  customFetch?: typeof fetch;
}

export interface HttpResponse<D extends unknown, E extends unknown = unknown>
  extends Response {
  data: D;
  error: E;
}

type CancelToken = Symbol | string | number;

export type ContentType =
  | "application/json"
  | "application/vnd.api+json"
  | "multipart/form-data"
  | "application/x-www-form-urlencoded"
  | "text/plain";

export class HttpClient<SecurityDataType = unknown> {
  public baseUrl: string = "";
  private securityData: SecurityDataType | null = null;
  private securityWorker?: ApiConfig<SecurityDataType>["securityWorker"];
  private abortControllers = new Map<CancelToken, AbortController>();
  private customFetch = (...fetchParams: Parameters<typeof fetch>) =>
    fetch(...fetchParams);

  private baseApiParams: RequestParams = {
    credentials: "same-origin",
    headers: {},
    redirect: "follow",
    referrerPolicy: "no-referrer",
  };

  constructor(apiConfig: ApiConfig<SecurityDataType> = {}) {
    Object.assign(this, apiConfig);
  }

  public setSecurityData = (data: SecurityDataType | null) => {
    this.securityData = data;
  };

  protected encodeQueryParam(key: string, value: any) {
    const encodedKey = encodeURIComponent(key);
    return `${encodedKey}=${encodeURIComponent(typeof value === "number" ? value : `${value}`)}`;
  }

  protected addQueryParam(query: QueryParamsType, key: string) {
    return this.encodeQueryParam(key, query[key]);
  }

  protected addArrayQueryParam(query: QueryParamsType, key: string) {
    const value = query[key];
    return value.map((v: any) => this.encodeQueryParam(key, v)).join("&");
  }

  protected toQueryString(rawQuery?: QueryParamsType): string {
    const query = rawQuery || {};
    const keys = Object.keys(query).filter(
      (key) => "undefined" !== typeof query[key],
    );
    return keys
      .map((key) =>
        Array.isArray(query[key])
          ? this.addArrayQueryParam(query, key)
          : this.addQueryParam(query, key),
      )
      .join("&");
  }

  protected addQueryParams(rawQuery?: QueryParamsType): string {
    const queryString = this.toQueryString(rawQuery);
    return queryString ? `?${queryString}` : "";
  }

  private contentFormatters: Record<ContentType, (input: any) => any> = {
    ["application/json"]: (input: any) =>
      input !== null && (typeof input === "object" || typeof input === "string")
        ? JSON.stringify(input)
        : input,
    ["application/vnd.api+json"]: (input: any) =>
      input !== null && (typeof input === "object" || typeof input === "string")
        ? JSON.stringify(input)
        : input,
    ["text/plain"]: (input: any) =>
      input !== null && typeof input !== "string"
        ? JSON.stringify(input)
        : input,
    ["multipart/form-data"]: (input: any) => {
      if (input instanceof FormData) {
        return input;
      }

      return Object.keys(input || {}).reduce((formData, key) => {
        const property = input[key];
        formData.append(
          key,
          property instanceof Blob
            ? property
            : typeof property === "object" && property !== null
              ? JSON.stringify(property)
              : `${property}`,
        );
        return formData;
      }, new FormData());
    },
    ["application/x-www-form-urlencoded"]: (input: any) =>
      this.toQueryString(input),
  };

  protected mergeRequestParams(
    params1: RequestParams,
    params2?: RequestParams,
  ): RequestParams {
    return {
      ...this.baseApiParams,
      ...params1,
      ...(params2 || {}),
      headers: {
        ...(this.baseApiParams.headers || {}),
        ...(params1.headers || {}),
        ...((params2 && params2.headers) || {}),
      },
    };
  }

  protected createAbortSignal = (
    cancelToken: CancelToken,
  ): AbortSignal | undefined => {
    if (this.abortControllers.has(cancelToken)) {
      const abortController = this.abortControllers.get(cancelToken);
      if (abortController) {
        return abortController.signal;
      }
      return void 0;
    }

    const abortController = new AbortController();
    this.abortControllers.set(cancelToken, abortController);
    return abortController.signal;
  };

  public abortRequest = (cancelToken: CancelToken) => {
    const abortController = this.abortControllers.get(cancelToken);

    if (abortController) {
      abortController.abort();
      this.abortControllers.delete(cancelToken);
    }
  };

  public request = async <T = any, E = any>({
    body,
    secure,
    path,
    type,
    query,
    format,
    baseUrl,
    cancelToken,
    ...params
  }: FullRequestParams): Promise<HttpResponse<T, E>> => {
    const secureParams =
      ((typeof secure === "boolean" ? secure : this.baseApiParams.secure) &&
        this.securityWorker &&
        (await this.securityWorker(this.securityData))) ||
      {};
    const requestParams = this.mergeRequestParams(params, secureParams);
    const queryString = query && this.toQueryString(query);
    const payloadFormatter = this.contentFormatters[type || "application/json"];
    const responseFormat = format || requestParams.format;

    return this.customFetch(
      `${baseUrl || this.baseUrl || ""}${path}${queryString ? `?${queryString}` : ""}`,
      {
        ...requestParams,
        headers: {
          ...(requestParams.headers || {}),
          ...(type && type !== "multipart/form-data"
            ? { "Content-Type": type }
            : {}),
        },
        signal:
          (cancelToken
            ? this.createAbortSignal(cancelToken)
            : requestParams.signal) || null,
        body:
          typeof body === "undefined" || body === null
            ? null
            : payloadFormatter(body),
      },
    ).then(async (response) => {
      const r = response as HttpResponse<T, E>;
      r.data = null as unknown as T;
      r.error = null as unknown as E;

      const responseToParse = responseFormat ? response.clone() : response;
      const data = !responseFormat
        ? r
        : await responseToParse[responseFormat]()
            .then((data) => {
              if (r.ok) {
                r.data = data;
              } else {
                r.error = data;
              }
              return r;
            })
            .catch((e) => {
              r.error = e;
              return r;
            });

      if (cancelToken) {
        this.abortControllers.delete(cancelToken);
      }

      if (!response.ok) throw data;
      return data;
    });
  };
}

/**
 * @title Copydesk
 * @version 0.2.0
 * @license Apache-2.0 (https://www.apache.org/licenses/LICENSE-2.0)
 *
 * A newsroom for programs: an article is asked for, written, criticised, checked, decided on by people and delivered, by the same rules as in chats. What is answered with 2xx does not get lost; what is not was not done.
 */
export class Copydesk<
  SecurityDataType extends unknown,
> extends HttpClient<SecurityDataType> {
  healthz = {
    /**
     * No description
     *
     * @tags Service
     * @name GetHealth
     * @summary Whether this process does its work
     * @request GET:/healthz
     */
    getHealth: (params: RequestParams = {}) =>
      this.request<
        {
          healthy: true;
        },
        {
          healthy: false;
        }
      >({
        path: `/healthz`,
        method: "GET",
        format: "json",
        ...params,
      }),
  };
  articles = {
    /**
     * @description Whoever may see the article may. Open comments go with the next request for changes, whose own words may then be empty: the writer answers each.
     *
     * @tags Comments
     * @name AddComment
     * @summary Says something of a passage
     * @request POST:/articles/{articleId}/comments
     * @secure
     */
    addComment: (
      articleId: string,
      data: NewComment,
      params: RequestParams = {},
    ) =>
      this.request<Comment, Problem>({
        path: `/articles/${articleId}/comments`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * No description
     *
     * @tags Articles
     * @name CompareDrafts
     * @summary What changed between two drafts, section by section and word by word
     * @request GET:/articles/{articleId}/diff
     * @secure
     */
    compareDrafts: (
      articleId: string,
      query: {
        /**
         * @min 1
         * @max 100000
         * @example 2
         */
        from: number;
        /**
         * @min 1
         * @max 100000
         * @example 2
         */
        to: number;
      },
      params: RequestParams = {},
    ) =>
      this.request<Diff, Problem>({
        path: `/articles/${articleId}/diff`,
        method: "GET",
        query: query,
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description `finish` approves, so that it needs the right to decide. Who may what: `mayControl` of the article.
     *
     * @tags Decisions
     * @name Control
     * @summary Acts on an article as a whole
     * @request POST:/articles/{articleId}/controls
     * @secure
     */
    control: (articleId: string, data: Control, params: RequestParams = {}) =>
      this.request<Counted, Problem>({
        path: `/articles/${articleId}/controls`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description A decision names one draft by version and hash, and never touches another. The same decision of one person about one draft counts once, with or without an `Idempotency-Key`. Of sections that somebody else changed meanwhile, both texts come back (`sections-changed`), and nothing is done.
     *
     * @tags Decisions
     * @name Decide
     * @summary Decides about a draft or an outline
     * @request POST:/articles/{articleId}/decisions
     * @secure
     */
    decide: (articleId: string, data: Decision, params: RequestParams = {}) =>
      this.request<Counted, Problem>({
        path: `/articles/${articleId}/decisions`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description One for each channel, at most ten; asked for again with another `role`, it is that from then on. Who may: whoever controls the article, in places that they belong to, as their chat has said (a token knows of none).
     *
     * @tags Decisions
     * @name Follow
     * @summary Has an article shown in another place of a chat, too
     * @request POST:/articles/{articleId}/followers
     * @secure
     */
    follow: (articleId: string, data: Follower, params: RequestParams = {}) =>
      this.request<Counted, Problem>({
        path: `/articles/${articleId}/followers`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description Current to the moment while the article runs. When its workflow cannot be asked, what was written down last is shown.
     *
     * @tags Articles
     * @name GetArticle
     * @summary How an article stands, and what the caller may do about it
     * @request GET:/articles/{articleId}
     * @secure
     */
    getArticle: (articleId: string, params: RequestParams = {}) =>
      this.request<Article, Problem>({
        path: `/articles/${articleId}`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * No description
     *
     * @tags Articles
     * @name GetDraft
     * @summary A draft, with what is said of it beside the words that it is said of
     * @request GET:/articles/{articleId}/drafts/{version}
     * @secure
     */
    getDraft: (
      articleId: string,
      version: number,
      params: RequestParams = {},
    ) =>
      this.request<Draft, Problem>({
        path: `/articles/${articleId}/drafts/${version}`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description Called `draft.md`, `draft.docx`, `draft.html` or `draft.pdf`; it is kept under the name of its article.
     *
     * @tags Articles
     * @name GetDraftFile
     * @summary A draft as a file
     * @request GET:/articles/{articleId}/drafts/{version}/files/{name}
     * @secure
     */
    getDraftFile: (
      articleId: string,
      version: number,
      name: string,
      params: RequestParams = {},
    ) =>
      this.request<string, Problem>({
        path: `/articles/${articleId}/drafts/${version}/files/${name}`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * No description
     *
     * @tags Articles
     * @name GetFeed
     * @summary Everything that an article has said, as cards
     * @request GET:/articles/{articleId}/feed
     * @secure
     */
    getFeed: (articleId: string, params: RequestParams = {}) =>
      this.request<Feed, Problem>({
        path: `/articles/${articleId}/feed`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description Called as `delivered.files` of the article says, ending in .md, .docx, .html or .pdf; also .extras.md, and receipt.json.
     *
     * @tags Articles
     * @name GetFile
     * @summary A file of what was delivered
     * @request GET:/articles/{articleId}/files/{name}
     * @secure
     */
    getFile: (articleId: string, name: string, params: RequestParams = {}) =>
      this.request<string, Problem>({
        path: `/articles/${articleId}/files/${name}`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * No description
     *
     * @tags Articles
     * @name GetReceipt
     * @summary The receipt of what was delivered: hashes, decisions, whose words it is made of, models, facts
     * @request GET:/articles/{articleId}/receipt
     * @secure
     */
    getReceipt: (articleId: string, params: RequestParams = {}) =>
      this.request<Record<string, any>, Problem>({
        path: `/articles/${articleId}/receipt`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description Whoever may not see an article is not shown it. What is added meanwhile moves no page. What waits for you (`scope=waiting`) is the inbox that the chats show, with the same numbers: what has waited longest comes first, and what you have voted on is not in it.
     *
     * @tags Articles
     * @name ListArticles
     * @summary Articles, page by page
     * @request GET:/articles
     * @secure
     */
    listArticles: (
      query?: {
        /**
         * mine: those that you asked for · waiting: those that wait for you · here: those that live where yours do · everywhere: for an administrator, all of their workspace, or platform.
         * @default "mine"
         */
        scope?: "mine" | "waiting" | "here" | "everywhere";
        /** Only those that are under way, or over. */
        state?: "running" | "done";
        stage?:
          | "drafting"
          | "waiting"
          | "finishing"
          | "paused"
          | "stuck"
          | "delivered"
          | "rejected"
          | "cancelled";
        /**
         * Words of the topic, or an id.
         * @minLength 1
         * @maxLength 200
         * @example "tides"
         */
        q?: string;
        /** Which come first. Default: the newest; of what waits for you, what has waited longest. */
        order?: "newest" | "oldest";
        /**
         * @min 1
         * @max 100
         * @default 20
         */
        limit?: number;
        /**
         * As the page before named it, to go on behind it.
         * @maxLength 200
         */
        cursor?: string;
      },
      params: RequestParams = {},
    ) =>
      this.request<ArticleList, Problem>({
        path: `/articles`,
        method: "GET",
        query: query,
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * No description
     *
     * @tags Comments
     * @name ListComments
     * @summary What people said of passages, and what became of it
     * @request GET:/articles/{articleId}/comments
     * @secure
     */
    listComments: (articleId: string, params: RequestParams = {}) =>
      this.request<Comments, Problem>({
        path: `/articles/${articleId}/comments`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description Also of a translation: then of what it translates. One for each language.
     *
     * @tags Articles
     * @name ListTranslations
     * @summary In which other languages an article is
     * @request GET:/articles/{articleId}/translations
     * @secure
     */
    listTranslations: (articleId: string, params: RequestParams = {}) =>
      this.request<Translations, Problem>({
        path: `/articles/${articleId}/translations`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description Asked twice, it is published once. Who may: whoever may `retry` the article.
     *
     * @tags Decisions
     * @name PublishAgain
     * @summary Has a delivered article published where that failed
     * @request POST:/articles/{articleId}/publications/{target}
     * @secure
     */
    publishAgain: (
      articleId: string,
      target: string,
      params: RequestParams = {},
    ) =>
      this.request<Counted, Problem>({
        path: `/articles/${articleId}/publications/${target}`,
        method: "POST",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description For whoever may see the translation: who decides about it reads both, section beside section.
     *
     * @tags Articles
     * @name ReadOriginal
     * @summary What a translation is made of
     * @request GET:/articles/{articleId}/original
     * @secure
     */
    readOriginal: (articleId: string, params: RequestParams = {}) =>
      this.request<Original, Problem>({
        path: `/articles/${articleId}/original`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description Whoever said it may, and who decides about the article. Done twice, it is done once.
     *
     * @tags Comments
     * @name ReopenComment
     * @summary Something is to be done about it again
     * @request POST:/articles/{articleId}/comments/{commentId}/reopen
     * @secure
     */
    reopenComment: (
      articleId: string,
      commentId: string,
      params: RequestParams = {},
    ) =>
      this.request<Comment, Problem>({
        path: `/articles/${articleId}/comments/${commentId}/reopen`,
        method: "POST",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description For people: the writer is not given it.
     *
     * @tags Comments
     * @name ReplyToComment
     * @summary Answers a comment
     * @request POST:/articles/{articleId}/comments/{commentId}/replies
     * @secure
     */
    replyToComment: (
      articleId: string,
      commentId: string,
      data: NewReply,
      params: RequestParams = {},
    ) =>
      this.request<Comment, Problem>({
        path: `/articles/${articleId}/comments/${commentId}/replies`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description Whoever said it may, and who decides about the article. Done twice, it is done once.
     *
     * @tags Comments
     * @name ResolveComment
     * @summary Nothing is to be done about it any more
     * @request POST:/articles/{articleId}/comments/{commentId}/resolve
     * @secure
     */
    resolveComment: (
      articleId: string,
      commentId: string,
      params: RequestParams = {},
    ) =>
      this.request<Comment, Problem>({
        path: `/articles/${articleId}/comments/${commentId}/resolve`,
        method: "POST",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description What the order leaves open is as the settings have it. It may be sent again under its `Idempotency-Key`: of all that arrive, one article is made. Where one is there of a like topic, nothing is started (`like-another`, with `other`) before it is sent with `evenIfLike`.
     *
     * @tags Articles
     * @name StartArticle
     * @summary Has an article written
     * @request POST:/articles
     * @secure
     */
    startArticle: (data: ArticleOrder, params: RequestParams = {}) =>
      this.request<Started, Problem>({
        path: `/articles`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description By an article of its own, with a gate and people of its own, in the place where your articles live. Of one language there is one at a time (`translation-under-way`), and none where it would say the same again (`translation-there`).
     *
     * @tags Articles
     * @name TranslateArticle
     * @summary Has a delivered article translated
     * @request POST:/articles/{articleId}/translations
     * @secure
     */
    translateArticle: (
      articleId: string,
      data: NewTranslation,
      params: RequestParams = {},
    ) =>
      this.request<Started, Problem>({
        path: `/articles/${articleId}/translations`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description Cards that are there lose their buttons and say where the article lives.
     *
     * @tags Decisions
     * @name Unfollow
     * @summary Has an article not shown there any more
     * @request DELETE:/articles/{articleId}/followers/{place}
     * @secure
     */
    unfollow: (articleId: string, place: string, params: RequestParams = {}) =>
      this.request<Counted, Problem>({
        path: `/articles/${articleId}/followers/${place}`,
        method: "DELETE",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description Server-sent events: `entry` (an Entry; sent again with the same `seq` when its card says something else), `state` (how the article stands) and `text` (what is being written: `text` stands from the UTF-16 unit `at` on). Who comes back with `Last-Event-ID`, or `after`, gets what they have not seen, and nothing twice. `gone`: the article is not to be seen any more.
     *
     * @tags Articles
     * @name WatchArticle
     * @summary What an article says and how it stands, as it happens
     * @request GET:/articles/{articleId}/events
     * @secure
     */
    watchArticle: (
      articleId: string,
      query?: {
        /** `lastEventId` of a feed. */
        after?: string;
      },
      params: RequestParams = {},
    ) =>
      this.request<Event, Problem>({
        path: `/articles/${articleId}/events`,
        method: "GET",
        query: query,
        secure: true,
        ...params,
      }),
  };
  session = {
    /**
     * @description Here, and in the chats in which they are this very person.
     *
     * @tags Session
     * @name ChooseLanguage
     * @summary In which language the person is spoken to
     * @request PATCH:/session
     * @secure
     */
    chooseLanguage: (
      data: {
        /**
         * One that has a dictionary.
         * @maxLength 35
         * @example "en"
         */
        language: string;
      },
      params: RequestParams = {},
    ) =>
      this.request<
        {
          /**
           * One that has a dictionary.
           * @maxLength 35
           * @example "en"
           */
          language: string;
        },
        Problem
      >({
        path: `/session`,
        method: "PATCH",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * No description
     *
     * @tags Session
     * @name GetSession
     * @summary Who is signed in
     * @request GET:/session
     * @secure
     */
    getSession: (params: RequestParams = {}) =>
      this.request<
        {
          person: {
            name: string;
            key: string;
          };
          language: string;
          csrfToken: string;
          scopes: string[];
          /** @format date-time */
          expiresAt: string;
        },
        Problem
      >({
        path: `/session`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * No description
     *
     * @tags Session
     * @name SignOut
     * @summary Signs out: here, or everywhere
     * @request DELETE:/session
     * @secure
     */
    signOut: (
      query?: {
        /** @default "false" */
        everywhere?: "true" | "false";
      },
      params: RequestParams = {},
    ) =>
      this.request<void, Problem>({
        path: `/session`,
        method: "DELETE",
        query: query,
        secure: true,
        ...params,
      }),
  };
  sessions = {
    /**
     * No description
     *
     * @tags Session
     * @name EndSession
     * @summary Signs the caller out in one place
     * @request DELETE:/sessions/{sessionId}
     * @secure
     */
    endSession: (sessionId: string, params: RequestParams = {}) =>
      this.request<void, Problem>({
        path: `/sessions/${sessionId}`,
        method: "DELETE",
        secure: true,
        ...params,
      }),

    /**
     * No description
     *
     * @tags Session
     * @name ListSessions
     * @summary Where the caller is signed in to the page
     * @request GET:/sessions
     * @secure
     */
    listSessions: (params: RequestParams = {}) =>
      this.request<Sessions, Problem>({
        path: `/sessions`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),
  };
  link = {
    /**
     * @description Without a code one is made, to be typed in the chat (`/article link CODE`, `/link CODE`). With one, which the chat told (`/article link`, `/link`), the two are one from now on.
     *
     * @tags Session
     * @name LinkPerson
     * @summary Makes the caller one person with who they are in a chat
     * @request POST:/link
     * @secure
     */
    linkPerson: (
      data: {
        /** @maxLength 40 */
        code?: string;
      },
      params: RequestParams = {},
    ) =>
      this.request<
        | {
            code: string;
            minutes: number;
          }
        | {
            names: string[];
          },
        Problem
      >({
        path: `/link`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * No description
     *
     * @tags Session
     * @name UnlinkPerson
     * @summary The caller is nobody in another chat any more
     * @request DELETE:/link
     * @secure
     */
    unlinkPerson: (params: RequestParams = {}) =>
      this.request<void, Problem>({
        path: `/link`,
        method: "DELETE",
        secure: true,
        ...params,
      }),
  };
  absence = {
    /**
     * No description
     *
     * @tags Session
     * @name EndAbsence
     * @summary The caller decides for themselves again
     * @request DELETE:/absence
     * @secure
     */
    endAbsence: (params: RequestParams = {}) =>
      this.request<void, Problem>({
        path: `/absence`,
        method: "DELETE",
        secure: true,
        ...params,
      }),

    /**
     * No description
     *
     * @tags Session
     * @name GetAbsence
     * @summary Who decides for the caller while they are away
     * @request GET:/absence
     * @secure
     */
    getAbsence: (params: RequestParams = {}) =>
      this.request<Absence, Problem>({
        path: `/absence`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description It counts as theirs, and says so: Ben (for Ann). In place of what was said before. Asked twice, it is so once.
     *
     * @tags Session
     * @name SetAbsence
     * @summary Has somebody else decide for the caller while they are away
     * @request PUT:/absence
     * @secure
     */
    setAbsence: (data: NewAbsence, params: RequestParams = {}) =>
      this.request<Absence, Problem>({
        path: `/absence`,
        method: "PUT",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),
  };
  offers = {
    /**
     * @description For a form: what the house has, what it takes an order to mean that does not say, and what is too much.
     *
     * @tags Articles
     * @name GetOffers
     * @summary What an article may be asked to be
     * @request GET:/offers
     * @secure
     */
    getOffers: (params: RequestParams = {}) =>
      this.request<Offers, Problem>({
        path: `/offers`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),
  };
  people = {
    /**
     * @description Others than the caller who had to do with the same articles: for `approval.approvers` of an order, and `whom` of `/absence`. With `article`, those who had to do with that one and may decide about it, as far as its rules name people: for `whom` of `assign`. At most 100.
     *
     * @tags Articles
     * @name ListPeople
     * @summary Whom the caller may mean by name
     * @request GET:/people
     * @secure
     */
    listPeople: (
      query?: {
        /**
         * The id of an article.
         * @pattern ^[0-9a-z]{16}$
         * @example "7k3m9x2c4p0qrstv"
         */
        article?: string;
      },
      params: RequestParams = {},
    ) =>
      this.request<People, Problem>({
        path: `/people`,
        method: "GET",
        query: query,
        secure: true,
        format: "json",
        ...params,
      }),
  };
  files = {
    /**
     * @description Markdown, text, PDF or Word. Nothing comes of it before an order names it, and it is gone when it was read, or after 90 days.
     *
     * @tags Articles
     * @name KeepFile
     * @summary Keeps a file that is to be a source
     * @request POST:/files
     * @secure
     */
    keepFile: (
      data: {
        /**
         * The file with its name.
         * @format binary
         */
        file: File;
      },
      params: RequestParams = {},
    ) =>
      this.request<KeptFile, Problem>({
        path: `/files`,
        method: "POST",
        body: data,
        secure: true,
        type: "multipart/form-data",
        format: "json",
        ...params,
      }),
  };
  schedules = {
    /**
     * @description `run` begins an article now, paused or not, unless the last one is under way. What the schedule has begun goes on, whatever is done with it.
     *
     * @tags Schedules
     * @name ActOnSchedule
     * @summary Pauses, resumes, runs, or deletes a schedule, or skips one of its moments
     * @request POST:/schedules/{scheduleId}/actions
     * @secure
     */
    actOnSchedule: (
      scheduleId: string,
      data: ScheduleAction,
      params: RequestParams = {},
    ) =>
      this.request<ScheduleChanged, Problem>({
        path: `/schedules/${scheduleId}/actions`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description At each of its moments an article begins as if its maker had asked for it then: whether they may, quotas and budgets are asked at that moment. Files, which are read once, it takes none. Sent again under its `Idempotency-Key`, it makes one schedule.
     *
     * @tags Schedules
     * @name CreateSchedule
     * @summary Has an article asked for again and again
     * @request POST:/schedules
     * @secure
     */
    createSchedule: (data: NewSchedule, params: RequestParams = {}) =>
      this.request<Schedule, Problem>({
        path: `/schedules`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description For who made it, and for an administrator of its place.
     *
     * @tags Schedules
     * @name GetSchedule
     * @summary One schedule
     * @request GET:/schedules/{scheduleId}
     * @secure
     */
    getSchedule: (scheduleId: string, params: RequestParams = {}) =>
      this.request<Schedule, Problem>({
        path: `/schedules/${scheduleId}`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * No description
     *
     * @tags Schedules
     * @name ListSchedules
     * @summary What is asked for again and again
     * @request GET:/schedules
     * @secure
     */
    listSchedules: (
      query?: {
        /**
         * mine: those that you made · everywhere: for an administrator, all of their workspace, or platform.
         * @default "mine"
         */
        scope?: "mine" | "everywhere";
      },
      params: RequestParams = {},
    ) =>
      this.request<Schedules, Problem>({
        path: `/schedules`,
        method: "GET",
        query: query,
        secure: true,
        format: "json",
        ...params,
      }),
  };
  stats = {
    /**
     * @description Of the caller’s own articles; who is told what all articles cost may ask for everybody’s.
     *
     * @tags Articles
     * @name GetStats
     * @summary How articles do: running, waiting, time in each stage, cost by day and person, how many are edited
     * @request GET:/stats
     * @secure
     */
    getStats: (
      query?: {
        /** @default "mine" */
        of?: "mine" | "all";
        /**
         * @min 1
         * @max 90
         * @default 30
         */
        days?: number;
      },
      params: RequestParams = {},
    ) =>
      this.request<Stats, Problem>({
        path: `/stats`,
        method: "GET",
        query: query,
        secure: true,
        format: "json",
        ...params,
      }),
  };
  agents = {
    /**
     * @description Each criterion by words of the draft, with a score from 0 to 10. Whoever may have articles written may ask. It is answered when it is done, or after 25 seconds with where to look.
     *
     * @tags Agents
     * @name AskCritic
     * @summary Has the critic judge a draft
     * @request POST:/agents/critique
     * @secure
     */
    askCritic: (data: CritiqueOrder, params: RequestParams = {}) =>
      this.request<CritiqueAnswer, Problem>({
        path: `/agents/critique`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description Spelling, grammar, typography, a title and a summary. What a sentence says is not changed. Whoever may have articles written may ask. It is answered when it is done, or after 25 seconds with where to look.
     *
     * @tags Agents
     * @name AskEditor
     * @summary Has the editor finish a text
     * @request POST:/agents/edit
     * @secure
     */
    askEditor: (data: EditOrder, params: RequestParams = {}) =>
      this.request<EditAnswer, Problem>({
        path: `/agents/edit`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description Each claim with a verdict and its sources, where a provider of the settings searches. Whoever may have articles written may ask. It is answered when it is done, or after 25 seconds with where to look.
     *
     * @tags Agents
     * @name AskFactChecker
     * @summary Has what a draft claims checked
     * @request POST:/agents/fact-check
     * @secure
     */
    askFactChecker: (data: FactCheckOrder, params: RequestParams = {}) =>
      this.request<FactCheckAnswer, Problem>({
        path: `/agents/fact-check`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description The newer one wins where it is preferred whichever of them is read first. Whoever may have articles written may ask. It is answered when it is done, or after 25 seconds with where to look.
     *
     * @tags Agents
     * @name AskForComparison
     * @summary Has the critic compare two drafts
     * @request POST:/agents/compare
     * @secure
     */
    askForComparison: (data: CompareOrder, params: RequestParams = {}) =>
      this.request<CompareAnswer, Problem>({
        path: `/agents/compare`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description Its title, what it is about, and its headings with what each section shows, for people to decide on. Whoever may have articles written may ask. It is answered when it is done, or after 25 seconds with where to look.
     *
     * @tags Agents
     * @name AskForOutline
     * @summary Has the writer plan a text
     * @request POST:/agents/outline
     * @secure
     */
    askForOutline: (data: OutlineOrder, params: RequestParams = {}) =>
      this.request<OutlineAnswer, Problem>({
        path: `/agents/outline`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description Without a `draft` the first is written; with one it is revised, by what was said of it. What was said needs a draft that it is about. Whoever may have articles written may ask. It is answered when it is done, or after 25 seconds with where to look.
     *
     * @tags Agents
     * @name AskWriter
     * @summary Has the writer write a draft, or revise one
     * @request POST:/agents/write
     * @secure
     */
    askWriter: (data: WriteOrder, params: RequestParams = {}) =>
      this.request<WriteAnswer, Problem>({
        path: `/agents/write`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description For whoever asked it. It is kept for 30 days.
     *
     * @tags Agents
     * @name GetAgentRun
     * @summary What has become of what an agent was asked
     * @request GET:/agents/runs/{runId}
     * @secure
     */
    getAgentRun: (runId: string, params: RequestParams = {}) =>
      this.request<AgentRun, Problem>({
        path: `/agents/runs/${runId}`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),
  };
  webhooks = {
    /**
     * @description From now on, signed as Standard Webhooks says. Operators are told of every article, others of those that they asked for. Sent again under its `Idempotency-Key`, it makes one endpoint and tells the same secret.
     *
     * @tags Webhooks
     * @name CreateWebhook
     * @summary Has a system of yours told what happens to articles
     * @request POST:/webhooks
     * @secure
     */
    createWebhook: (data: NewWebhook, params: RequestParams = {}) =>
      this.request<CreatedWebhook, Problem>({
        path: `/webhooks`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description What is due for it is given up.
     *
     * @tags Webhooks
     * @name DeleteWebhook
     * @summary Tells it nothing more
     * @request DELETE:/webhooks/{webhookId}
     * @secure
     */
    deleteWebhook: (webhookId: string, params: RequestParams = {}) =>
      this.request<void, Problem>({
        path: `/webhooks/${webhookId}`,
        method: "DELETE",
        secure: true,
        ...params,
      }),

    /**
     * @description After it answered 410. What it missed was given up: `replay` sends that.
     *
     * @tags Webhooks
     * @name EnableWebhook
     * @summary Tells it again
     * @request POST:/webhooks/{webhookId}/enable
     * @secure
     */
    enableWebhook: (webhookId: string, params: RequestParams = {}) =>
      this.request<Webhook, Problem>({
        path: `/webhooks/${webhookId}/enable`,
        method: "POST",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * No description
     *
     * @tags Webhooks
     * @name GetWebhook
     * @summary One who is told
     * @request GET:/webhooks/{webhookId}
     * @secure
     */
    getWebhook: (webhookId: string, params: RequestParams = {}) =>
      this.request<Webhook, Problem>({
        path: `/webhooks/${webhookId}`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * No description
     *
     * @tags Webhooks
     * @name ListWebhookDeliveries
     * @summary What became of what it is told
     * @request GET:/webhooks/{webhookId}/deliveries
     * @secure
     */
    listWebhookDeliveries: (
      webhookId: string,
      query?: {
        /** Only those. */
        state?: "pending" | "delivered" | "given-up";
        /**
         * @min 1
         * @max 100
         * @default 20
         */
        limit?: number;
        /**
         * As the page before named it, to go on behind it.
         * @maxLength 200
         */
        cursor?: string;
      },
      params: RequestParams = {},
    ) =>
      this.request<WebhookDeliveries, Problem>({
        path: `/webhooks/${webhookId}/deliveries`,
        method: "GET",
        query: query,
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description Operators are shown all, others those that they made.
     *
     * @tags Webhooks
     * @name ListWebhooks
     * @summary Who is told
     * @request GET:/webhooks
     * @secure
     */
    listWebhooks: (params: RequestParams = {}) =>
      this.request<Webhooks, Problem>({
        path: `/webhooks`,
        method: "GET",
        secure: true,
        format: "json",
        ...params,
      }),

    /**
     * @description What was given up; or one event, or all since a moment. With the same ids and bodies, so that who has seen an event knows it again.
     *
     * @tags Webhooks
     * @name ReplayWebhook
     * @summary Sends once more what was sent
     * @request POST:/webhooks/{webhookId}/replay
     * @secure
     */
    replayWebhook: (
      webhookId: string,
      data: Replay,
      params: RequestParams = {},
    ) =>
      this.request<Replayed, Problem>({
        path: `/webhooks/${webhookId}/replay`,
        method: "POST",
        body: data,
        secure: true,
        type: "application/json",
        format: "json",
        ...params,
      }),

    /**
     * @description It signs from now on, and for a day the one before does, too.
     *
     * @tags Webhooks
     * @name RotateWebhookSecret
     * @summary Makes a new secret
     * @request POST:/webhooks/{webhookId}/rotate
     * @secure
     */
    rotateWebhookSecret: (webhookId: string, params: RequestParams = {}) =>
      this.request<RotatedSecret, Problem>({
        path: `/webhooks/${webhookId}/rotate`,
        method: "POST",
        secure: true,
        format: "json",
        ...params,
      }),
  };
}
