/** How many people approve an article whose order does not say, and how many there are. */
interface Room {
  /** 0: nobody is asked. */
  readonly approvals: number;
  /** Absent: nobody knows. */
  readonly most?: number;
}

/** What articles may be asked for, as `GET /offers` tells. */
export interface Offers {
  /** Why whoever looks may not ask for articles, in words. */
  readonly objection?: string;
  readonly templates: readonly {
    readonly id: string;
    readonly name: string;
    readonly useWhen: string;
    readonly approval: Room;
  }[];
  /** Of an order that names none of them. */
  readonly approval: Room;
  /** BCP 47 tags. */
  readonly languages: readonly string[];
  /** Words. */
  readonly lengths: readonly number[];
  /** What holds for an order that does not say otherwise. */
  readonly defaults: {
    readonly template?: string;
    readonly purpose?: string;
    readonly audience?: string;
    readonly tone?: string;
    readonly lengthWords?: number;
    readonly language?: string;
    readonly mustMention?: readonly string[];
    readonly mustAvoid?: readonly string[];
  };
  readonly limits: {
    readonly topicChars: number;
    readonly descriptionChars: number;
    readonly leastWords: number;
    readonly mostWords: number;
    readonly pastedChars: number;
    readonly approvals: number;
    readonly files: number;
    readonly fileBytes: number;
    /** `.pdf` */
    readonly fileEndings: readonly string[];
  };
  /** False: the settings say that no sources are read. */
  readonly readsSources: boolean;
}
