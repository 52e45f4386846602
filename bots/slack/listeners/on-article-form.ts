import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Told } from '../../../src/chat/told.ts';
import { messages } from '../../../src/messages/messages.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { inTime, LATE } from '../in-time.ts';
import { readArticleForm } from '../modals/article-form.ts';
import { type Origin, readOrigin } from '../modals/origin.ts';
import { createOnce } from '../once.ts';
import type { Person } from '../people.ts';
import { PLATFORM } from '../platform.ts';
import type { SlackContext } from '../slack-context.ts';
import { answer } from './answer.ts';

/** The form of a new article. While the article is not taken it stays open, with the reason. */
export function onArticleForm(slack: SlackContext) {
  const once = createOnce<Started>(({ told }) => told.ok);

  return async ({
    ack,
    body,
    context,
    view,
  }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const workspaceId = context.teamId ?? body.team?.id ?? body.user.team_id ?? '';
    const person = { workspaceId, userId: body.user.id, name: body.user.name };
    const t = messages(await slack.people.languageOf(person));
    const { request, errors } = readArticleForm(view.state, t);
    if (Object.keys(errors).length > 0) return await ack({ response_action: 'errors', errors: { ...errors } });
    const refuse = (reason: string): Promise<void> => ack({ response_action: 'errors', errors: { topic: reason } });

    const eventKey = `slack:${workspaceId}:${view.root_view_id ?? view.id}:${person.userId}`;
    const started = await inTime(
      once(eventKey, async () => {
        const [asker, place] = await Promise.all([
          slack.people.askerOf(person),
          placeOf(slack, person, readOrigin(view.private_metadata)),
        ]);
        if (typeof place === 'string') return { told: { ok: false, text: wordsFor(place, messages(asker.language)) } };
        const thread = { platform: PLATFORM, workspace: workspaceId, channel: place.channel };
        return { told: await slack.desk.start(asker, { eventKey, request, thread }), origin: place };
      }),
    );
    if (started === LATE) return await refuse(t.slack.pressAgain);
    const { told, origin = {} } = started;
    if (!told.ok) return await refuse(told.text);
    await ack();
    slack.later('answer a form', answer(slack, person, origin, told));
  };
}

interface Started {
  readonly told: Told;
  readonly origin?: Origin;
}

/** The conversation where the form was opened; for the Home tab the one between the person and us. */
async function placeOf(
  { channels, workspaces, logger }: SlackContext,
  { workspaceId, userId }: Person,
  { channel }: Origin,
): Promise<{ readonly channel: string } | 'closed' | 'archived' | 'unavailable'> {
  if (channel !== undefined) {
    const reach = await channels.reach(workspaceId, channel);
    return reach === 'closed' || reach === 'archived' ? reach : { channel };
  }
  try {
    const client = await workspaces.clientOf(workspaceId);
    const { channel: direct } = await client.conversations.open({ users: userId });
    return direct?.id === undefined ? 'unavailable' : { channel: direct.id };
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'Could not open a conversation');
    return 'unavailable';
  }
}

function wordsFor(why: 'closed' | 'archived' | 'unavailable', t: ReturnType<typeof messages>): string {
  return why === 'unavailable' ? t.answers.unavailable : t.slack.cannotWrite[why];
}
