import { randomUUID } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { decisionIdOf } from '../../../src/chat/decision-id.ts';
import { toDecisionAsk } from '../../../src/chat/make-decision.ts';
import { isAccepted, type Reply } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { draftHash, type DraftRef } from '../../../src/protocol/draft.ts';
import { threadIn } from '../../../src/protocol/thread.ts';
import type { DraftPageStore } from '../../../src/storage/draft-page-store.ts';
import type { OverviewStore } from '../../../src/storage/overview-store.ts';
import type { SourceFileStore } from '../../../src/storage/source-file-store.ts';
import { allow } from './allow.ts';
import type { Routes } from './app.ts';
import { decideBySections } from './decide-by-sections.ts';
import { namedFiles } from './named-files.ts';
import { countsJson } from '../render/tally.ts';
import type { AskedOnce, Once, OnceRequest } from './once.ts';
import { accepted, type Asked, wordsFor } from './problem.ts';
import { readStore } from './read-store.ts';
import {
  controlSchema,
  countedSchema,
  type DecisionBody,
  decisionSchema,
  followerParams,
  followerSchema,
  notedSchema,
} from './schemas/act-schema.ts';
import { articleParams, onceHeaders, problems, SECURED } from './schemas/common.ts';

/** As `publish.yaml` names a place. */
const target = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,29}$/)
  .openapi({ example: 'blog' });
/** Of no text. */
const NO_HASH = '0'.repeat(64);

const answers = {
  200: { description: 'It counts.', content: { 'application/json': { schema: countedSchema } } },
  202: {
    description: 'No worker answered in time: it is recorded, and takes effect, or is refused in the thread, later.',
    content: { 'application/json': { schema: notedSchema } },
  },
  ...problems(400, 404, 409, 410, 413, 415),
};

const decide = createRoute({
  operationId: 'decide',
  method: 'post',
  path: '/articles/{articleId}/decisions',
  tags: ['Decisions'],
  summary: 'Decides about a draft or an outline',
  description:
    'A decision names one draft by version and hash, and never touches another. The same decision of one person about one draft counts once, with or without an `Idempotency-Key`. Of sections that somebody else changed meanwhile, both texts come back (`sections-changed`), and nothing is done.',
  security: SECURED,
  middleware: allow('articles:decide'),
  request: {
    params: articleParams,
    headers: onceHeaders,
    body: { required: true, content: { 'application/json': { schema: decisionSchema } } },
  },
  responses: answers,
});

const control = createRoute({
  operationId: 'control',
  method: 'post',
  path: '/articles/{articleId}/controls',
  tags: ['Decisions'],
  summary: 'Acts on an article as a whole',
  description: '`finish` approves, so that it needs the right to decide. Who may what: `mayControl` of the article.',
  security: SECURED,
  middleware: allow('articles:control'),
  request: {
    params: articleParams,
    headers: onceHeaders,
    body: { required: true, content: { 'application/json': { schema: controlSchema } } },
  },
  responses: answers,
});

const publish = createRoute({
  operationId: 'publishAgain',
  method: 'post',
  path: '/articles/{articleId}/publications/{target}',
  tags: ['Decisions'],
  summary: 'Has a delivered article published where that failed',
  description: 'Asked twice, it is published once. Who may: whoever may `retry` the article.',
  security: SECURED,
  middleware: allow('articles:control'),
  request: { params: articleParams.extend({ target }) },
  responses: answers,
});

const follow = createRoute({
  operationId: 'follow',
  method: 'post',
  path: '/articles/{articleId}/followers',
  tags: ['Decisions'],
  summary: 'Has an article shown in another place of a chat, too',
  description:
    'One for each channel, at most ten; asked for again with another `role`, it is that from then on. Who may: whoever controls the article, in places that they belong to, as their chat has said (a token knows of none).',
  security: SECURED,
  middleware: allow('articles:control'),
  request: {
    params: articleParams,
    headers: onceHeaders,
    body: { required: true, content: { 'application/json': { schema: followerSchema } } },
  },
  responses: answers,
});

const unfollow = createRoute({
  operationId: 'unfollow',
  method: 'delete',
  path: '/articles/{articleId}/followers/{place}',
  tags: ['Decisions'],
  summary: 'Has an article not shown there any more',
  description: 'Cards that are there lose their buttons and say where the article lives.',
  security: SECURED,
  middleware: allow('articles:control'),
  request: { params: followerParams },
  responses: answers,
});

export interface ActRoutesOptions {
  readonly desk: ChatDesk;
  readonly drafts: Pick<DraftPageStore, 'text'>;
  readonly overviews: OverviewStore;
  readonly files: Pick<SourceFileStore, 'named'>;
  readonly once: Once;
  readonly logger: Logger;
}

