import { parseApproverRule } from '../../../src/messages/approver-rule.ts';
import type { DueReminder } from '../../../src/storage/reminder-store.ts';
import { slackUser } from '../connect/people.ts';
import { toDeliveryError } from '../messenger/slack-failures.ts';
import { renderReminder } from '../render/reminder.ts';
import { linksTo } from './links.ts';
import type { SlackContext } from './slack-context.ts';

/** What waits for somebody, in their conversation with us. @throws {DeliveryError} */
export async function tellReminder(
  slack: Pick<SlackContext, 'workspaces' | 'people' | 'threads' | 'logger'>,
  reminder: DueReminder,
): Promise<void> {
  const rule = parseApproverRule(reminder.person);
  if (rule.kind !== 'user' || rule.workspace === undefined) return;
  const person = slackUser(rule.workspace, { id: rule.id });
  const { workspaceId, userId } = person;
  try {
    const [client, language, links] = await Promise.all([
      slack.workspaces.clientOf(workspaceId),
      slack.people.languageOf(person),
      linksTo(
        slack,
        workspaceId,
        reminder.items.map(({ articleId }) => articleId),
      ),
    ]);
    const { channel } = await client.conversations.open({ users: userId });
    const message = renderReminder(reminder, language, links);
    await client.apiCall('chat.postMessage', {
      channel: channel?.id ?? userId,
      ...message,
      unfurl_links: false,
      unfurl_media: false,
    });
  } catch (error) {
    throw toDeliveryError(error, 'remind somebody in Slack');
  }
}
