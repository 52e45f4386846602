import { saidKey, type Telemetry } from '../lib/telemetry.ts';
import { type CallKind, DeliveryError, type Message, type Messenger, type Place } from './messenger.ts';

/** The messenger, each of whose calls is a step of the article's trace that follows from what the article said. */
export function watchedMessenger<Body>(messenger: Messenger<Body>, telemetry: Telemetry): Messenger<Body> {
  const { platform } = messenger;

  async function watched<T>(
    call: CallKind,
    { name }: Message<Body>,
    { key, content }: Place,
    work: () => Promise<T>,
  ): Promise<T> {
    const startedAt = performance.now();
    const tell = (outcome: string, isLimited: boolean): void =>
      telemetry.note({
        kind: 'chat-call',
        platform,
        call,
        outcome,
        durationMs: performance.now() - startedAt,
        isLimited,
      });
    const step = {
      name: `${platform} ${call}`,
      kind: 'client' as const,
      attributes: { 'copydesk.platform': platform, 'copydesk.entry': content.kind, 'copydesk.part': name },
      follows: seqIn(key),
    };
    return await telemetry.span(step, async () => {
      try {
        const done = await work();
        tell('sent', false);
        return done;
      } catch (error) {
        const failure = error instanceof DeliveryError ? error.failure : 'fault';
        tell(failure, error instanceof DeliveryError && error.retryAfterMs !== undefined);
        throw error;
      }
    });
  }

  return {
    ...messenger,
    post: (message, place) => watched('post', message, place, () => messenger.post(message, place)),
    edit: (ref, message, place) => watched('edit', message, place, () => messenger.edit(ref, message, place)),
    find: (message, place, earlier) => watched('find', message, place, () => messenger.find(message, place, earlier)),
  };
}

/** A message's key is `<article>/<follower>/<number>/<part>`; 0 is the status card, which is no entry. */
function seqIn(key: string): readonly string[] {
  const seq = Number(key.split('/')[2]);
  return seq > 0 ? [saidKey(seq)] : [];
}
