import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { connectTemporal } from '../../src/process/open-temporal.ts';
import { createPool } from '../../src/storage/pool.ts';
import type { GatewayAnswer } from '../../src/gateway/article-gateway.ts';
import type { Decision } from '../../src/protocol/decision.ts';
import { openGateway } from '../support/open-gateway.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { linesOf } from './lines-of.ts';

/** What somebody clicks, and on which article. */
export interface PlannedDecision {
  readonly articleId: string;
  readonly decision: Decision;
}

/** A click was handed over at that moment, epoch milliseconds, or answered. */
export interface AnswerLine {
  readonly id: string;
  readonly at: number;
  readonly answer?: GatewayAnswer;
}

/** What the process of one platform has to do, as JSON in its first argument. */
export interface DecidePlan {
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly databaseUrl: string;
  /** Lines of JSON: {@link PlannedDecision}. */
  readonly planFile: string;
  /** Lines of JSON: {@link AnswerLine}, two for each click that was answered, in no order. */
  readonly answersFile: string;
  /** Clicks under way at a time. */
  readonly atOnce: number;
}

/**
 * The bot of one platform as far as it hands decisions over: each until it was taken, under one id, as a click that is delivered again.
 * Killed and started again, it begins with those that have no answer.
 */
async function handOverAll(
  plan: DecidePlan,
  planned: readonly PlannedDecision[],
  answered: ReadonlySet<string>,
): Promise<void> {
  const { temporalAddress, namespace, databaseUrl, answersFile, atOnce } = plan;
  const pool = createPool(
    databaseUrl,
    { poolSize: 2, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 },
    () => undefined,
  );
  const client = new Client({ connection: await connectTemporal({ address: temporalAddress }), namespace });
  const gateway = openGateway({ client, pool, answerBudgetMs: 2000 });
  const queue = planned.filter(({ decision }) => !answered.has(decision.id));
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { articleId, decision } = next;
      const note = (answer?: GatewayAnswer): void => {
        const line: AnswerLine = { id: decision.id, at: Date.now(), ...(answer !== undefined && { answer }) };
        appendFileSync(answersFile, `${JSON.stringify(line)}\n`);
      };
      note();
      for (;;) {
        try {
          note(await gateway.decide(articleId, decision));
          break;
        } catch {
          await sleep(100);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await pool.end();
}

// Ends when all were answered.
const plan = JSON.parse(process.argv[2] ?? '{}') as DecidePlan;
quietRuntime();
const answered = (linesOf(plan.answersFile) as readonly AnswerLine[]).filter(({ answer }) => answer !== undefined);
process.stdout.write('deciding\n');
await handOverAll(plan, linesOf(plan.planFile) as readonly PlannedDecision[], new Set(answered.map(({ id }) => id)));
process.exit();
