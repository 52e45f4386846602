import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { stillUnknown, toDeliveryError, unsent } from '../../../../bots/slack/messenger/slack-failures.ts';
import { DeliveryError } from '../../../../src/delivery/messenger.ts';

const DOING = 'post in Slack channel C042';

/** What `fetch` throws when the connection fails. */
function failedFetch(code: string): WebAPIRequestError {
  return new WebAPIRequestError(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }));
}

function refusedBySlack(error: string): WebAPIPlatformError {
  return new WebAPIPlatformError({ ok: false, error });
}

describe('toDeliveryError', () => {
  it.each([
    ['a connection that was refused', failedFetch('ECONNREFUSED'), 'not-sent', 'ECONNREFUSED'],
    ['a name that nobody knows', failedFetch('ENOTFOUND'), 'not-sent', 'ENOTFOUND'],
    [
      'a certificate that does not fit',
      failedFetch('ERR_TLS_CERT_ALTNAME_INVALID'),
      'not-sent',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    [
      'a certificate of our own making',
      failedFetch('DEPTH_ZERO_SELF_SIGNED_CERT'),
      'not-sent',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ],
    ['a connection that breaks', failedFetch('ECONNRESET'), 'ambiguous', 'ECONNRESET'],
    ['a server that hangs up', failedFetch('UND_ERR_SOCKET'), 'ambiguous', 'UND_ERR_SOCKET'],
    ['no answer in time', new WebAPIRequestError(new DOMException('Too late', 'TimeoutError')), 'ambiguous', 'timeout'],
    ['an answer that breaks off', new TypeError('terminated'), 'ambiguous', 'unknown'],
    ['a gateway that has given up', new WebAPIHTTPError(502, 'Bad Gateway', {}, '<html>'), 'ambiguous', 'http_502'],
    ['a proxy that wants to know who we are', new WebAPIHTTPError(407, 'Proxy', {}, ''), 'not-sent', 'http_407'],
    ['a page instead of JSON', refusedBySlack('<!DOCTYPE html><p>secret</p>'), 'ambiguous', 'not-json'],
    ['a channel without the bot', refusedBySlack('not_in_channel'), 'refused', 'not_in_channel'],
    ['an archived channel', refusedBySlack('is_archived'), 'refused', 'is_archived'],
    ['a word of Slack that is new', refusedBySlack('some_new_error'), 'refused', 'some_new_error'],
    ['a fatal error of Slack', refusedBySlack('fatal_error'), 'ambiguous', 'fatal_error'],
    ['a token that was revoked', refusedBySlack('token_revoked'), 'not-sent', 'token_revoked'],
  ])('knows what %s means', (_what, error, failure, code) => {
    expect(toDeliveryError(error, DOING)).toMatchObject({ failure, code });
  });

  it.each([
    ['a server that fails', new WebAPIHTTPError(500, 'Internal Server Error', {}, ''), true],
    ['a server that is too busy', new WebAPIHTTPError(503, 'Service Unavailable', {}, ''), true],
    ['a gateway that got no answer', new WebAPIHTTPError(502, 'Bad Gateway', {}, ''), false],
    ['a gateway that did not wait for one', new WebAPIHTTPError(504, 'Gateway Timeout', {}, ''), false],
    ['Cloudflare, which did not either', new WebAPIHTTPError(524, 'A Timeout Occurred', {}, ''), false],
    ['a page instead of JSON', refusedBySlack('<!DOCTYPE html><p>secret</p>'), true],
    ['a fatal error of Slack', refusedBySlack('fatal_error'), true],
    ['an internal error of Slack', refusedBySlack('internal_error'), true],
    ['a channel without the bot', refusedBySlack('not_in_channel'), true],
    ['a 429', new WebAPIRateLimitedError(7), true],
    ['a 429 that does not say how long', new Error('Retry header did not contain a valid timeout (url: x)'), true],
    ['a connection that was refused', failedFetch('ECONNREFUSED'), false],
    ['a connection that breaks', failedFetch('ECONNRESET'), false],
    ['no answer in time', new WebAPIRequestError(new DOMException('Too late', 'TimeoutError')), false],
    ['an answer that breaks off', new TypeError('terminated'), false],
  ])('knows whether %s leaves a request under way', (_what, error, answered) => {
    expect(toDeliveryError(error, DOING).answered).toBe(answered);
  });

  it('counts several addresses as unreached only when none was reached', () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    const failed = (errors: readonly Error[]): WebAPIRequestError =>
      new WebAPIRequestError(new TypeError('fetch failed', { cause: new AggregateError(errors, 'all failed') }));
    expect(toDeliveryError(failed([refused, refused]), DOING)).toMatchObject({ failure: 'not-sent' });
    expect(toDeliveryError(failed([refused, reset]), DOING)).toMatchObject({ failure: 'ambiguous' });
  });

  it('waits as long as Slack asks, and a while when it does not say', () => {
    expect(toDeliveryError(new WebAPIRateLimitedError(7), DOING)).toMatchObject({
      failure: 'not-sent',
      retryAfterMs: 7000,
    });
    const bare = new Error('Retry header did not contain a valid timeout (url: x, retry-after header: null)');
    expect(toDeliveryError(bare, DOING)).toMatchObject({ failure: 'not-sent', code: '429', retryAfterMs: 30_000 });
    expect(toDeliveryError(refusedBySlack('ratelimited'), DOING)).toMatchObject({
      failure: 'not-sent',
      retryAfterMs: 30_000,
    });
  });

  it('says what has to cool down: such calls, the channel, or the whole workspace', () => {
    const about = { call: 'update:T1', channel: 'post:T1:C042', workspace: 'workspace:T1' };
    const of = (error: unknown): string | undefined => toDeliveryError(error, DOING, about).about;
    expect(of(new WebAPIRateLimitedError(7))).toBe('update:T1');
    expect(of(new Error('Retry header did not contain a valid timeout (url: x)'))).toBe('update:T1');
    expect(of(refusedBySlack('ratelimited'))).toBe('update:T1');
    expect(of(refusedBySlack('external_channel_migrating'))).toBe('post:T1:C042');
    expect(of(refusedBySlack('token_revoked'))).toBe('workspace:T1');
    expect(of(refusedBySlack('accesslimited'))).toBe('workspace:T1');
    expect(stillUnknown(toDeliveryError(new WebAPIRateLimitedError(7), DOING, about)).about).toBe('update:T1');
    // Nothing is asked of others.
    for (const error of [failedFetch('ECONNRESET'), refusedBySlack('is_archived'), refusedBySlack('request_timeout')]) {
      expect(of(error)).toBeUndefined();
      expect(toDeliveryError(error, DOING, about).retryAfterMs).toBeUndefined();
    }
  });

  it('says what could not be done, where, and the way out', () => {
    expect(toDeliveryError(refusedBySlack('not_in_channel'), DOING).message).toBe(
      'Could not post in Slack channel C042: not_in_channel. Invite the bot with /invite @copydesk.',
    );
  });

  it('repeats nothing of an answer that is no answer of Slack', () => {
    const { message, cause } = toDeliveryError(refusedBySlack('<p>secret</p>'), DOING);
    expect(message).not.toContain('secret');
    expect(cause).toBeUndefined();
  });
});

describe('unsent and stillUnknown', () => {
  const of = (failure: 'not-sent' | 'ambiguous' | 'refused'): DeliveryError =>
    new DeliveryError('No', { failure, code: 'x', retryAfterMs: 5 });

  it('change only what cannot be so', () => {
    expect(unsent(of('ambiguous'))).toMatchObject({ failure: 'not-sent', code: 'x', retryAfterMs: 5 });
    expect(unsent(of('refused'))).toMatchObject({ failure: 'refused' });
    expect(stillUnknown(of('not-sent'))).toMatchObject({ failure: 'ambiguous', code: 'x', retryAfterMs: 5 });
    expect(stillUnknown(of('refused'))).toMatchObject({ failure: 'refused' });
  });

  it('keep apart what was answered about a message and about a look for it', () => {
    const answered = new DeliveryError('No', { failure: 'ambiguous', code: 'fatal_error', answered: true });
    expect(unsent(answered).answered).toBe(true);
    expect(unsent(of('ambiguous')).answered).toBe(false);
    expect(stillUnknown(answered)).toMatchObject({ failure: 'ambiguous', answered: false });
  });
});
