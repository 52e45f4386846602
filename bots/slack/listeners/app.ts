import { App, type Logger as BoltLogger } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { FILE_ACTION, onFileButton } from './file-question.ts';
import { onArticleButton } from './on-article-button.ts';
import { onArticleCommand, toInboxCommand } from './on-article-command.ts';
import { onArticleForm } from './on-article-form.ts';
import { onDecisionForm } from './on-decision-form.ts';
import { onFormButton } from './on-form-button.ts';
import { onHomeOpened, onHomePageButton, onRefreshButton } from './on-home.ts';
import { onSessionStopped } from './on-session-stopped.ts';
import { onListButton } from './on-list-button.ts';
import { onMessage } from './on-message.ts';
import { onHeldButton, onScheduleButton } from './on-schedule-button.ts';
import { onReadButton } from './on-read-button.ts';
import { onReminderButton } from './on-reminder-button.ts';
import { FROM_MESSAGE, onMessageShortcut } from './on-message-shortcut.ts';
import { ARTICLE_FORM } from './modals/article-form.ts';
import { DECISION_FORM } from './modals/decision-form.ts';
import type { Removed } from '../connect/installed-workspaces.ts';
import type { SlackReceiver } from '../connect/slack-receiver.ts';
import { ARTICLE_ACTION } from '../render/blocks.ts';
import { READ_ACTION } from '../render/read-button.ts';
import { HOME_PAGE_ACTION, LIST_ACTION } from '../render/reply.ts';
import { REMINDER_ACTION } from '../render/reminder.ts';
import { HELD_ACTION, SCHEDULE_ACTION } from '../render/schedules.ts';
import type { SlackContext } from './slack-context.ts';

export interface SlackAppOptions extends SlackContext {
  /** Already told how to reach Slack, and not running yet. */
  readonly receiver: SlackReceiver;
  readonly clientOptions: WebClientOptions;
  readonly boltLogger: BoltLogger;
  /** Somebody removed us from a workspace, or took our token away. */
  readonly onRemoved: (removed: Removed) => Promise<void>;
}

/** Who takes a click, by the `action_id` of what was clicked. They stand in messages for years. */
export const ACTIONS = {
  article: ARTICLE_ACTION,
  read: READ_ACTION,
  file: FILE_ACTION,
  form: 'form:open',
  list: LIST_ACTION,
  schedule: SCHEDULE_ACTION,
  held: HELD_ACTION,
  reminder: REMINDER_ACTION,
  homePage: HOME_PAGE_ACTION,
  refresh: 'home:refresh',
  link: 'link:open',
} as const;

/** All that Slack may send, and who takes it. Nothing is taken before the receiver runs. */
export async function createSlackApp(options: SlackAppOptions): Promise<App> {
  const { receiver, clientOptions, boltLogger, logger, workspaces, onRemoved } = options;
  const app = new App({
    receiver,
    authorize: workspaces.authorize,
    deferInitialization: true,
    // Bolt's conversation store would keep every conversation, and nothing reads it.
    convoStore: false,
    // A copy for each client, since Bolt writes into it. No `headers`: one workspace's token would be sent for another.
    clientOptions: { ...clientOptions },
    logger: boltLogger,
  });
  await app.init();

  app.command('/article', onArticleCommand(options));
  app.command('/inbox', onArticleCommand(options, toInboxCommand));
  app.action({ type: 'block_actions', action_id: ACTIONS.article }, onArticleButton(options));
  app.action({ type: 'block_actions', action_id: ACTIONS.read }, onReadButton(options));
  app.action({ type: 'block_actions', action_id: ACTIONS.file }, onFileButton(options));
  app.action({ type: 'block_actions', action_id: ACTIONS.form }, onFormButton(options));
  app.action({ type: 'block_actions', action_id: ACTIONS.list }, onListButton(options));
  app.action({ type: 'block_actions', action_id: ACTIONS.schedule }, onScheduleButton(options));
  app.action({ type: 'block_actions', action_id: ACTIONS.held }, onHeldButton(options));
  app.action({ type: 'block_actions', action_id: ACTIONS.reminder }, onReminderButton(options));
  app.action({ type: 'block_actions', action_id: ACTIONS.homePage }, onHomePageButton(options));
  app.action({ type: 'block_actions', action_id: ACTIONS.refresh }, onRefreshButton(options));
  // Slack opens the address itself, and wants to hear of it all the same.
  app.action({ type: 'block_actions', action_id: ACTIONS.link }, async ({ ack }) => await ack());
  app.shortcut({ type: 'message_action', callback_id: FROM_MESSAGE }, onMessageShortcut(options));
  app.view(ARTICLE_FORM, onArticleForm(options));
  app.view(DECISION_FORM, onDecisionForm(options));
  // One for both, so that it notices when Slack tells of a message twice.
  const messageListener = onMessage(options);
  app.event('message', messageListener);
  app.event('app_mention', messageListener);
  app.event('agent_session_stopped', onSessionStopped(options));
  app.event('app_home_opened', onHomeOpened(options));
  const removedIn = (body: { readonly team_id: string; readonly enterprise_id?: string }): Removed => ({
    teamId: body.team_id,
    enterpriseId: body.enterprise_id,
  });
  app.event('app_uninstalled', async ({ body }) => await onRemoved(removedIn(body)));
  app.event('tokens_revoked', async ({ body, event }) => {
    if ((event.tokens.bot ?? []).length > 0) await onRemoved(removedIn(body));
  });

  app.error((error) => {
    logger.error({ reason: reasonOf(error) }, 'A listener failed');
    // The receiver then answers 500, so that Slack delivers the event again.
    return Promise.reject(error);
  });
  return app;
}
