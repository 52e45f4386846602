/** Which articles somebody wants to see listed, page by page, newest first. */
export interface ListView {
  /** Those that the person asked for · those that wait for them · those that live where it is asked · for an administrator, those of the workspace, or platform. */
  readonly scope: 'mine' | 'waiting' | 'here' | 'everywhere';
  /** Only those that are under way, or over. Absent: all of them. */
  readonly state?: 'running' | 'done';
  /** From 1. */
  readonly page: number;
}

export const FIRST_LIST: ListView = { scope: 'mine', page: 1 };

/** What is typed behind `list` to see it: `here running 2`; nothing for what is shown without. */
export function listViewWords({ scope, state, page }: ListView): string {
  return [
    ...(scope === 'mine' ? [] : [scope]),
    ...(state === undefined ? [] : [state]),
    ...(page === 1 ? [] : [String(page)]),
  ].join(' ');
}
