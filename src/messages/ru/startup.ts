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
    webUi: 'Веб-интерфейс Temporal',
    data: 'Данные',
  },
  own: (where: string): string => `свой, на ${where}`,
  configured: (variable: string, where: string): string => `${where} (из ${variable})`,
  inMemory: 'в этом процессе',
  webUiNone: 'адрес неизвестен: укажите temporal.ui_url в config/copydesk.yaml',

  practiceModel: [
    'Отвечает учебная модель, потому что не задан LLM_BASE_URL: она пишет упражнения, а не статьи.',
    'Чтобы подключить настоящую, задайте в .env и запустите снова:',
    '  LLM_BASE_URL=https://api.openai.com/v1    (любой адрес, совместимый с OpenAI)',
    '  LLM_API_KEY=…',
    'и назовите модели в config/agents.yaml.',
  ],
  connectChats: [
    'Slack и Telegram: ботов для них в этой версии ещё нет, чат — этот терминал. Когда появятся, их подключат',
    '  SLACK_BOT_TOKEN + SLACK_APP_TOKEN или TELEGRAM_BOT_TOKEN в .env.',
  ],

  starting: (part: string): string => `Запускаем: ${part}`,
  started: (part: string): string => `Работает: ${part}`,
  ready: (seconds: number): string => `Готово за ${seconds.toFixed(1).replace('.', ',')} с`,
  portTaken: (part: string, wanted: number, used: number): string =>
    `Порт ${wanted} занят другой программой; ${part} использует ${used}.`,
  orphanReused: (part: string, pid: number): string =>
    `${part} продолжает работать с прошлого раза (процесс ${pid}); используем его.`,
  orphanStopped: (part: string, pid: number): string =>
    `${part} работал с прошлого раза (процесс ${pid}); остановили и запускаем заново.`,
  service: 'Работаем без терминального чата. SIGTERM или Ctrl-C — остановить.',
  stopHint: 'Ctrl-C остановит всё, что было здесь запущено.',
  stopping: 'Останавливаемся…',
  stopped: 'Всё остановлено. Статьи сохранены и продолжатся при следующем запуске.',
  partFailed: (part: string, why: string): string => `${part} не запускается: ${why}`,
  folderInUse: (folder: string, pid: number): string =>
    `Copydesk уже работает с папкой ${folder} (процесс ${pid}). Пользуйтесь им, остановите его или укажите другую папку в COPYDESK_DATA.`,
};
