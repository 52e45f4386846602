import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ArticleGateway, GatewayAnswer } from '../../src/gateway/article-gateway.ts';
import { GatewayError } from '../../src/gateway/gateway-error.ts';
import { pickPort } from '../../src/local/ports.ts';
import { ANN, type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { openTcpGate, type TcpGate } from '../support/tcp-gate.ts';

const SLOW_MS = 100;
const CONNECTIONS = ['PostgreSQL', 'Temporal', 'model'] as const;

let newsroom: Newsroom;
let gates: Readonly<Record<(typeof CONNECTIONS)[number], TcpGate>>;
/** Of somebody who waits for an answer. */
let desk: ArticleGateway;
beforeAll(async () => {
  const modelPort = await pickPort();
  const postgres = new URL(inject('postgresUrl'));
  gates = {
    PostgreSQL: await openTcpGate(postgres.host),
    Temporal: await openTcpGate(inject('temporalAddress')),
    model: await openTcpGate(`127.0.0.1:${modelPort}`),
  };
  postgres.host = gates.PostgreSQL.address;
  newsroom = await openNewsroom({
    temporalAddress: gates.Temporal.address,
    postgresUrl: postgres.href,
    modelPort,
    llm: { baseUrl: `http://${gates.model.address}/v1`, apiKey: 'k-model' },
  });
  desk = newsroom.openGateway({ answerBudgetMs: 1_000 });
});
afterAll(async () => {
  for (const gate of Object.values(gates)) gate.open();
  await newsroom.close();
  await Promise.all(Object.values(gates).map((gate) => gate.close()));
});

// All six connections, the real processes and the figures: `npm run rehearse -- slow-worlds`.
describe('an article', () => {
  it.each(CONNECTIONS)('is delivered once, though %s is slow, reset and silent for a while', async (name) => {
    const gate = gates[name];
    const topic = `How the way to ${name} mends`;
    newsroom.script(topic, 'outline', step.hang());
    newsroom.script(topic, 'draft', step.hang());
    newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
    gate.slow({ roundTripMs: SLOW_MS });
    const article = await newsroom.start(topic);
    await expect.poll(() => newsroom.asked(topic, 'outline').length).toBe(1);
    gate.reset();
    newsroom.model.release();
    await expect.poll(() => newsroom.asked(topic, 'draft').length).toBe(1);
    gate.hold();
    newsroom.model.release();
    if (name === 'PostgreSQL')
      await expect(desk.list({ running: true, limit: 1 })).rejects.toMatchObject({ code: 'unavailable' });
    if (name === 'Temporal')
      await expect(desk.status(article.articleId)).rejects.toMatchObject({ code: 'unavailable' });
    gate.open();
    const { current } = await article.until('waiting');
    await expect.poll(() => article.kinds().at(-1)).toBe('gate');

    if (current === undefined) throw new Error('There is no draft to decide on');
    const { version, hash } = current;
    const click = { id: randomUUID(), kind: 'approve', by: ANN, draft: { version, hash } } as const;
    const ask = () => desk.decide(article.articleId, click);
    gate.hold();
    const answer = await ask().catch((error: unknown) => error);
    gate.open();
    // Who was told to try again does, and nobody else has to.
    if (name === 'Temporal') {
      expect(answer).toBeInstanceOf(GatewayError);
      expect((await ask()).kind).not.toBe('refused');
    } else expect(['counted', 'noted']).toContain((answer as GatewayAnswer).kind);
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
    for (const kind of ['status', 'draft', 'critique', 'gate', 'final'])
      expect(article.kinds().filter((one) => one === kind)).toEqual([kind]);
  });
});
