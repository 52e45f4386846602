import { html, type Markup } from './html.ts';

/** Who writes in a chat, as it shows them. */
export interface Author {
  readonly name: string;
  /** Behind the first letter; a bot has its own picture. */
  readonly color?: string;
}

/** The picture beside a message. */
export function avatar({ name, color }: Author): Markup {
  return color === undefined
    ? html`<svg class="avatar" viewBox="0 0 36 36" aria-hidden="true">
        <rect width="36" height="36" fill="#1f3a5f"/>
        <path d="M10 8h11l5 5v15H10z" fill="#fff"/><path d="M21 8v5h5z" fill="#b9c7d8"/>
        <path d="M13 16.2h10M13 20h10M13 23.800h5.500" stroke="#5b7796" stroke-width="1.700" stroke-linecap="round"/>
        <path d="m20.700 27.900 1-3.500 6.200-6.200a1.500 1.500 0 0 1 2.100 0l.4.4a1.500 1.500 0 0 1 0 2.100l-6.200 6.200z" fill="#f2a93b" stroke="#1f3a5f" stroke-width="1.100"/>
      </svg>`
    : html`<span class="avatar initial" style="background:${color}">${name.slice(0, 1)}</span>`;
}
