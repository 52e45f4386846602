/** Good: somebody may be glad of it · bad: something is wrong · doubtful: look at it · plain: neither. */
export type Tone = 'good' | 'bad' | 'doubtful' | 'plain';

interface Look {
  /** Where there is colour and room. */
  readonly emoji: string;
  /** In a terminal, painted by its tone. */
  readonly sign: string;
  readonly tone: Tone;
}

/** What stands for what, on every platform. */
export const SYMBOLS = {
  article: { emoji: '📰', sign: '•', tone: 'plain' },
  draft: { emoji: '📝', sign: '•', tone: 'plain' },
  file: { emoji: '📎', sign: '…', tone: 'plain' },
  link: { emoji: '🔗', sign: '→', tone: 'plain' },

  // Stages.
  drafting: { emoji: '✍️', sign: '…', tone: 'plain' },
  waiting: { emoji: '🙋', sign: '?', tone: 'doubtful' },
  finishing: { emoji: '✨', sign: '…', tone: 'good' },
  paused: { emoji: '⏸️', sign: '‖', tone: 'doubtful' },
  stuck: { emoji: '⚠️', sign: '!', tone: 'bad' },
  delivered: { emoji: '✅', sign: '✓', tone: 'good' },
  rejected: { emoji: '🚫', sign: '✗', tone: 'bad' },
  cancelled: { emoji: '🛑', sign: '✗', tone: 'bad' },

  // Steps.
  researching: { emoji: '📚', sign: '…', tone: 'plain' },
  outlining: { emoji: '🗒️', sign: '…', tone: 'plain' },
  writing: { emoji: '✍️', sign: '…', tone: 'plain' },
  citing: { emoji: '🔗', sign: '…', tone: 'plain' },
  critiquing: { emoji: '🧐', sign: '…', tone: 'plain' },
  comparing: { emoji: '⚖️', sign: '…', tone: 'plain' },
  'fact-checking': { emoji: '🔎', sign: '…', tone: 'plain' },
  'writing-extras': { emoji: '🏷️', sign: '…', tone: 'plain' },
  editing: { emoji: '✨', sign: '…', tone: 'plain' },
  translation: { emoji: '🌐', sign: '•', tone: 'plain' },
  stale: { emoji: '🕰️', sign: '!', tone: 'doubtful' },
  language: { emoji: '🌐', sign: '?', tone: 'doubtful' },
  budget: { emoji: '💰', sign: '!', tone: 'doubtful' },
  outage: { emoji: '⏳', sign: '…', tone: 'doubtful' },

  // What a critique and a fact report say.
  strengths: { emoji: '👍', sign: '+', tone: 'good' },
  weaknesses: { emoji: '👎', sign: '−', tone: 'bad' },
  suggestions: { emoji: '💡', sign: '→', tone: 'plain' },
  doubts: { emoji: '🔎', sign: '!', tone: 'doubtful' },
  supported: { emoji: '✅', sign: '✓', tone: 'good' },
  contradicted: { emoji: '❌', sign: '✗', tone: 'bad' },
  'not-found': { emoji: '❓', sign: '?', tone: 'doubtful' },
  extra: { emoji: '🏷️', sign: '•', tone: 'plain' },
  unverified: { emoji: '⚠️', sign: '!', tone: 'doubtful' },

  // What people do.
  approve: { emoji: '✅', sign: '✓', tone: 'good' },
  'request-changes': { emoji: '💬', sign: '✓', tone: 'good' },
  edit: { emoji: '✏️', sign: '✓', tone: 'good' },
  reject: { emoji: '🚫', sign: '✗', tone: 'bad' },
  'bring-back': { emoji: '↩️', sign: '✓', tone: 'good' },
  claim: { emoji: '✋', sign: '•', tone: 'plain' },
  resumed: { emoji: '▶️', sign: '•', tone: 'doubtful' },
  another: { emoji: '🔄', sign: '•', tone: 'doubtful' },
  retrying: { emoji: '🔁', sign: '•', tone: 'doubtful' },
  moved: { emoji: '➡️', sign: '→', tone: 'doubtful' },
  'did-not-count': { emoji: '✋', sign: '!', tone: 'doubtful' },

  publishing: { emoji: '📤', sign: '…', tone: 'plain' },
  published: { emoji: '✅', sign: '✓', tone: 'good' },
  failure: { emoji: '⚠️', sign: '✗', tone: 'bad' },
  solved: { emoji: '👍', sign: '✓', tone: 'good' },
  undeliverable: { emoji: '📪', sign: '!', tone: 'bad' },
  finish: { emoji: '🏁', sign: '•', tone: 'doubtful' },
} as const satisfies Readonly<Record<string, Look>>;

export type Mark = keyof typeof SYMBOLS;
