import type { Config } from '../config/load.ts';
import type { ChatDeskOptions } from './chat-desk.ts';

/** What the desk of every platform takes from the settings. */
export function deskSettings({
  operators,
  language,
  orders,
  agents,
}: Config): Pick<ChatDeskOptions, 'operators' | 'articleLanguage' | 'orders' | 'templates'> {
  return {
    operators,
    articleLanguage: language.article,
    orders,
    templates: agents.house.templates.map(({ id }) => id),
  };
}
