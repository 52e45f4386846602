import { TelegramError } from 'telegraf';
import { describe, expect, it } from 'vitest';
import {
  isNotModified,
  isNotOurs,
  movedTo,
  toDeliveryError,
} from '../../../../bots/telegram/messenger/telegram-failures.ts';

function refused(
  error_code: number,
  description: string,
  parameters?: { retry_after?: number; migrate_to_chat_id?: number },
) {
  return new TelegramError(
    { error_code, description, ...(parameters && { parameters }) },
    {
      method: 'sendMessage',
      payload: { text: 'what was written' },
    },
  );
}

/** As node-fetch throws it. */
function fetchError(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: 'FetchError', type: 'system', code });
}

describe('toDeliveryError', () => {
  it.each([
    [
      'ECONNREFUSED',
      fetchError('ECONNREFUSED', 'request failed, reason: connect ECONNREFUSED 127.0.0.1:1'),
      'not-sent',
    ],
    ['ENOTFOUND', fetchError('ENOTFOUND', 'getaddrinfo ENOTFOUND api.telegram.org'), 'not-sent'],
    ['CERT_HAS_EXPIRED', fetchError('CERT_HAS_EXPIRED', 'certificate has expired'), 'not-sent'],
    ['ETIMEDOUT', fetchError('ETIMEDOUT', 'request failed, reason: connect ETIMEDOUT 149.154.167.220:443'), 'not-sent'],
    ['ETIMEDOUT', fetchError('ETIMEDOUT', 'request failed, reason: read ETIMEDOUT'), 'ambiguous'],
    ['ECONNRESET', fetchError('ECONNRESET', 'socket hang up'), 'ambiguous'],
    ['AbortError', Object.assign(new Error('The user aborted a request.'), { name: 'AbortError' }), 'ambiguous'],
    ['TypeError', new TypeError("Cannot read properties of null (reading 'ok')"), 'ambiguous'],
    ['500', refused(500, 'Internal Server Error'), 'ambiguous'],
    ['502', refused(502, 'Bad Gateway'), 'ambiguous'],
    ['401', refused(401, 'Unauthorized'), 'not-sent'],
    ['404', refused(404, 'Not Found'), 'not-sent'],
    ['method_not_found', refused(404, 'Not Found: method not found'), 'refused'],
    ['bot_blocked', refused(403, 'Forbidden: bot was blocked by the user'), 'refused'],
    ['message_is_too_long', refused(400, 'Bad Request: message is too long'), 'refused'],
  ])('takes %s for what it is', (code, error, failure) => {
    expect(toDeliveryError('post it', error)).toMatchObject({ failure, code });
  });

  it.each([
    ['500', refused(500, 'Internal Server Error'), true],
    ['503', refused(503, 'Service Unavailable'), true],
    ['502 of a gateway', refused(502, 'Bad Gateway'), false],
    ['504 of a gateway', refused(504, 'Gateway Timeout'), false],
    ['429', refused(429, 'Too Many Requests: retry after 14', { retry_after: 14 }), true],
    ['401', refused(401, 'Unauthorized'), true],
    ['400', refused(400, 'Bad Request: message is too long'), true],
    [
      'page instead of JSON',
      Object.assign(new Error('invalid json response body'), { name: 'FetchError', type: 'invalid-json' }),
      true,
    ],
    ['answer that breaks off', fetchError('ERR_STREAM_PREMATURE_CLOSE', 'Premature close'), false],
    ['connection that breaks', fetchError('ECONNRESET', 'socket hang up'), false],
    ['connection that never came about', fetchError('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1'), false],
    [
      'answer that did not come in time',
      Object.assign(new Error('The user aborted a request.'), { name: 'AbortError' }),
      false,
    ],
  ])('knows whether a request is under way after a %s', (_what, error, answered) => {
    expect(toDeliveryError('post it', error).answered).toBe(answered);
  });

  it('waits as long as Telegram asks', () => {
    const error = refused(429, 'Too Many Requests: retry after 14', { retry_after: 14 });
    expect(toDeliveryError('post it', error)).toMatchObject({ failure: 'not-sent', retryAfterMs: 14_000 });
  });

  it('keeps the cause without what was written and without the token', () => {
    const broken = new Error('invalid json response body at https://api.telegram.org/bot123456:AAE-short/sendMessage');
    const causes = [refused(400, 'Bad Request: wrong'), broken].map((error) =>
      String(toDeliveryError('post it', error).cause),
    );
    expect(causes).toEqual([
      'Error: 400: Bad Request: wrong',
      'Error: Error: invalid json response body at https://api.telegram.org/bot[redacted]/sendMessage',
    ]);
  });
});

describe('what Telegram says about a message', () => {
  it('tells apart what is the same, what is not ours, and where a group went', () => {
    const same = refused(
      400,
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
    const moved = refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: -1001,
    });
    const gone = [
      'message to edit not found',
      "message can't be edited",
      'MESSAGE_ID_INVALID',
      'there is no caption in the message to edit',
    ].map((words) => refused(400, `Bad Request: ${words}`));
    expect([same, moved, ...gone].map(isNotModified)).toEqual([true, false, false, false, false, false]);
    expect([same, moved, ...gone].map(isNotOurs)).toEqual([false, false, true, true, true, true]);
    expect([same, moved].map(movedTo)).toEqual([undefined, -1001]);
  });
});
