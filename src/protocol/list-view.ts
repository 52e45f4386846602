/** Which articles somebody wants to see listed, page by page, newest first; of those that wait for them, what has waited longest. */
export interface ListView {
  /** Those that the person asked for · those that wait for them, their inbox · those that live where it is asked · for an administrator, those of the workspace, or platform. */
  readonly scope: 'mine' | 'waiting' | 'here' | 'everywhere';
  /** Only those that are under way, or over. Absent: all of them. */
  readonly state?: 'running' | 'done';
  /** From 1. */
  readonly page: number;
}

/** Of what waits for somebody: who has that much to decide needs no exact number, and counting stays cheap. */
export const MOST_COUNTED = 200;

export const FIRST_LIST: ListView = { scope: 'mine', page: 1 };

/** What is typed to see it: `list here running 2`, `inbox`. */
export function listCommand({ scope, state, page }: ListView): string {
  const isInbox = scope === 'waiting' && state === undefined;
  return [
    isInbox ? 'inbox' : 'list',
    ...(isInbox || scope === 'mine' ? [] : [scope]),
    ...(state === undefined ? [] : [state]),
    ...(page === 1 ? [] : [String(page)]),
  ].join(' ');
}
