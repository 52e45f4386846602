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
    webUi: 'Temporal Web UI',
    data: 'Data',
  },
  /** Brought up by us. */
  own: (where: string): string => `its own, at ${where}`,
  /** Set by a variable. */
  configured: (variable: string, where: string): string => `${where} (from ${variable})`,
  inMemory: 'in this process',
  webUiNone: 'not known: set temporal.ui_url in config/copydesk.yaml',

  practiceModel: [
    'The practice model answers, because LLM_BASE_URL is not set: it writes exercises, not articles.',
    'For a real model, set both in .env and start again:',
    '  LLM_BASE_URL=https://api.openai.com/v1    (any OpenAI-compatible address)',
    '  LLM_API_KEY=…',
    'and name the models in config/agents.yaml.',
  ] as readonly string[],
  connectChats: [
    'Slack and Telegram: this version has no bot for them yet, the chat is this terminal. Once it has, they connect by',
    '  SLACK_BOT_TOKEN + SLACK_APP_TOKEN, or TELEGRAM_BOT_TOKEN, in .env.',
  ] as readonly string[],

  /** Progress. */
  starting: (part: string): string => `Starting ${part}`,
  started: (part: string): string => `${part} is up`,
  ready: (seconds: number): string => `Ready in ${seconds.toFixed(1)} s`,
  portTaken: (part: string, wanted: number, used: number): string =>
    `Port ${wanted} is taken by another program; ${part} uses ${used} instead.`,
  orphanReused: (part: string, pid: number): string =>
    `${part} was still running from last time (process ${pid}); using it.`,
  orphanStopped: (part: string, pid: number): string =>
    `${part} was still running from last time (process ${pid}); stopped it first.`,
  service: 'Running without a terminal chat. SIGTERM or Ctrl-C ends it.',
  stopHint: 'Ctrl-C stops everything that was started here.',
  stopping: 'Stopping…',
  stopped: 'Everything is stopped. Articles are kept and go on at the next start.',
  partFailed: (part: string, why: string): string => `${part} could not be started: ${why}`,
  /** Another instance holds the data folder. */
  folderInUse: (folder: string, pid: number): string =>
    `Copydesk is already running on ${folder} (process ${pid}). Use that one, stop it, or set COPYDESK_DATA to another folder.`,
};
