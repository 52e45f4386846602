import { answers } from './en/answers.ts';
import { article } from './en/article.ts';
import { failures } from './en/failures.ts';
import { startup } from './en/startup.ts';
import { terminal } from './en/terminal.ts';
import { words } from './en/words.ts';

export const en = { words, article, answers, failures, terminal, startup };
