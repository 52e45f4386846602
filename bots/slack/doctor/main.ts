import { readFileSync } from 'node:fs';
import { runDoctorCommand } from '../../../src/doctor/doctor-command.ts';
import { loadSettings } from '../../../src/config/load.ts';
import { MANIFEST } from '../manifest-scopes.ts';
import { requireSlackVariables, type SlackVariables } from '../variables.ts';
import { examineSlack } from './examine-slack.ts';
import { faultOfChannel } from './look-at-channels.ts';

process.exitCode = await runDoctorCommand(
  {
    platform: 'slack',
    title: 'Copydesk in Slack',
    option: '--channel',
    faultOfValue: faultOfChannel,
    synopsis: "[--channel C042ABCDEF | --channel '#name']",
    explanation:
      'Looks at tokens, scopes and channels, and posts, edits and deletes a test card: in that channel, or else in the first that the bot is in.',
    readVariables,
    examinations: ({ slack, approvers }, channel) =>
      examineSlack({
        slack,
        approvers,
        channel,
        manifest: readFileSync(MANIFEST, 'utf8'),
      }),
  },
  process.argv.slice(2),
);

interface Read {
  readonly slack: SlackVariables;
  readonly approvers: readonly string[];
  readonly secrets: readonly string[];
}

/** @throws {ConfigError} */
function readVariables(): Read {
  const slack = requireSlackVariables(process.env);
  const { config } = loadSettings(process.env);
  return { slack, approvers: config.article.approval.approvers, secrets: slack.secrets };
}
