import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What the app may do, and what it is told of, once it was made from our manifest. */
export interface SlackManifest {
  readonly scopes: readonly string[];
  readonly events: readonly string[];
}

const MANIFEST = new URL('../../../bots/slack/manifest.yaml', import.meta.url);

export function readManifest(): SlackManifest {
  const { oauth_config, settings } = parse(readFileSync(MANIFEST, 'utf8')) as {
    readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
    readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } };
  };
  return { scopes: oauth_config.scopes.bot, events: settings.event_subscriptions.bot_events };
}
