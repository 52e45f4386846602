import { answers } from '../../../../src/messages/ru/answers.ts';
import { article } from '../../../../src/messages/ru/article.ts';
import { page } from '../../../../src/messages/ru/page.ts';
import { schedules } from '../../../../src/messages/ru/schedules.ts';
import { words } from '../../../../src/messages/ru/words.ts';

export const dictionary = { words, article, answers, schedules, page };
