import { readFileSync } from 'node:fs';
import { loadSettings } from '../../../src/config/load.ts';
import { type DoctorSection, isSetBy } from '../../../src/doctor/doctor-command.ts';
import { MANIFEST } from '../connect/manifest-scopes.ts';
import { readSlackVariables, requireSlackVariables } from '../variables.ts';
import { examineSlack } from './examine-slack.ts';
import { faultOfChannel } from './look-at-channels.ts';

/** `npm run doctor -- slack` */
export const slackSection: DoctorSection = {
  name: 'Slack',
  title: 'Copydesk in Slack',
  explanation:
    'Looks at tokens, scopes and channels, and posts, edits and deletes a test card: in that channel, or else in the first that the bot is in.',
  option: {
    name: '--channel',
    synopsis: "[--channel C042ABCDEF | --channel '#name']",
    faultOfValue: faultOfChannel,
  },
  isSet: (variables) => isSetBy(() => readSlackVariables(variables)),
  howToSet: 'SLACK_BOT_TOKEN is not set. The README, “Slack”, says how to get one.',
  open(variables) {
    const slack = requireSlackVariables(variables);
    const { approvers } = loadSettings(variables).config.article.approval;
    const manifest = readFileSync(MANIFEST, 'utf8');
    return {
      secrets: slack.secrets,
      examinations: (channel) => examineSlack({ slack, approvers, channel, manifest }),
    };
  },
};
