import type { startup as english } from '../en/startup.ts';

export const startup: typeof english = {
  heading: 'Copydesk работает',
  parts: {
    temporal: 'Temporal',
    database: 'PostgreSQL',
    cache: 'Кэш модели',
    model: 'Языковая модель',
    worker: 'Воркер',
    chats: 'Чаты',
    page: 'Страница и API',
    webUi: 'Веб-интерфейс Temporal',
    data: 'Данные',
    traces: 'Трассировки',
  },
  own: (where: string): string => `свой, на ${where}`,
  configured: (variable: string, where: string): string => `${where} (из ${variable})`,
  inMemory: 'в этом процессе',
  webUiNone: 'укажите temporal.ui_url в config/copydesk.yaml',

  practiceModel: [
    'Отвечает учебная модель, потому что не задан LLM_BASE_URL: она пишет',
    'упражнения, а не статьи. Чтобы подключить настоящую, задайте в .env',
    '  LLM_BASE_URL=https://api.openai.com/v1   (или совместимый с ним адрес)',
    '  LLM_API_KEY=…',
    'назовите модели в config/agents.yaml и запустите снова.',
  ],
  signIn: (link) => ['Страница — по этому адресу; он действует один раз, дальше входить не нужно:', `  ${link}`],
  slack: { socket: 'подключён через Socket Mode', http: 'подключён по HTTP' },
  telegram: { polling: 'подключён, опрос сервера', webhook: 'подключён, вебхук' },
  ownTelegram: (link) => [
    'Telegram: откройте эту ссылку и запустите бота, чтобы стать его владельцем. Он',
    'заказывает статьи и приглашает других командой /invite (ссылка действует один',
    'раз, в течение недели):',
    `  ${link}`,
  ],
  connectSlack: 'Slack: задайте в .env SLACK_BOT_TOKEN и SLACK_APP_TOKEN (см. README).',
  connectTelegram: 'Telegram: задайте в .env TELEGRAM_BOT_TOKEN (см. README).',

  ready: (seconds: number): string => `Готово за ${seconds.toFixed(1).replace('.', ',')} с`,
  service: 'Работаем без терминального чата. SIGTERM или Ctrl-C — остановить.',
  stopHint: 'Ctrl-C остановит всё, что было здесь запущено.',
  stopping: 'Останавливаемся…',
  stopped: 'Всё остановлено. Статьи сохранены и продолжатся при следующем запуске.',
};
