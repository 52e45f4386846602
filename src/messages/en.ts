import { answers } from './en/answers.ts';
import { article } from './en/article.ts';
import { chat } from './en/chat.ts';
import { failures } from './en/failures.ts';
import { page } from './en/page.ts';
import { publication } from './en/publication.ts';
import { reminders } from './en/reminders.ts';
import { schedules } from './en/schedules.ts';
import { slack } from './en/slack.ts';
import { sources } from './en/sources.ts';
import { startup } from './en/startup.ts';
import { telegram } from './en/telegram.ts';
import { terminal } from './en/terminal.ts';
import { translations } from './en/translations.ts';
import { web } from './en/web.ts';
import { words } from './en/words.ts';

export const en = {
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
