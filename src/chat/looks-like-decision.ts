/** Quotes, bullets and emoji may come first. `changes` counts with its colon only: “changes in the tide” are none. */
const DECISION =
  /^[^\p{L}]*(?:(?:approved?|lgtm|reject(?:ed)?|одобр(?:ить|яю|ено)|отклон(?:ить|яю|ено))(?![\p{L}\p{N}])|(?:(?:request )?changes?|правк[аи]|изменения|на доработку|доработать) ?:)/iu;

/** Whether a reply, without a mention before it, reads like a decision. It is none (buttons are), and its author should be told. */
export function looksLikeDecision(text: string): boolean {
  return DECISION.test(text);
}
