/** What `npm start` says. Each text of more than one line is a list of lines. */
export const startup = {
  heading: 'Copydesk is running',
  /** Names of the parts, for the block and for progress: `PostgreSQL: its own, in .copydesk`. */
  parts: {
    temporal: 'Temporal',
    database: 'PostgreSQL',
    cache: 'Model cache',
    model: 'Language model',
    worker: 'Worker',
    chats: 'Chats',
    page: 'Web page and API',
    webUi: 'Temporal Web UI',
    data: 'Data',
    traces: 'Traces',
  },
  /** Brought up by us. */
  own: (where: string): string => `its own, at ${where}`,
  /** Set by a variable. */
  configured: (variable: string, where: string): string => `${where} (from ${variable})`,
  inMemory: 'in this process',
  webUiNone: 'not known: set temporal.ui_url in config/copydesk.yaml',

  practiceModel: [
    'The practice model answers, because LLM_BASE_URL is not set: it writes',
    'exercises, not articles. For a real model, set in .env',
    '  LLM_BASE_URL=https://api.openai.com/v1   (or what is compatible with it)',
    '  LLM_API_KEY=…',
    'name the models in config/agents.yaml, and start again.',
  ] as readonly string[],
  /** Where the person of this machine comes to the page. */
  signIn: (link: string): readonly string[] => [
    'The page opens at this address, for you and once (you stay signed in):',
    `  ${link}`,
  ],
  /** How each chat is connected. */
  slack: { socket: 'connected by Socket Mode', http: 'connected over HTTP' },
  telegram: { polling: 'connected by long polling', webhook: 'connected by webhook' },
  /** Nobody owns the bot yet. */
  ownTelegram: (link: string): readonly string[] => [
    'Telegram: open this link and press Start to become the owner of the bot, who',
    'starts articles and invites others with /invite (it is good once, for a week):',
    `  ${link}`,
  ],
  connectSlack: 'Slack: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN in .env (see README).',
  connectTelegram: 'Telegram: set TELEGRAM_BOT_TOKEN in .env (see README).',

  ready: (seconds: number): string => `Ready in ${seconds.toFixed(1)} s`,
  service: 'Running without a terminal chat. SIGTERM or Ctrl-C ends it.',
  stopHint: 'Ctrl-C stops everything that was started here.',
  stopping: 'Stopping…',
  stopped: 'Everything is stopped. Articles are kept and go on at the next start.',
};
