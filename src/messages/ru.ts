import type { en } from './en.ts';
import { answers } from './ru/answers.ts';
import { article } from './ru/article.ts';
import { failures } from './ru/failures.ts';
import { startup } from './ru/startup.ts';
import { terminal } from './ru/terminal.ts';
import { words } from './ru/words.ts';

export const ru: typeof en = { words, article, answers, failures, terminal, startup };
