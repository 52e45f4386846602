import type { WebClient } from '@slack/web-api';
import { fault, type Finding, ok, type Trouble, warning } from '../../../src/doctor/doctor.ts';
import { why } from './why.ts';

/** Where the test card goes. */
export interface TestChannel {
  readonly id: string;
  /** `#general` */
  readonly label: string;
}

export interface ChannelsFound {
  readonly finding: Finding;
  readonly channel?: TestChannel;
}

const PAGE = 200;
/** Who is in more channels than that names one by its id. */
const MOST_PAGES = 10;
const SHOWN = 3;

const TROUBLES: Readonly<Record<string, Trouble>> = {
  channel_not_found: {
    what: 'there is no such channel, or it is private and the bot is not in it',
    wayOut: 'Check the id (in Slack: the name of the channel → About, at the bottom), or invite the bot there.',
  },
};

/** What `--channel` may be; undefined: it may. */
export function faultOfChannel(value: string): string | undefined {
  return /^[CGD][A-Z0-9]{2,30}$/.test(value) || /^#?[\p{L}\p{M}\p{N}_-]{1,80}$/u.test(value)
    ? undefined
    : "must be the id of a channel, such as C042ABCDEF, or its name, such as '#general'";
}

/**
 * The channels that the bot is in, and the one to test in.
 * @param wanted id or name; absent: the first
 */
export async function lookAtChannels(
  client: WebClient,
  apiUrl: string | undefined,
  botName: string,
  wanted: string | undefined,
): Promise<ChannelsFound> {
  const invite = `Type /invite @${botName} there; a public channel Copydesk joins by itself when somebody types /article in it.`;
  const byId = wanted !== undefined && /^[CGD][A-Z0-9]{2,30}$/.test(wanted);
  try {
    if (byId) return await lookAtOne(client, wanted, invite);
  } catch (error) {
    const attempt = { method: 'conversations.info', doing: `look at ${wanted}`, apiUrl };
    return { finding: { kind: 'fault', troubles: [why(error, attempt, TROUBLES)] } };
  }
  let channels: readonly TestChannel[];
  try {
    channels = await channelsOf(client);
  } catch (error) {
    const attempt = { method: 'users.conversations', doing: "list the bot's channels", apiUrl };
    return { finding: { kind: 'fault', troubles: [why(error, attempt)] } };
  }
  if (wanted !== undefined) {
    const label = `#${wanted.replace(/^#/, '')}`;
    const channel = channels.find((one) => one.label.toLowerCase() === label.toLowerCase());
    return channel === undefined
      ? { finding: fault(`the bot is not in ${label}, or there is no such channel`, invite) }
      : { finding: ok(`the bot is in ${channel.label}`), channel };
  }
  const [first] = channels;
  if (first === undefined)
    return {
      finding: warning(
        'the bot is in no channel yet',
        `Type /invite @${botName} in a channel, and run this again to try a card there.`,
      ),
    };
  const more = channels.length - SHOWN;
  const names = channels.slice(0, SHOWN).map(({ label }) => label);
  return { finding: ok(`the bot is in ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`), channel: first };
}

async function lookAtOne(client: WebClient, id: string, invite: string): Promise<ChannelsFound> {
  const { channel: found = {} } = await client.conversations.info({ channel: id });
  const label = found.name === undefined ? id : `#${found.name}`;
  if (found.is_archived === true)
    return {
      finding: fault(
        `${label} is archived`,
        'Unarchive it in Slack (the name of the channel → Settings), or take another.',
      ),
    };
  const isDirect = found.is_im === true || found.is_mpim === true;
  if (!isDirect && found.is_member !== true) return { finding: fault(`the bot is not in ${label}`, invite) };
  return { finding: ok(`the bot is in ${isDirect ? 'that conversation' : label}`), channel: { id, label } };
}

async function channelsOf(client: WebClient): Promise<readonly TestChannel[]> {
  const channels: TestChannel[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.users.conversations({
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { id, name } of answer.channels ?? [])
      if (id !== undefined) channels.push({ id, label: name === undefined ? id : `#${name}` });
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') break;
  }
  return channels;
}
