import { z } from 'zod';
import type { PublishTarget } from '../protocol/publication.ts';
import type { TargetSettings } from '../publish/create-publishers.ts';
import { choice, flag, group, named, number, shown, text } from './fields.ts';

const NAME = /^[a-z][a-z0-9-]{0,29}$/;

const listOf = (item: z.ZodType<string, string>, like: string, about: string) =>
  z
    .array(item, { error: ({ input }) => `must be a list such as [${like}], is ${shown(input)}` })
    .min(1, { error: 'must have an item; without the line nothing is left out' })
    .meta({ description: about })
    .optional();

const common = {
  title: text({
    like: 'Our blog',
    pattern: /^(?=.*\S)[^\n]{1,80}$/,
    about: 'What people call it. Default: its name.',
  }).optional(),
  templates: listOf(
    text({ like: 'news', pattern: /^[a-z][a-z0-9-]{0,39}$/, about: 'A file of config/templates, without its .yaml.' }),
    'news',
    'Only articles of these kinds go there. Not set: all.',
  ),
  languages: listOf(
    text({
      like: 'en',
      pattern: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/,
      about: 'A language tag; en stands for en-GB, too.',
    }),
    'en, ru',
    'Only articles in these languages go there. Not set: all.',
  ),
  channels: listOf(
    text({ like: 'slack:C024BE91L', pattern: /^[a-z]+:\S+$/, about: 'A platform and a channel or chat.' }),
    'slack:C024BE91L',
    'Only articles that live there: slack:C024BE91L, telegram:-1001234567890, terminal:ann. Not set: all.',
  ),
  timeout_seconds: number({
    from: 1,
    to: 600,
    about: 'How long one attempt may take, with all of its requests.',
  }).default(30),
  retry: group(
    {
      first_seconds: number({
        from: 0.1,
        to: 3600,
        about: 'Before the second attempt; each later wait is twice as long.',
      }).default(5),
      most_seconds: number({
        from: 0.1,
        to: 86_400,
        about: 'The longest wait, unless the target asks for more.',
      }).default(300),
      for_minutes: number({
        from: 0,
        to: 10_080,
        about: 'From the first failure on; then the thread is told and asked.',
      }).default(60),
    },
    'How it is tried again while the target is away, late or asks to wait. What it refuses is not tried again by itself.',
  ).prefault({}),
};

const mode = choice(
  ['draft', 'publish'],
  'draft: it waits there for somebody to publish it · publish: the world sees it at once.',
).default('draft');

