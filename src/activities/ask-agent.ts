import { createHash } from 'node:crypto';
import { givesOrders, materialOf } from '../agents/orders-to-models.ts';
import type { AgentRun, Comment, RevisionInput } from '../agents/agent.ts';
import type { Agents } from '../agents/create-agents.ts';
import { toSections } from '../document/sections/draft-sections.ts';
import { joinSections } from '../document/sections/split-sections.ts';
import { toStorable } from '../lib/storable.ts';
import { FACT_CHECK } from '../protocol/adaptive.ts';
import { patternsOf } from '../protocol/checks.ts';
import { draftHash } from '../protocol/draft.ts';
import { countVerdicts } from '../protocol/fact-report.ts';
import {
  type Parsed,
  parseCompareOrder,
  parseCritiqueOrder,
  parseEditOrder,
  parseFactCheckOrder,
  parseOutlineOrder,
  parseWriteOrder,
} from '../protocol/parse.ts';
import { type LedgerItem, suggestionItems } from '../protocol/ledger.ts';
import type { WriteOrder } from '../protocol/orders.ts';
import type { ArticleSettings } from '../protocol/settings.ts';
import { matchingRules } from './matching-rules.ts';
import { isRepeated } from './same-weakness.ts';

/** One question to an agent, read and understood, and not yet asked. */
export interface AgentTask {
  /** As the order says; absent: the journal or the clock does. */
  readonly today?: string;
  readonly variant?: number;
  /** The longest that it may take, as `config/workflows.yaml` has it. */
  readonly minutes: number;
  /** @returns what the activity of this name tells the workflow, with the texts instead of references to them; plain JSON */
  readonly ask: (agents: Agents, run: AgentRun) => Promise<object>;
}

/** By what agents go that are asked by themselves. */
export type AskingSettings = Pick<ArticleSettings, 'timeouts' | 'adaptive'>;

/** A fact-checker is asked that is not there. */
export class NoSuchAgentError extends Error {
  override readonly name = 'NoSuchAgentError';
}

/** What an agent can be asked for, by the word on the command line and in the address. */
export const AGENT_TASKS = {
  outline: toOutline,
  write: toWrite,
  critique: toCritique,
  compare: toCompare,
  'fact-check': toFactCheck,
  edit: toEdit,
} as const satisfies Readonly<Record<string, (given: unknown, settings: AskingSettings) => Parsed<AgentTask>>>;

function toOutline(given: unknown, { timeouts }: AskingSettings): Parsed<AgentTask> {
  return asTask(parseOutlineOrder(given), ({ request, comments = [], today, variant, earlier }) => {
    return {
      ...begunOn(today),
      ...(variant !== undefined && { variant }),
      minutes: timeouts.writeMinutes,
      async ask({ writer }, run) {
        const input = { request, comments, ...(earlier !== undefined && { earlier }) };
        return hashed(toStorable((await writer.outline(input, run)).text));
      },
    };
  });
}

function hashed(text: string): { readonly text: string; readonly hash: string } {
  return { text, hash: draftHash(createHash('sha256').update(text).digest('hex')) };
}

function toWrite(given: unknown, { timeouts, adaptive }: AskingSettings): Parsed<AgentTask> {
  return asTask(parseWriteOrder(given), ({ request, comments = [], today, variant, draft, outline, ...said }) => {
    return {
      ...begunOn(today),
      ...(variant !== undefined && { variant }),
      minutes: timeouts.writeMinutes,
      async ask({ writer }, run) {
        const written =
          draft === undefined
            ? (await writer.write({ request, comments, ...(outline !== undefined && { outline }) }, run)).text
            : joinSections(
                (
                  await writer.revise(
                    { ...toRevision(request, draft, comments, said), keepHeadings: outline !== undefined },
                    run,
                  )
                ).draft,
              );
        const text = toStorable(written);
        return {
          ...hashed(text),
          ...matchingRules(patternsOf(adaptive, 'after-draft'), { topic: [request.topic] }),
        };
      },
    };
  });
}

/** Without a ledger every comment is open; the writer answers for each. */
function toRevision(
  request: WriteOrder['request'],
  draft: string,
  comments: readonly Comment[],
  said: Pick<WriteOrder, 'critique' | 'factReports' | 'setbacks'>,
): RevisionInput {
  const items = comments.map((comment, at): LedgerItem => ({ id: `comment.${at + 1}`, kind: 'comment', ...comment }));
  const suggested = said.critique === undefined ? [] : suggestionItems('critique', said.critique, 0);
  return { request, draft: toSections(draft, 'agent'), open: [...items, ...suggested], kept: [], ...said };
}

function toCritique(given: unknown, { timeouts, adaptive }: AskingSettings): Parsed<AgentTask> {
  return asTask(parseCritiqueOrder(given), ({ request, draft, comments = [], today, ...before }) => {
    const { earlierDraft, earlierCritique, factReports = [] } = before;
    const earlier = {
      ...(earlierDraft !== undefined && { draft: earlierDraft }),
      ...(earlierCritique !== undefined && { critique: earlierCritique }),
    };
    return {
      ...begunOn(today),
      minutes: timeouts.critiqueMinutes,
      async ask({ critic }, run) {
        const critique = await critic.critique(
          { request, draft: toSections(draft, 'agent'), comments, earlier, factReports },
          run,
        );
        return {
          ...critique,
          ...(earlierCritique !== undefined && isRepeated(critique, earlierCritique) && { repeats: true }),
          ...(givesOrders(materialOf(request, draft, comments)) && { suspect: true }),
          ...matchingRules(patternsOf(adaptive, 'later'), { topic: [request.topic], weakness: critique.weaknesses }),
        };
      },
    };
  });
}

function toCompare(given: unknown, { timeouts }: AskingSettings): Parsed<AgentTask> {
  return asTask(parseCompareOrder(given), ({ request, draft, standing, comments = [], today }) => {
    return {
      ...begunOn(today),
      minutes: timeouts.critiqueMinutes,
      ask: async ({ critic }, run) => ({ won: await critic.isBetter({ request, draft, standing, comments }, run) }),
    };
  });
}

function toFactCheck(given: unknown, { timeouts }: AskingSettings): Parsed<AgentTask> {
  return asTask(
    parseFactCheckOrder(given),
    ({ request, draft, today, agent = FACT_CHECK, scope = 'claims', earlier = [] }) => {
      return {
        ...begunOn(today),
        minutes: timeouts.factCheckMinutes,
        async ask({ factChecker, external }, run) {
          const checker = agent === FACT_CHECK ? factChecker : external.get(agent);
          if (checker === undefined)
            throw new NoSuchAgentError(
              `must be ${[FACT_CHECK, ...external.keys()].join(' or ')}, is ${JSON.stringify(agent)}`,
            );
          const report = await checker.check({ request, draft, scope, earlier }, run);
          return { ...report, ...countVerdicts(report) };
        },
      };
    },
  );
}

function toEdit(given: unknown, { timeouts }: AskingSettings): Parsed<AgentTask> {
  return asTask(parseEditOrder(given), ({ request, draft, today, keepText = false }) => {
    return {
      ...begunOn(today),
      minutes: timeouts.editMinutes,
      ask: ({ editor }, run) => editor.edit({ request, draft, keepText }, run),
    };
  });
}

function asTask<T>(parsed: Parsed<T>, toTask: (order: T) => AgentTask): Parsed<AgentTask> {
  return parsed.ok ? { ok: true, value: toTask(parsed.value) } : parsed;
}

function begunOn(today: string | undefined): { readonly today?: string } {
  return today === undefined ? {} : { today };
}
