import type { KnownBlock } from '@slack/types';
import type { ArticleFilesOptions } from '../../../src/document/article-files.ts';

/** One message, or one upload, of those that a content takes. */
export type Part = MessagePart | FilesPart;

export interface MessagePart {
  readonly kind: 'message';
  readonly name: string;
  /** For notifications and screen readers: `mrkdwn` without a mark in it, below 4,000 characters. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** Shown in the channel as well, where the thread is one of a channel. */
  readonly announces?: true;
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
