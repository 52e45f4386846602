import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { WebEnv } from '../../../../bots/web/listeners/app.ts';
import { notAccepted } from '../../../../bots/web/listeners/problem.ts';
import { type NotAccepted, refused } from '../../../../src/chat/reply.ts';

async function answerTo(reply: NotAccepted) {
  const app = new Hono<WebEnv>().get('/', (c) => notAccepted(c, reply));
  const answer = await app.request('/');
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: await answer.json() };
}

describe('what was not taken, over HTTP', () => {
  it.each([
    [refused({ code: 'no-such-article', articleId: 'x' }), 404],
    [refused({ code: 'may-not-start', why: 'guest' as never, ask: [] }), 403],
    [refused({ code: 'conflict' }), 409],
    [refused({ code: 'broken' }), 500],
  ])('is a problem with the code and words of the chats: %o', async (reply, status) => {
    const answer = await answerTo(reply);
    expect(answer).toMatchObject({ status, body: { status, code: reply.refusal.code, outcome: 'refused' } });
    expect(answer.body).toHaveProperty('detail', expect.stringMatching(/\w/));
  });

  it('may be tried again when the desk is away', async () => {
    expect(await answerTo({ kind: 'away', what: 'desk' })).toMatchObject({
      status: 503,
      retryAfter: '5',
      body: { code: 'away', outcome: 'away' },
    });
  });
});
