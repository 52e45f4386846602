import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { isAccepted, type Reply } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { messages } from '../../../src/messages/messages.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { inTime, LATE } from '../connect/in-time.ts';
import { APPROVERS, FILES, readArticleForm } from './modals/article-form.ts';
import { type FormState, typedIn, usersIn } from './modals/form-state.ts';
import { type Origin, readOrigin } from './modals/origin.ts';
import { keepFiles } from './source-files.ts';
import { createOnce } from './once.ts';
import { type SlackUser, slackUser } from '../connect/people.ts';
import { PLATFORM, PREFIX } from '../platform.ts';
import { renderAlike } from '../render/schedules.ts';
import { linksTo } from './links.ts';
import type { SlackContext, SlackReply } from './slack-context.ts';
import { answer } from './answer.ts';

/** The form of a new article. While the article is not taken it stays open, with the reason. */
export function onArticleForm(slack: SlackContext) {
  const once = createOnce<Taken>(({ isFinal }) => isFinal);

  return async ({
    ack,
    body,
    context,
    view,
  }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const workspaceId = context.teamId ?? body.team?.id ?? body.user.team_id ?? '';
    const person = slackUser(workspaceId, { id: body.user.id, name: body.user.name, team: body.user.team_id });
    const language = await slack.people.languageOf(person);
    const t = messages(language);
    const { request, files, approvers, errors } = readArticleForm(view.state, t);
    if (Object.keys(errors).length > 0) return await ack({ response_action: 'errors', errors: { ...errors } });
    const refuse = (reason: string, field = 'topic'): Promise<void> =>
      ack({ response_action: 'errors', errors: { [field]: reason } });

    const eventKey = `slack:${workspaceId}:${view.root_view_id ?? view.id}:${person.userId}`;
    const started = await inTime(
      once(eventKey, async () => {
        const [actor, place] = await Promise.all([
          slack.people.actorOf(person),
          placeOf(slack, person, readOrigin(view.private_metadata)),
        ]);
        if (typeof place === 'string') return { isFinal: false, text: wordsFor(place, t), origin: {} };
        const thread = { platform: PLATFORM, workspace: workspaceId, channel: place.channel };
        const kept = await keepFiles(slack, { eventKey, files, token: context.botToken }, { actor, thread });
        if (kept.kind !== 'kept')
          return { isFinal: false, text: replyWords(kept, t, PREFIX), origin: {}, field: FILES };
        const named = await Promise.all(approvers.map((id) => slack.people.ruleOf(slackUser(workspaceId, { id }))));
        const rules = named.filter((rule) => rule !== undefined);
        if (rules.length < named.length)
          return { isFinal: false, text: t.slack.form.noPerson, origin: {}, field: APPROVERS };
        const reply: Reply = await slack.desk.start(actor, {
          eventKey,
          request: {
            ...request,
            ...(kept.files.length > 0 && { files: kept.files }),
            ...(rules.length > 0 && { approvers: rules }),
          },
          thread,
          language,
        });
        const text = replyWords(reply, t, PREFIX);
        if (reply.kind !== 'alike')
          return { isFinal: isAccepted(reply), text, origin: place, ...fieldOf(reply, view.state) };
        const links = await linksTo(slack, workspaceId, [reply.other.articleId]);
        const asked = renderAlike(reply, links.get(reply.other.articleId), t, PREFIX);
        // A form has no room for the question.
        return { isFinal: true, text, origin: place, asked };
      }),
    );
    if (started === LATE) return await refuse(t.slack.pressAgain);
    const { isFinal, text, origin, field, asked } = started;
    if (!isFinal) return await refuse(text, field);
    await ack();
    slack.later('answer a form', answer(slack, person, origin, asked ?? text));
  };
}

interface Taken {
  /** Whether the article is begun: what was not is tried again. */
  readonly isFinal: boolean;
  readonly text: string;
  /** What of the form is refused. Default: the topic. */
  readonly field?: string;
  /** What has buttons, in place of the text. */
  readonly asked?: SlackReply;
  /** Where it is begun. */
  readonly origin: Origin;
}

/** Which field a refusal is about, where something stands in it: else it was typed behind the topic. */
function fieldOf(reply: Reply, state: FormState): Pick<Taken, 'field'> {
  if (reply.kind !== 'refused' || reply.refusal.code !== 'bad-approval') return {};
  const { of } = reply.refusal;
  const isFilled = of === 'approvals' ? typedIn(state, of) !== '' : of === APPROVERS && usersIn(state, of).length > 0;
  return isFilled ? { field: of } : {};
}

/** The conversation where the form was opened; for the Home tab the one between the person and us. */
async function placeOf(
  { channels, workspaces, logger }: SlackContext,
  { workspaceId, userId }: SlackUser,
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
