import type { KnownBlock } from '@slack/types';
import type { ArticleFilesOptions } from '../../../src/document/article-files.ts';

/** One message, or one upload, of those that a content takes. */
export type Part = MessagePart | FilesPart | SessionPart;

export interface MessagePart {
  readonly kind: 'message';
  readonly name: string;
  /** For notifications and screen readers: `mrkdwn` without a mark in it, below 4,000 characters. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** Shown in the channel as well, where the thread is one of a channel. */
  readonly announces?: true;
}

/** No message, but what Slack shows of our session with somebody. */
export interface SessionPart {
  readonly kind: 'session';
  readonly name: string;
  readonly status: 'processing' | 'suspended' | 'closed';
  readonly title: string;
  /** Id of who asked. */
  readonly initiator?: string;
}

/** Files that appear together. */
export interface FilesPart {
  readonly kind: 'files';
  readonly name: string;
  /** Of the first of them, by which the message is found again. */
  readonly first: FileLabel;
  /** Of which they are made. */
  readonly source: string;
  readonly make: (options?: ArticleFilesOptions) => Promise<readonly FileToSend[]>;
}

export interface FileLabel {
  readonly fileName: string;
  readonly title: string;
}

export interface FileToSend extends FileLabel {
  readonly bytes: Uint8Array;
}
