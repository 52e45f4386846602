/** What may be chosen below a proposal, in the order in which it is shown. */
export const DETAIL_FIELDS = ['template', 'lengthWords', 'tone', 'audience', 'language'] as const;
export type DetailField = (typeof DETAIL_FIELDS)[number];

/** What a person has chosen there. Absent: it is left open. */
export interface Details {
  /** A file of `config/templates`, without its `.yaml`. */
  readonly template?: string;
  readonly lengthWords?: number;
  readonly tone?: string;
  readonly audience?: string;
  /** BCP 47 tag. */
  readonly language?: string;
  /** How many people have to approve it. */
  readonly approvals?: number;
  /** Who has to be among them, as they were named. */
  readonly approvers?: readonly string[];
}

/** What can be said in words of one's own. */
export const OWN_WORDS = ['lengthWords', 'tone', 'audience', 'approvals'] as const satisfies readonly (keyof Details)[];
export type OwnWordsField = (typeof OWN_WORDS)[number];

/** The details with one of them as it is now. @param value undefined: left open */
export function withDetail(details: Details, field: DetailField, value: string | number | undefined): Details {
  const { [field]: _, ...others } = details;
  return value === undefined ? others : { ...others, [field]: value };
}

/** The details with how many people have to approve it, and who of them. */
export function withApprovals(
  { approvals: _, approvers: __, ...others }: Details,
  wanted: Pick<Details, 'approvals' | 'approvers'>,
): Details {
  return { ...others, ...wanted };
}