/** Decisions, controls, and what is published after all. */
export function actRoutes({ desk, drafts, overviews, files, once, logger }: ActRoutesOptions): Routes {
  return (app) => {
    app.openapi(decide, async (c) => {
      const { articleId } = c.req.valid('param');
      const body = c.req.valid('json');
      const asked = await once(c, body);
      const reply = await decideAs(c, articleId, body, asked);
      if (!isAccepted(reply)) await asked.release();
      const answered = answer(c, reply);
      return answered.status === 200 ? c.json(answered.body, 200) : c.json(answered.body, 202);
    });

    app.openapi(control, async (c) => {
      const { articleId } = c.req.valid('param');
      const body = c.req.valid('json');
      const asked = await once(c, body);
      const { actor, home } = c.var.caller;
      const id = decisionIdOf(asked.eventKey);
      const act = async (): Promise<Reply> => {
        switch (body.kind) {
          case 'language':
            return await desk.setLanguage(actor, { id, articleId, language: body.language });
          case 'step-in':
            return await desk.stepIn(actor, { id, articleId, reason: body.reason });
          case 'assign':
            return await desk.assign(actor, { id, articleId, whom: body.whom });
          case 'move':
            return await desk.move(actor, { id, articleId, thread: home });
          case 'add-source': {
            const [file] = await namedFiles(c, [{ id: body.fileId, path: 'fileId' }], { files, logger });
            // Whatever is not there was declined.
            return file === undefined
              ? { kind: 'away', what: 'store' }
              : await desk.addSource(actor, { id, articleId, file });
          }
          default:
            return await desk.control(actor, { id, articleId, control: body.kind });
        }
      };
      const reply = await act();
      if (!isAccepted(reply)) await asked.release();
      const answered = answer(c, reply);
      return answered.status === 200 ? c.json(answered.body, 200) : c.json(answered.body, 202);
    });

    app.openapi(follow, async (c) => {
      const { articleId } = c.req.valid('param');
      const { role, anyone, whole, platform, workspace, channel, thread } = c.req.valid('json');
      const asked = await once(c, c.req.valid('json'));
      const reply = await desk.follow(c.var.caller.actor, {
        id: decisionIdOf(asked.eventKey),
        articleId,
        thread: {
          platform,
          ...(workspace !== undefined && { workspace }),
          channel,
          ...(thread !== undefined && { thread }),
        },
        role: anyone === true ? 'decides' : role,
        ...(anyone && { anyone }),
        ...(whole && { whole }),
      });
      if (!isAccepted(reply)) await asked.release();
      const answered = answer(c, reply);
      return answered.status === 200 ? c.json(answered.body, 200) : c.json(answered.body, 202);
    });

    app.openapi(unfollow, async (c) => {
      const { articleId, place } = c.req.valid('param');
      const answered = answer(
        c,
        await desk.unfollow(c.var.caller.actor, { id: decisionIdOf(randomUUID()), articleId, thread: threadIn(place) }),
      );
      return answered.status === 200 ? c.json(answered.body, 200) : c.json(answered.body, 202);
    });

    app.openapi(publish, async (c) => {
      const button = { kind: 'publish-again', ...c.req.valid('param') } as const;
      const answered = answer(c, await desk.publishAgain(c.var.caller.actor, button));
      return answered.status === 200 ? c.json(answered.body, 200) : c.json(answered.body, 202);
    });
  };

  async function decideAs(
    c: AskedOnce,
    articleId: string,
    body: DecisionBody,
    { isRepeated, eventKey }: Pick<OnceRequest, 'isRepeated' | 'eventKey'>,
  ): Promise<Reply> {
    const { actor } = c.var.caller;
    const { kind, version, hash, gate } = body;
    const draft = { version, hash };
    if (kind === 'bring-back') {
      const read = await readStore(logger, 'an article', overviews.find(articleId));
      if (read.kind !== 'read') return read;
      const earlier = read.value?.drafts.find((one) => one.version === body.to);
      // None of that number: the desk says so, to whom it says anything.
      const to = { version: body.to, hash: draftHash(earlier?.sha256 ?? NO_HASH) };
      return await desk.bringBack(actor, { kind, articleId, draft, to, ...(gate !== undefined && { gate }) });
    }
    const decideOn = async (subject: DraftRef & { readonly gate?: string | undefined }, written: string) =>
      await desk.decide(
        actor,
        toDecisionAsk(
          {
            kind: 'decision',
            decision: kind,
            articleId,
            draft: { version: subject.version, hash: subject.hash },
            ...(subject.gate !== undefined && { gate: subject.gate }),
          },
          written,
          eventKey,
        ),
      );
    if (kind === 'approve') return await decideOn({ ...draft, gate }, '');
    if (kind !== 'edit') return await decideOn({ ...draft, gate }, body.words);
    if (body.sections === undefined) return await decideOn({ ...draft, gate }, body.text ?? '');
    const edit = { articleId, draft: { ...draft, gate }, sections: body.sections, isRepeated };
    return await decideBySections(c, edit, { desk, drafts, decideOn, logger });
  }
}

function answer(c: Asked, reply: Reply) {
  const taken = accepted(c, reply);
  const detail = replyWords(taken, wordsFor(c), '');
  if (taken.kind === 'noted') return { body: { outcome: 'noted' as const, detail }, status: 202 as const };
  const { subject, isPaused, tally } = taken.kind === 'counted' ? taken : {};
  const body = {
    outcome: 'counted' as const,
    detail,
    ...(subject !== undefined && { subject }),
    ...(tally !== undefined && { tally: countsJson(tally) }),
    ...(isPaused !== undefined && { isPaused }),
  };
  return { body, status: 200 as const };
}
