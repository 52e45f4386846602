import { z } from 'zod';
import type { ExternalAgentSettings } from '../agents/settings.ts';
import { agentFields, toModel } from './agent-fields.ts';
import { choice, flag, group, number, shown, text } from './fields.ts';

const VERDICTS = ['supported', 'contradicted', 'not-found'] as const;
/** What other words in their place stand for. */
const RESERVED_NAMES = ['model', 'fact_check', 'recheck'];

const keyEnv = text({
  like: 'MY_CHECKER_API_KEY',
  pattern: /^[A-Z][A-Z0-9_]*$/,
  about: 'The environment variable with its key. Not set: no key is sent.',
}).optional();

const address = (about: string) => text({ like: 'https://checker.example/v1', pattern: /^https?:\/\/[^\s/]+/, about });

function model(about: string) {
  return {
    base_url: address('Its address, with /v1.'),
    key_env: keyEnv,
    model: text({ like: 'perplexity/sonar', about }),
    ...agentFields(0),
  };
}

const path = (about: string) => text({ like: 'results.0.url', about });

const response = group(
  {
    verdicts: path('Where the list of verdicts is. Not set: the answer itself is the list.').optional(),
    id: path('In a verdict: the id of its claim, as it was sent.').default('id'),
    verdict: path('In a verdict: the word for it.').default('verdict'),
    note: path('In a verdict: why, in a sentence.').optional(),
    quote: path('In a verdict: the words of a source.').optional(),
    url: path('In a verdict: the address of a source.').optional(),
    title: path('In a verdict: the title of a source.').optional(),
    date: path('In a verdict: the date of a source.').optional(),
    words: z
      .record(z.string(), choice(VERDICTS, 'Ours.'))
      .meta({ description: 'What the service calls its verdicts, and which of ours each one is.' })
      .default({}),
  },
  'Where things are in its answer: keys and numbers of a list, joined by points.',
).prefault({});

const http = group(
  {
    kind: z.literal('http'),
    url: address('Where claims are sent by POST.'),
    key_env: keyEnv,
    headers: z
      .record(z.string(), text({ like: 'application/json', about: 'Its value.' }))
      .meta({ description: 'Sent with every request. No secrets: those are environment variables.' })
      .default({}),
    timeout_seconds: number({ from: 1, to: 300, about: 'The longest that one request may take.' }).default(30),
    retries: number({
      from: 0,
      to: 10,
      whole: true,
      about: 'How often it is asked again while it is away or refuses for its rate limit.',
    }).default(2),
    allow_private_addresses: flag('Whether it may be on this machine or its networks.').default(false),
    response,
  },
  'A service that takes and answers JSON.',
);

const modelKinds = {
  responses: group(
    { kind: z.literal('responses'), ...model('The model that searches.') },
    'A model that searches the web, asked by POST /responses as OpenAI and Perplexity have it.',
  ),
  chat: group(
    { kind: z.literal('chat'), ...model('The model.') },
    'A model that answers from memory, asked by POST /chat/completions; what it says is marked as unverified.',
  ),
};

/** `agents.external` of `config/agents.yaml`. */
export const external = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/),
    z.discriminatedUnion('kind', [modelKinds.responses, modelKinds.chat, http], {
      error: ({ input }) =>
        `must be one of responses, chat, http, is ${shown(typeof input === 'object' && input !== null && 'kind' in input ? input.kind : input)}`,
    }),
    {
      error: ({ code, input }) =>
        code === 'invalid_key'
          ? `must be called like my-checker (small letters, digits, - and _), is ${shown(input)}`
          : `must be a group of agents by name, is ${shown(input)}`,
    },
  )
  .check(({ value, issues }) => {
    for (const name of Object.keys(value).filter((one) => RESERVED_NAMES.includes(one)))
      issues.push({
        code: 'custom',
        input: name,
        path: [name],
        message: `is a name that Copydesk itself uses; choose another one`,
      });
  })
  .meta({ description: 'Agents of somebody else, by name: fact-checkers that are asked over HTTP.' })
  .prefault({});

export function toExternal(yaml: z.output<typeof external>): Readonly<Record<string, ExternalAgentSettings>> {
  return Object.fromEntries(Object.entries(yaml).map(([name, agent]) => [name, toSettings(agent)]));
}

function toSettings(yaml: z.output<typeof external>[string]): ExternalAgentSettings {
  const key = yaml.key_env === undefined ? {} : { keyEnv: yaml.key_env };
  if (yaml.kind !== 'http') return { kind: yaml.kind, baseUrl: yaml.base_url, ...key, ...toModel(yaml) };
  const { verdicts = '', id, verdict, words, ...optional } = yaml.response;
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    kind: 'http',
    url: yaml.url,
    ...key,
    headers: yaml.headers,
    timeoutSeconds: yaml.timeout_seconds,
    retries: yaml.retries,
    allowPrivateAddresses: yaml.allow_private_addresses,
    response: { verdicts, id, verdict, words, ...given },
  };
}
