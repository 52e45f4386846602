import type { WebClient } from '@slack/web-api';
import { type Finding, ok } from '../../../src/doctor/doctor.ts';
import { why } from './why.ts';

/** The bot as Slack knows it. */
export interface KnownBot {
  /** For mentions: `copydesk`. */
  readonly name: string;
  readonly botId: string;
  /** What it may do; absent: Slack did not say. */
  readonly scopes?: readonly string[];
}

export async function lookAtToken(
  client: WebClient,
  apiUrl: string | undefined,
): Promise<{ readonly finding: Finding; readonly bot?: KnownBot }> {
  try {
    const {
      user = 'the bot',
      team = '',
      team_id = '',
      url = '',
      bot_id = '',
      response_metadata,
    } = await client.auth.test();
    const scopes = response_metadata?.scopes?.filter((scope) => scope !== '');
    return {
      finding: ok(`@${user} in the workspace ${team}, ${team_id} (${URL.parse(url)?.host ?? url})`),
      bot: { name: user, botId: bot_id, ...(scopes !== undefined && { scopes }) },
    };
  } catch (error) {
    return { finding: { kind: 'fault', troubles: [why(error, { method: 'auth.test', apiUrl })] } };
  }
}