const variable = (like: string, about: string) => text({ like, pattern: /^[A-Z][A-Z0-9_]*$/, about });
const address = (like: string, about: string) => text({ like, pattern: /^https?:\/\/[^\s/@]+(?:\/[^\s?#]*)?$/, about });
const privately = flag('Whether its address may lead to this machine or its networks.').default(false);

const kinds = {
  folder: group(
    {
      kind: z.literal('folder'),
      ...common,
      mode,
      folder: text({
        like: 'site/content/posts',
        about: 'Where the worker writes Markdown files with front matter, from the folder in which it was started.',
      }),
    },
    'A folder, such as that of a site generator.',
  ),
  ghost: group(
    {
      kind: z.literal('ghost'),
      ...common,
      mode,
      url: address('https://blog.example.com', 'Of the site; Ghost under a path has it, too.'),
      key_env: variable('GHOST_ADMIN_KEY', 'The environment variable with the Admin API key of a custom integration.'),
      tags: listOf(
        text({ like: 'Science', pattern: /^(?=.*\S)[^\n,]{1,191}$/, about: 'The name of a tag.' }),
        'Science',
        'Tags that each post gets.',
      ),
      allow_private_addresses: privately,
    },
    'Ghost, by its Admin API.',
  ),
  wordpress: group(
    {
      kind: z.literal('wordpress'),
      ...common,
      mode,
      url: address('https://example.com', 'Of the site.'),
      user: text({ like: 'copydesk', about: 'Who publishes there.' }),
      password_env: variable(
        'WORDPRESS_PASSWORD',
        'The environment variable with an application password of that user.',
      ),
      categories: z
        .array(number({ from: 1, to: 2_147_483_647, whole: true, about: 'Its id.' }), {
          error: ({ input }) => `must be a list such as [3], is ${shown(input)}`,
        })
        .meta({ description: 'Ids of categories that each post gets.' })
        .default([]),
      meta: group(
        {
          article: text({ like: 'copydesk_article', about: 'For the id of the article.' }).optional(),
          seo_title: text({ like: 'seo_title', about: 'For the title that search engines show.' }).optional(),
          description: text({
            like: 'seo_description',
            about: 'For the description that search engines show.',
          }).optional(),
        },
        'Fields that the site has registered with show_in_rest; others it would ignore.',
      ).prefault({}),
      allow_private_addresses: privately,
    },
    'WordPress, by its REST API.',
  ),
  github: group(
    {
      kind: z.literal('github'),
      ...common,
      mode: choice(
        ['draft', 'publish'],
        'draft: the pull request is a draft, and so says the file · publish: neither is. What is published is for who merges it.',
      ).default('draft'),
      api_url: address('https://api.github.com', 'Of its REST API; of GitHub Enterprise https://HOST/api/v3.').default(
        'https://api.github.com',
      ),
      repository: text({ like: 'newsroom/site', pattern: /^[\w.-]+\/[\w.-]+$/, about: 'Owner and name.' }),
      token_env: variable(
        'GITHUB_TOKEN',
        'The environment variable with a token that may write contents and pull requests of it.',
      ),
      base: text({
        like: 'main',
        pattern: /^[\w./-]+$/,
        about: 'The branch into which pull requests go. Not set: its own.',
      }).optional(),
      folder: text({
        like: 'content/posts',
        pattern: /^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^\s\\]{1,200}$/,
        about: 'Where the file is in the repository. Not set: at its root.',
      }).optional(),
      allow_private_addresses: privately,
    },
    'GitHub: a pull request with a Markdown file for each edition.',
  ),
  telegraph: group(
    {
      kind: z.literal('telegraph'),
      ...common,
      mode: choice(['publish'], 'Telegraph has no drafts: the world sees a page at once, and that has to be said.'),
      api_url: address('https://api.telegra.ph', 'Of its interface.').default('https://api.telegra.ph'),
      token_env: variable('TELEGRAPH_TOKEN', 'The environment variable with the access token of an account.'),
      author_name: text({
        like: 'The newsroom',
        pattern: /^(?=.*\S)[^\n]{1,128}$/,
        about: 'Below the title. Not set: as the account has it.',
      }).optional(),
      author_url: address('https://example.com', 'Where the name leads.').optional(),
      allow_private_addresses: privately,
    },
    'Telegraph: a page for each article.',
  ),
  s3: group(
    {
      kind: z.literal('s3'),
      ...common,
      mode,
      endpoint: address('https://s3.eu-central-1.amazonaws.com', 'Of the server, without the bucket.'),
      region: text({
        like: 'eu-central-1',
        pattern: /^[a-z0-9-]+$/,
        about: 'Its region; auto where there is none.',
      }).default('us-east-1'),
      bucket: text({
        like: 'my-site',
        pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        about: 'The bucket, which has to be there.',
      }),
      prefix: text({
        like: 'posts/',
        pattern: /^(?!\/)(?!.*\/\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^\s?#]{1,200}$/,
        about: 'Before each name.',
      }).optional(),
      access_key_env: variable('S3_ACCESS_KEY_ID', 'The environment variable with the id of the key.'),
      secret_key_env: variable('S3_SECRET_ACCESS_KEY', 'The environment variable with the key.'),
      public_url: address(
        'https://my-site.example',
        'Where people read what lies at the root of the bucket.',
      ).optional(),
      allow_private_addresses: privately,
    },
    'Storage that speaks S3: a Markdown file with front matter for each article.',
  ),
  webhook: group(
    {
      kind: z.literal('webhook'),
      ...common,
      mode,
      url: text({
        like: 'https://example.com/articles',
        pattern: /^https?:\/\/[^\s/@]+(?:\/\S*)?$/,
        about: 'Where articles are posted.',
      }),
      secret_env: variable(
        'PUBLISH_WEBHOOK_SECRET',
        'The environment variable with the secret by which messages are signed, whsec_…',
      ),
      allow_private_addresses: privately,
    },
    'A server of your own, which is posted each article, signed as Standard Webhooks has it.',
  ),
};

/** `config/publish.yaml`. */
export const publishSchema = group(
  {
    targets: named(
      z.discriminatedUnion(
        'kind',
        [kinds.folder, kinds.ghost, kinds.wordpress, kinds.github, kinds.telegraph, kinds.s3, kinds.webhook],
        {
          error: ({ input }) =>
            `must be one of ${Object.keys(kinds).join(', ')}, is ${shown(typeof input === 'object' && input !== null && 'kind' in input ? input.kind : input)}`,
        },
      ),
      NAME,
      'names of at most 30 small letters, digits and dashes, such as blog',
    )
      .meta({ description: 'Places, by names of your own.' })
      .prefault({}),
  },
  'Where articles are published once they are approved and delivered: docs/publish.md.',
);

export interface PublishConfig {
  readonly publish: {
    /** What workers need. */
    readonly targets: Readonly<Record<string, TargetSettings>>;
    /** What articles that start now will follow. */
    readonly rules: readonly PublishTarget[];
  };
}

type Yaml = z.output<typeof publishSchema>;
type Target = Yaml['targets'][string];

export function toPublishConfig({ targets }: Yaml): PublishConfig {
  return {
    publish: {
      targets: Object.fromEntries(Object.entries(targets).map(([name, target]) => [name, toSettings(target)])),
      rules: Object.entries(targets).map(([name, target]) => toRule(name, target)),
    },
  };
}

function toRule(
  name: string,
  { title, templates, languages, channels, timeout_seconds, retry }: Target,
): PublishTarget {
  return {
    name,
    ...(title !== undefined && { title }),
    timeoutSeconds: timeout_seconds,
    retry: { firstSeconds: retry.first_seconds, mostSeconds: retry.most_seconds, forMinutes: retry.for_minutes },
    ...(templates !== undefined && { templates }),
    ...(languages !== undefined && { languages }),
    ...(channels !== undefined && { channels }),
  };
}

function toSettings(target: Target): TargetSettings {
  switch (target.kind) {
    case 'folder':
      return { kind: target.kind, mode: target.mode, folder: target.folder };
    case 'ghost':
      return {
        kind: target.kind,
        mode: target.mode,
        url: withoutSlash(target.url),
        keyEnv: target.key_env,
        tags: target.tags ?? [],
        allowPrivateAddresses: target.allow_private_addresses,
      };
    case 'wordpress': {
      const { article, seo_title: seoTitle, description } = target.meta;
      return {
        kind: target.kind,
        mode: target.mode,
        url: withoutSlash(target.url),
        user: target.user,
        passwordEnv: target.password_env,
        categories: target.categories,
        meta: {
          ...(article !== undefined && { article }),
          ...(seoTitle !== undefined && { seoTitle }),
          ...(description !== undefined && { description }),
        },
        allowPrivateAddresses: target.allow_private_addresses,
      };
    }
    case 'github': {
      const folder = target.folder?.replace(/\/+$/, '') ?? '';
      return {
        kind: target.kind,
        mode: target.mode,
        apiUrl: withoutSlash(target.api_url),
        repository: target.repository,
        tokenEnv: target.token_env,
        ...(target.base !== undefined && { base: target.base }),
        folder: folder === '' ? '' : `${folder}/`,
        allowPrivateAddresses: target.allow_private_addresses,
      };
    }
    case 'telegraph':
      return {
        kind: target.kind,
        apiUrl: withoutSlash(target.api_url),
        tokenEnv: target.token_env,
        ...(target.author_name !== undefined && { authorName: target.author_name }),
        ...(target.author_url !== undefined && { authorUrl: target.author_url }),
        allowPrivateAddresses: target.allow_private_addresses,
      };
    case 's3':
      return {
        kind: target.kind,
        mode: target.mode,
        endpoint: withoutSlash(target.endpoint),
        region: target.region,
        bucket: target.bucket,
        prefix: target.prefix ?? '',
        accessKeyEnv: target.access_key_env,
        secretKeyEnv: target.secret_key_env,
        ...(target.public_url !== undefined && { publicUrl: withoutSlash(target.public_url) }),
        allowPrivateAddresses: target.allow_private_addresses,
      };
    case 'webhook':
      return {
        kind: target.kind,
        mode: target.mode,
        url: target.url,
        secretEnv: target.secret_env,
        allowPrivateAddresses: target.allow_private_addresses,
      };
    default:
      return target satisfies never;
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
