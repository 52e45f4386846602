import { z } from 'zod';
import { WEBHOOK_EVENTS, type WebhookEventType } from '../protocol/webhook.ts';
import { type EndpointAddressFault, readEndpointAddress } from '../lib/endpoint-address.ts';
import { choice, flag, group, named, number, shown, text } from './fields.ts';

/** How events are sent, whoever they go to. */
export interface WebhookSettings {
  /** For so long an event is tried, from its first attempt on. */
  readonly giveUpAfterHours: number;
  /** The longest that one request may take. */
  readonly timeoutSeconds: number;
  /** Before an event is tried again; doubled with each attempt … */
  readonly firstPauseSeconds: number;
  /** … up to this. */
  readonly longestPauseMinutes: number;
  /** Requests of one worker at the same time. */
  readonly atOnce: number;
  /** Ports that are asked, except on private networks. */
  readonly ports: readonly number[];
  /** Whether endpoints that are made by API may be on this machine or its networks. */
  readonly allowPrivateByApi: boolean;
}

/** An endpoint that stands in the file. */
export interface ConfiguredEndpoint {
  /** `newsroom` */
  readonly name: string;
  readonly url: string;
  /** The variable with its secret, or with two: the newer one first. */
  readonly secretEnv: string;
  /** Absent: all. */
  readonly events?: readonly WebhookEventType[];
  /** `slack:T024BE7LH`, `slack:C024BE91L`, `telegram:-1001234567890`, `terminal`. Absent: all. */
  readonly places?: readonly string[];
  readonly allowPrivate: boolean;
}

export interface WebhooksConfig {
  readonly settings: WebhookSettings;
  readonly endpoints: readonly ConfiguredEndpoint[];
}

const FAULTS: Readonly<Record<EndpointAddressFault, string>> = {
  'not-an-address': '',
  credentials: '; the signature says who sends',
  'port-refused': '; its port is none of webhooks.ports',
  'not-https': '; http is for private networks, with allow_private: true',
  'private-address': '; it is on this machine or its networks, which takes allow_private: true',
};

const events = z
  .array(choice(WEBHOOK_EVENTS, 'An event.'), {
    error: ({ input }) => `must be a list such as [article.delivered, article.stuck], is ${shown(input)}`,
  })
  .min(1, { error: 'must name an event; leave the line out for all' })
  .meta({ description: 'What is sent there. Not set: everything.' });

const places = z
  .array(
    text({
      like: 'slack:T024BE7LH, slack:C024BE91L, telegram:-1001234567890 or terminal',
      pattern: /^[a-z][a-z0-9-]*(:[\w.@+-]+){0,2}$/,
      about: 'A platform, a workspace of it, a channel or a chat.',
    }),
    { error: ({ input }) => `must be a list such as [slack:C024BE91L], is ${shown(input)}` },
  )
  .min(1, { error: 'must name a place; leave the line out for all' })
  .meta({
    description:
      'Where articles have to live for their events to be sent there: a platform (terminal), a workspace (slack:T024BE7LH), a channel or chat (slack:C024BE91L, telegram:-1001234567890). Not set: anywhere.',
  });

const endpoint = group(
  {
    url: text({ like: 'https://newsroom.example.com/hooks/copydesk', about: 'Where events are sent, by POST.' }),
    secret_env: text({
      like: 'NEWSROOM_WEBHOOK_SECRET',
      pattern: /^[A-Z][A-Z0-9_]*$/,
      about:
        'The environment variable with the secret that signs (whsec_…; npm run webhooks -- secret makes one). Two, separated by a comma, sign both: to replace the second by the first.',
    }),
    events: events.optional(),
    places: places.optional(),
    allow_private: flag('Whether it may be on this machine or its networks, be asked by http and on any port.').default(
      false,
    ),
  },
  'Where events are sent.',
);

/** `webhooks` of `config/copydesk.yaml`. */
export const webhooks = group(
  {
    give_up_after_hours: number({
      from: 0.001,
      to: 720,
      about:
        'How long an event that is not accepted is tried again, from its first attempt on. Then it is given up, and the next one of its article goes.',
    }).default(72),
    timeout_seconds: number({ from: 1, to: 60, about: 'The longest that one request may take.' }).default(15),
    first_pause_seconds: number({
      from: 0.1,
      to: 3600,
      about: 'Before an event that was not accepted is tried again. Doubled with each attempt.',
    }).default(5),
    longest_pause_minutes: number({ from: 0.01, to: 1440, about: 'The longest of those pauses.' }).default(60),
    at_once: number({
      from: 1,
      to: 200,
      whole: true,
      about: 'Requests of one worker at the same time. They take no place from the agents.',
    }).default(20),
    ports: z
      .array(number({ from: 1, to: 65_535, whole: true, about: 'A port.' }))
      .min(1, { error: 'must name a port' })
      .meta({ description: 'Ports that are asked, except where allow_private is true.' })
      .default([443, 8443]),
    allow_private_by_api: flag(
      'Whether endpoints that are made by API may be on this machine or its networks: whoever holds a token for it could have those asked.',
    ).default(false),
    endpoints: named(
      endpoint,
      /^[a-z][a-z0-9-]{0,39}$/,
      'a name such as newsroom: lower-case letters, digits and dashes, 40 at most',
    )
      .meta({ description: 'Who is told, by names of your own.' })
      .default({}),
  },
  'Who is told what happens to articles: docs/webhooks.md.',
)
  .check(({ value, issues }) => {
    for (const [name, { url, allow_private: allowPrivate }] of Object.entries(value.endpoints)) {
      const read = readEndpointAddress(url, { ports: value.ports, allowPrivate });
      if ('url' in read) continue;
      issues.push({
        code: 'custom',
        input: url,
        path: ['endpoints', name, 'url'],
        message: `must be an address such as https://newsroom.example.com/hooks/copydesk, is ${read.fault === 'credentials' ? 'one with a name or password' : shown(url)}${FAULTS[read.fault]}`,
      });
    }
  })
  .prefault({});

export function toWebhooksConfig(yaml: z.output<typeof webhooks>): WebhooksConfig {
  return {
    settings: {
      giveUpAfterHours: yaml.give_up_after_hours,
      timeoutSeconds: yaml.timeout_seconds,
      firstPauseSeconds: yaml.first_pause_seconds,
      longestPauseMinutes: yaml.longest_pause_minutes,
      atOnce: yaml.at_once,
      ports: yaml.ports,
      allowPrivateByApi: yaml.allow_private_by_api,
    },
    endpoints: Object.entries(yaml.endpoints).map(([name, one]) => ({
      name,
      url: one.url.trim(),
      secretEnv: one.secret_env,
      ...(one.events !== undefined && { events: one.events }),
      ...(one.places !== undefined && { places: one.places }),
      allowPrivate: one.allow_private,
    })),
  };
}
