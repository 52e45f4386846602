import { z } from 'zod';
import { DIRECT, type StartRules } from '../protocol/may-start.ts';
import type { Approver } from '../protocol/settings.ts';
import { keyField, namedField } from './approver.ts';
import { flag, group, shown } from './fields.ts';

/** Who may start articles, and who looks after those of everybody. */
export interface AccessConfig {
  /** Neither `requester` nor `anyone`. */
  readonly administrators: readonly Approver[];
  readonly slack: StartRules;
  /** Beside whom an invitation lets in. */
  readonly telegram: StartRules;
}

const ALL = 'all';

function listOf(item: z.ZodType<string, string>, like: string, about: string) {
  return z
    .array(item, { error: ({ input }) => `must be a list such as [${like}], is ${shown(input)}` })
    .meta({ description: about });
}

/** A list, or everything by one word. */
function allOr(item: z.ZodType<string, string>, like: string, about: string) {
  return z
    .union([z.literal(ALL), z.array(item)], {
      error: ({ input }) => `must be ${ALL} or a list such as [${like}], is ${shown(input)}`,
    })
    .meta({ description: about });
}

const slackWorkspace = keyField('slack:T024BE7LH', /^slack:[TE][A-Z0-9]+$/);
const slackChannel = keyField(`${DIRECT} or slack:C024BE91L`, /^(direct|slack:[CG][A-Z0-9]+)$/);
const slackPerson = keyField('slack:T024BE7LH:U024BE7LH', /^slack:T[A-Z0-9]+:[UW][A-Z0-9]+$/);
const slackGroup = keyField('slack:T024BE7LH:group:S0614TZR7', /^slack:T[A-Z0-9]+:group:S[A-Z0-9]+$/);
const telegramChat = keyField(`${DIRECT} or telegram:-1001234567890`, /^(direct|telegram:-\d{1,20})$/);
const telegramPerson = keyField('telegram:123456789', /^telegram:\d{1,20}$/);
const telegramGroup = keyField('telegram:-1001234567890', /^telegram:-\d{1,20}$/);

/** Whoever names groups means those only. */
function namesSomebody({
  value,
  issues,
}: z.core.ParsePayload<{ readonly people?: unknown; readonly groups?: readonly unknown[] }>): void {
  const { people, groups = [] } = value;
  if (people !== ALL || groups.length === 0) return;
  issues.push({
    code: 'custom',
    input: people,
    path: ['people'],
    message: `is ${ALL}, so that groups leaves nobody out; remove one of the two`,
  });
}

const slack = group(
  {
    workspaces: allOr(
      slackWorkspace,
      'slack:T024BE7LH',
      'Workspaces that may install the app, and in which articles may be started; an organisation (slack:E…) may install it as a whole. all: whichever.',
    ).default(ALL),
    channels: allOr(
      slackChannel,
      `slack:C024BE91L, ${DIRECT}`,
      `Channels in which articles may be started; ${DIRECT}: conversations with the app.`,
    ).default(ALL),
    people: allOr(
      slackPerson,
      'slack:T024BE7LH:U024BE7LH',
      'Who may start articles. Not set, without groups: everybody of the workspace, but guests and external people.',
    ).optional(),
    groups: listOf(
      slackGroup,
      'slack:T024BE7LH:group:S0614TZR7',
      'User groups whose members may start articles, beside those whom people names.',
    ).default([]),
    guests: flag('Whether guests of the workspace may start articles whom nobody named.').default(false),
    external_people: flag(
      'Whether people of other companies, in shared channels, may start articles whom nobody named.',
    ).default(false),
  },
  'Slack.',
)
  .check(namesSomebody)
  .prefault({});

const telegram = group(
  {
    people: allOr(
      telegramPerson,
      'telegram:123456789',
      'Who may start articles, beside the owner and whom they invited. all: anybody in the world, with your model. While the practice model answers, anybody may.',
    ).optional(),
    groups: listOf(
      telegramGroup,
      'telegram:-1001234567890',
      'Groups whose members may start articles, there and in private. The bot has to be in them.',
    ).default([]),
    chats: allOr(
      telegramChat,
      `telegram:-1001234567890, ${DIRECT}`,
      `Groups in which articles may be started; ${DIRECT}: private chats.`,
    ).default(ALL),
  },
  'Telegram.',
)
  .check(namesSomebody)
  .prefault({});

/** `access` of `config/copydesk.yaml`. */
export const access = group(
  {
    administrators: listOf(
      namedField,
      'slack:T024BE7LH:U024BE7LH',
      'Who may see and control every article of their workspace, or of Telegram, start articles, and invite. Who decides is for the rules of workflows.yaml alone.',
    ).default([]),
    slack,
    telegram,
  },
  'Who may start articles, and who looks after those of everybody.',
).prefault({});

export function toAccessConfig(yaml: z.output<typeof access>): AccessConfig {
  const { workspaces, channels, people, groups, guests, external_people: external } = yaml.slack;
  const { chats } = yaml.telegram;
  const named = people ?? (groups.length > 0 ? [] : ALL);
  const invited = yaml.telegram.people ?? [];
  return {
    administrators: yaml.administrators,
    slack: {
      ...(workspaces !== ALL && { workspaces: workspaces.map(bare) }),
      ...(channels !== ALL && { places: channels.map(bare) }),
      ...(named !== ALL && { people: [...named, ...groups] }),
      guests,
      external,
    },
    telegram: {
      ...(chats !== ALL && { places: chats.map(bare) }),
      ...(invited !== ALL && { people: [...invited, ...yaml.telegram.groups] }),
      // It knows neither.
      guests: true,
      external: true,
    },
  };
}

/** `slack:C024BE91L` → `C024BE91L` */
function bare(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}
