import type { Config } from '../config/load.ts';
import type { ChatDeskOptions } from './chat-desk.ts';

/** What the desk of every platform takes from the settings. */
export function deskSettings({
  operators,
  language,
  orders,
  schedules: scheduleRules,
  similarTopics,
  agents,
  article,
  fetch,
}: Config): Pick<
  ChatDeskOptions,
  | 'operators'
  | 'articleLanguage'
  | 'orders'
  | 'scheduleRules'
  | 'similarTopics'
  | 'templates'
  | 'maxFileBytes'
  | 'readsSources'
> {
  return {
    operators,
    articleLanguage: language.article,
    orders,
    scheduleRules,
    similarTopics,
    maxFileBytes: fetch.maxBytes,
    readsSources: article.research?.when !== 'never',
    templates: agents.house.templates.map(({ id }) => id),
  };
}
