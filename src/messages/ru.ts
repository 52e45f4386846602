import type { en } from './en.ts';
import { answers } from './ru/answers.ts';
import { article } from './ru/article.ts';
import { chat } from './ru/chat.ts';
import { failures } from './ru/failures.ts';
import { page } from './ru/page.ts';
import { publication } from './ru/publication.ts';
import { reminders } from './ru/reminders.ts';
import { schedules } from './ru/schedules.ts';
import { slack } from './ru/slack.ts';
import { sources } from './ru/sources.ts';
import { startup } from './ru/startup.ts';
import { telegram } from './ru/telegram.ts';
import { terminal } from './ru/terminal.ts';
import { translations } from './ru/translations.ts';
import { web } from './ru/web.ts';
import { words } from './ru/words.ts';

export const ru: typeof en = {
  words,
  article,
  answers,
  failures,
  sources,
  publication,
  chat,
  reminders,
  schedules,
  translations,
  slack,
  telegram,
  terminal,
  web,
  page,
  startup,
};
