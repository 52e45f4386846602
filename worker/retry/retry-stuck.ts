import { randomUUID } from 'node:crypto';
import type { ArticleGateway, GatewayAnswer } from '../../src/gateway/article-gateway.ts';
import type { ArticleSummary } from '../../src/gateway/article-list.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { OPERATOR } from '../../src/protocol/actor.ts';

export interface RetryOptions {
  readonly gateway: Pick<ArticleGateway, 'list' | 'control'>;
  /** Says which they are and asks nothing of them. */
  readonly dryRun: boolean;
  /** One line for the operator. */
  readonly print: (line: string) => void;
}

/** Far more than anybody has; who has more runs it again. */
const MOST = 10_000;
/** At the same time: each waits for a worker. */
const TOGETHER = 10;

/** Takes up every article that waits for a person because a step failed. Answers how many could not be taken up. */
export async function retryStuck({ gateway, dryRun, print }: RetryOptions): Promise<number> {
  const stuck = [...(await gateway.list({ stages: ['stuck'], running: true, limit: MOST }))];
  let taken = 0;
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let article = stuck.shift(); article !== undefined; article = stuck.shift()) {
      const { what, ok } = dryRun ? { what: 'is stuck', ok: true } : await retryOne(article.articleId, gateway);
      if (ok) taken += 1;
      else failed += 1;
      print(lineOf(article, what));
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
  print(
    dryRun
      ? `${taken} stuck. Nothing was asked of them (--dry-run).`
      : `${taken} taken up, ${failed} not.${failed > 0 ? ' Run it again when the reason is gone.' : ''}`,
  );
  return failed;
}

async function retryOne(
  articleId: string,
  gateway: RetryOptions['gateway'],
): Promise<{ readonly what: string; readonly ok: boolean }> {
  try {
    const answer = await gateway.control(articleId, { id: randomUUID(), kind: 'retry', by: OPERATOR });
    return { what: told(answer), ok: answer.kind !== 'refused' };
  } catch (error) {
    return { what: `not taken up: ${reasonOf(error)}`, ok: false };
  }
}

function told(answer: GatewayAnswer): string {
  switch (answer.kind) {
    case 'counted':
      return 'is being tried again';
    case 'noted':
      return 'will be tried again when a worker is back';
    case 'refused':
      return `not taken up: ${'stage' in answer.refusal ? `it is ${answer.refusal.stage} now` : answer.refusal.code}`;
    default:
      return answer satisfies never;
  }
}

function lineOf({ articleId, topic, updatedAt }: ArticleSummary, what: string): string {
  // What people wrote must not move the operator's cursor.
  return `${articleId}  since ${updatedAt.toISOString()}  ${topic.replaceAll(/\p{C}/gu, ' ')}: ${what}`;
}
