import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { aboutArticle } from '../../src/lib/article-context.ts';
import { createLogger, type Logger, type LoggerOptions } from '../../src/lib/logger.ts';
import { traceIdOf } from '../../src/lib/trace-id.ts';

const CANARY = 'canary/"quoted"+secret=42';

function logging(options: Partial<LoggerOptions> = {}): { readonly logger: Logger; readonly output: () => string } {
  const chunks: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return {
    logger: createLogger({ level: 'info', destination, secrets: [CANARY], ...options }),
    output: () => chunks.join(''),
  };
}

describe('the logger', () => {
  it('writes one line of JSON per call, from its level on', () => {
    const { logger, output } = logging();
    logger.debug({}, 'not this');
    logger.info({ articleId: 'abc', outputTokens: 7 }, 'written');
    expect(JSON.parse(output())).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      articleId: 'abc',
      outputTokens: 7,
      msg: 'written',
    });
    expect(output()).toMatch(/\n$/);
  });

  it.each([
    ['its fields name, as articleId', { articleId: '7gq2m4xw9k3t5v8n' }],
    ['its fields name, as article', { article: '7gq2m4xw9k3t5v8n' }],
    ['the workflow is at work for, in a line of Temporal’s', { workflowId: 'article-7gq2m4xw9k3t5v8n' }],
    ['the workflow publishes', { workflowId: 'publish-7gq2m4xw9k3t5v8n-our-blog' }],
    ['the workflow tells others of', { workflowId: 'webhooks-news-room-7gq2m4xw9k3t5v8n' }],
  ])('gives a line the trace of the article that %s', (_, fields) => {
    const { logger, output } = logging();
    logger.info(fields, 'm');
    expect(JSON.parse(output())).toMatchObject({ ...fields, trace_id: traceIdOf('7gq2m4xw9k3t5v8n') });
    expect(traceIdOf('7gq2m4xw9k3t5v8n')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('says for which article whoever writes a line is at work, and no longer when that is over', async () => {
    const { logger, output } = logging();
    await aboutArticle('7gq2m4xw9k3t5v8n', async () => {
      await Promise.resolve();
      logger.info({ step: 1 }, 'inside');
      logger.info({ articleId: '0000000000000000' }, 'of another');
    });
    logger.info({ workflowId: 'schedule-7gq2m4xw9k3t5v8n' }, 'after');
    const [inside, other, after] = output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(inside).toMatchObject({ articleId: '7gq2m4xw9k3t5v8n', trace_id: traceIdOf('7gq2m4xw9k3t5v8n') });
    expect(other).toMatchObject({ articleId: '0000000000000000', trace_id: traceIdOf('0000000000000000') });
    expect(after).not.toHaveProperty('trace_id');
    expect(after).not.toHaveProperty('articleId');
  });

  it('is silent when told so', () => {
    const { logger, output } = logging({ level: 'silent' });
    logger.error({}, 'nothing');
    expect(output()).toBe('');
  });

  const error = Object.assign(new Error(`refused ${CANARY}`, { cause: new Error(`because of ${CANARY}`) }), {
    config: { headers: { authorization: `Bearer ${CANARY}` } },
    [CANARY]: 1,
  });
  const hidings: readonly [string, object, string][] = [
    ['the message', {}, `with ${CANARY}`],
    ['a field', { note: `x ${CANARY} y` }, 'm'],
    ['a nested field', { a: [{ b: { c: CANARY } }] }, 'm'],
    ['the name of a field', { [CANARY]: 'x' }, 'm'],
    ['an error', { err: error }, 'm'],
    ['an address', { url: `https://example.org/?key=${encodeURIComponent(CANARY)}` }, 'm'],
    ['JSON within a text', { body: JSON.stringify({ nested: JSON.stringify({ key: 'k' }) }) + CANARY }, 'm'],
  ];
  it.each(hidings)('never lets a known secret out in %s', (_name, fields, message) => {
    for (const pretty of [false, true]) {
      const { logger, output } = logging({ pretty });
      logger.error(fields, message);
      expect(output()).not.toBe('');
      expect(output()).not.toContain(CANARY);
      expect(output()).not.toContain('secret=42');
      expect(output()).not.toContain(encodeURIComponent(CANARY));
      expect(output()).toContain('[redacted]');
    }
  });

  it.each<[string, string]>([
    ['a Slack token', 'xoxb-1111111111-2222222222-AbCdEfGhIjKl'],
    ['a Slack app token', 'xapp-1-A111-222-abcdef0123456789'],
    ['a Telegram token', 'bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0'],
    ['an OpenAI key', 'sk-proj-abcdefghijklmnop'],
    ['a Perplexity key', 'pplx-abcdefghijklmnop'],
    ['a bearer token', 'Bearer abcdef.ghi-jkl'],
  ])('recognises %s that nobody told it of', (_name, token) => {
    const { logger, output } = logging({ secrets: [] });
    logger.info({ note: `see ${token}.`, url: `https://api.example.org/${token}/send` }, token);
    expect(output()).not.toContain(token.replace(/^(Bearer |bot)/, ''));
  });

  it('takes the password out of an address', () => {
    const { logger, output } = logging({ secrets: [] });
    logger.info({ url: 'postgres://ann:pass%20word@db.example.org:5432/x' }, 'redis://:hunter22@cache:6379');
    expect(output()).toContain('postgres://ann:[redacted]@db.example.org:5432/x');
    expect(output()).not.toContain('hunter22');
  });

  it.each(['authorization', 'apiKey', 'api_key', 'LLM_API_KEY', 'password', 'botToken', 'client-secret', 'Cookie'])(
    'hides whatever a field called %s holds',
    (name) => {
      const { logger, output } = logging({ secrets: [] });
      logger.info({ deep: { [name]: { any: 'open sesame' } } }, 'm');
      expect(output()).not.toContain('open sesame');
    },
  );

  it('looks for no secret so short that it would blot out words', () => {
    const { logger, output } = logging({ secrets: ['', 'a', 'abc'] });
    logger.info({}, 'abc of a logger');
    expect(output()).toContain('abc of a logger');
  });
});
