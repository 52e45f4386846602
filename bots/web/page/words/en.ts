import { answers } from '../../../../src/messages/en/answers.ts';
import { article } from '../../../../src/messages/en/article.ts';
import { page } from '../../../../src/messages/en/page.ts';
import { schedules } from '../../../../src/messages/en/schedules.ts';
import { words } from '../../../../src/messages/en/words.ts';

export const dictionary = { words, article, answers, schedules, page };
