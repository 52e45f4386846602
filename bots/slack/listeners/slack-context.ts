import type { KnownBlock } from '@slack/types';
import type { Membership } from '../../../src/chat/access.ts';
import type { Door } from '../../../src/chat/door.ts';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import type { Snooze } from '../../../src/chat/snooze.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import type { OrderChoices } from '../../../src/config/orders-schema.ts';
import type { DraftStore } from '../../../src/storage/draft-store.ts';
import type { ThreadIndex } from '../../../src/storage/thread-index.ts';
import type { Channels } from '../connect/channels.ts';
import type { TemplateChoice } from './modals/article-form.ts';
import type { FileDownload } from './shared-file.ts';
import type { SlackPeople } from '../connect/people.ts';
import type { Workspaces } from '../connect/workspaces.ts';

/** What every listener works with. */
export interface SlackContext {
  readonly desk: ChatDesk;
  readonly threads: ThreadIndex;
  readonly drafts: Pick<DraftStore, 'findByHash'>;
  readonly workspaces: Workspaces;
  readonly people: SlackPeople;
  readonly channels: Channels;
  readonly membership: Membership;
  readonly door: Pick<Door, 'isAdministrator'>;
  /** Kinds of text that the form offers. */
  readonly templates: readonly TemplateChoice[];
  readonly choices: OrderChoices;
  readonly download: FileDownload;
  readonly snooze: Snooze;
  readonly logger: Logger;
  /** Work that nobody waits for; a failure is logged. */
  later(what: string, work: Promise<unknown>): void;
}

/** A reply as Slack takes it: blocks, and the same as text for notifications and screen readers. */
export interface SlackReply {
  readonly text: string;
  readonly blocks: KnownBlock[];
}
