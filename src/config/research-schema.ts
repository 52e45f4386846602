import { z } from 'zod';
import type { ResearchSettings } from '../agents/settings.ts';
import type { FetchSettings } from '../research/fetch-settings.ts';
import { flag, group, number, text } from './fields.ts';

/** `research` of `config/agents.yaml`. */
export const research = group(
  {
    search: text({
      like: 'sonar',
      about:
        'The name of an agent of kind responses under agents.external, which is asked for pages on the topic. Not set: only what people name is read.',
    }).optional(),
    max_found: number({ from: 1, to: 20, whole: true, about: 'Pages of a search that are read.' }).default(5),
    notes_per_source: number({
      from: 1,
      to: 50,
      whole: true,
      about: 'Notes that the model of the fact checker takes of one source.',
    }).default(12),
    max_source_chars: number({
      from: 1000,
      to: 400_000,
      whole: true,
      about: 'Characters of a source, from its beginning, that the model is given to read.',
    }).default(60_000),
    user_agent: text({
      like: 'Copydesk/1.0 (+https://example.org/about)',
      pattern: /^[A-Za-z][\w-]*(?:\/[\x20-\x7e]*)?$/,
      about: 'How servers are told who asks. What stands before the slash is our name in robots.txt.',
    }).default('Copydesk'),
    timeout_seconds: number({
      from: 1,
      to: 300,
      about: 'The longest that fetching one page may take, redirects and all.',
    }).default(30),
    idle_timeout_seconds: number({ from: 1, to: 300, about: 'How long a server may be silent.' }).default(10),
    max_megabytes: number({
      from: 0.1,
      to: 100,
      about: 'The largest page, also when it is unpacked, and the largest file that is handed in.',
    }).default(5),
    max_redirects: number({
      from: 0,
      to: 20,
      whole: true,
      about: 'Redirects that are followed, each checked.',
    }).default(5),
    ports: z
      .array(number({ from: 1, to: 65_535, whole: true, about: 'A port.' }))
      .min(1)
      .meta({ description: 'Ports that may be asked.' })
      .default([80, 443]),
    allow_private_addresses: flag('Whether pages on this machine or its networks may be read.').default(false),
  },
  'How sources are found, fetched and read. The robots.txt of every server is respected.',
).prefault({});

type Yaml = z.output<typeof research>;

const BYTES_PER_MEGABYTE = 1_000_000;

export function toFetchSettings(yaml: Yaml): FetchSettings {
  return {
    userAgent: yaml.user_agent,
    timeoutSeconds: yaml.timeout_seconds,
    idleTimeoutSeconds: yaml.idle_timeout_seconds,
    maxBytes: Math.round(yaml.max_megabytes * BYTES_PER_MEGABYTE),
    maxRedirects: yaml.max_redirects,
    ports: yaml.ports,
    allowPrivateAddresses: yaml.allow_private_addresses,
  };
}

export function toResearchSettings(yaml: Yaml): ResearchSettings {
  return {
    maxFound: yaml.max_found,
    maxNotes: yaml.notes_per_source,
    maxSourceChars: yaml.max_source_chars,
    ...(yaml.search !== undefined && { search: yaml.search }),
  };
}
