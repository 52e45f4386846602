import type { Button } from '@slack/types';
import type { DraftRef } from '../../../src/protocol/draft.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import { plain } from './blocks.ts';

/** Fits the `action_id` of every button that opens a page of a draft. */
export const READ_ACTION = /^read:/;

/** Which page of which draft, and how long pages are: that of a text which goes on begins where the card ended. */
export interface PageToRead extends DraftRef {
  readonly articleId: string;
  /** Characters of Markdown. */
  readonly pageChars: number;
  /** From 0. */
  readonly page: number;
}

/** Opens a page of a draft for whoever clicks, or turns to it. It decides nothing. */
export function readButton(
  what: 'read' | 'on' | 'previous' | 'next',
  { articleId, version, hash, pageChars, page }: PageToRead,
  t: Messages,
): Button {
  return {
    type: 'button',
    action_id: `read:${what}`,
    text: plain(t.slack.reading[what]),
    value: JSON.stringify([articleId, version, hash, pageChars, page]),
  };
}

/** Undefined for what {@link readButton} could not have made. */
export function pageToRead(value: string): PageToRead | undefined {
  const [, articleId = '', version, hash = '', pageChars, page] = VALUE.exec(value) ?? [];
  return version === undefined
    ? undefined
    : { articleId, version: Number(version), hash, pageChars: Number(pageChars), page: Number(page) };
}

const VALUE = /^\["([0-9a-z]{16})",([1-9]\d{0,5}),"([0-9a-f]{8})",([1-9]\d{3,4}),(\d{1,4})\]$/;
