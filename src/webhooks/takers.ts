import { keysOf } from '../protocol/actor.ts';
import type { Thread } from '../protocol/thread.ts';
import type { ToldArticle } from '../storage/told-article.ts';
import type { WebhookEndpoint } from '../storage/webhook-store.ts';
import type { WebhookEvent } from './events.ts';

/** Names of the endpoints that are told of an event: those that may know of the article and want it, from the moment that they were there. */
export function takersOf(
  { type, at }: Pick<WebhookEvent, 'type' | 'at'>,
  { thread, requester }: Pick<ToldArticle, 'thread' | 'requester'>,
  endpoints: readonly WebhookEndpoint[],
): readonly string[] {
  const here = placesOf(thread);
  const asked = keysOf(requester);
  return endpoints
    .filter(
      ({ events, places, onlyOf, createdAt }) =>
        at >= createdAt &&
        (events?.includes(type) ?? true) &&
        (places?.some((place) => here.has(place)) ?? true) &&
        (onlyOf?.some((key) => asked.includes(key)) ?? true),
    )
    .map(({ name }) => name);
}

/** Every way to name where an article lives: `slack`, `slack:T024BE7LH`, `slack:C024BE91L`, `slack:T024BE7LH:C024BE91L`. */
function placesOf({ platform, workspace, channel }: Thread): ReadonlySet<string> {
  return new Set([
    platform,
    `${platform}:${channel}`,
    ...(workspace === undefined ? [] : [`${platform}:${workspace}`, `${platform}:${workspace}:${channel}`]),
  ]);
}
