import type { ChatDesk } from '../../../../src/chat/chat-desk.ts';
import type { Identities } from '../../../../src/chat/identities.ts';
import type { Environment } from '../../../../src/config/environment.ts';
import type { Config } from '../../../../src/config/load.ts';
import type { Logger } from '../../../../src/lib/logger.ts';
import type { OpenPlatform } from '../../../../src/process/open-platform.ts';
import type { Approver } from '../../../../src/protocol/settings.ts';
import type { Once } from '../once.ts';
import type { WebVariables } from '../../variables.ts';

/** What every room of the web server has: a room wires some of its routes, and what only they need. */
export interface House {
  readonly config: Config;
  readonly environment: Environment;
  readonly web: WebVariables;
  readonly platform: OpenPlatform;
  readonly desk: ChatDesk;
  readonly identities: Identities;
  /** Keys of those who look after all of Copydesk. */
  readonly operators: readonly Approver[];
  readonly once: Once;
  readonly logger: Logger;
}
