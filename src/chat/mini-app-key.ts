import { createHmac } from 'node:crypto';
import type { Logger } from '../lib/logger.ts';
import { pause } from '../lib/pause.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { createSeal, deriveSecret } from '../lib/seal.ts';
import type { MiniAppKeyStore } from '../storage/mini-app-key-store.ts';

/**
 * What checks Telegram's signature of what a mini app was opened with. It goes from the process that has the bot's token to the one that
 * serves the page, through the database, encrypted: with it nobody speaks as the bot or finds the token.
 */
export interface MiniAppKeys {
  /** Of the bot, for {@link HOLDS_MINUTES} from now on, in place of any other. Rejects with what the store throws. */
  tell(botToken: string): Promise<void>;
  /** Undefined: no bot has told one lately. Rejects with what the store throws; and when it was told by who has another secret. */
  find(): Promise<Buffer | undefined>;
}

/** Who takes a token away ends what it has signed within an hour, also when no bot runs any more. */
const HOLDS_MINUTES = 60;
/** Several may get lost. */
const TELL_EVERY_MS = 10 * 60_000;
const RETRY_MS = 5000;
const LABEL = 'the key of the mini app';

/** @param secret that both processes have */
export function createMiniAppKeys(store: MiniAppKeyStore, secret: string): MiniAppKeys {
  const seal = createSeal([deriveSecret(secret, 'telegram mini app')]);
  return {
    async tell(botToken) {
      await store.put(seal.close(miniAppKeyOf(botToken).toString('hex'), LABEL), HOLDS_MINUTES);
    },
    async find() {
      const sealed = await store.find();
      return sealed && Buffer.from(seal.open(sealed, LABEL), 'hex');
    },
  };
}

/** As Telegram documents it ("Validating data received via the Mini App"). */
export function miniAppKeyOf(botToken: string): Buffer {
  return createHmac('sha256', 'WebAppData').update(botToken).digest();
}

/** Until the signal. Never rejects: what could not be told is told soon. */
export async function keepTellingMiniAppKey(
  {
    keys,
    botToken,
    logger,
  }: { readonly keys: Pick<MiniAppKeys, 'tell'>; readonly botToken: string; readonly logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await keys.tell(botToken);
      await pause(TELL_EVERY_MS, signal);
    } catch (error) {
      if (!signal.aborted)
        logger.warn(
          { reason: reasonOf(error) },
          'Could not say how a mini app of Telegram is checked; it is tried again',
        );
      await pause(RETRY_MS, signal);
    }
  }
}
