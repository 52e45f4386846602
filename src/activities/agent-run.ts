import type { AgentRunActivities } from '../protocol/agent-run.ts';
import type { AgentRunStore } from '../storage/agent-run-store.ts';
import { AGENT_TASKS, type AskingSettings } from './ask-agent.ts';
import type { ActivityTools } from './create-activities.ts';
import { isUnstorable, toRecordingFailure } from './failures.ts';
import { whileItLives } from './run-step.ts';

export interface AgentRunTools {
  readonly agentRuns: Pick<AgentRunStore, 'find' | 'finish' | 'fail'>;
  /** By what agents go that are asked without an article. */
  readonly asking: AskingSettings;
}

/** An agent that is asked without an article. What its models answer is kept and paid for as that of a step is. */
export function createAgentRun(tools: ActivityTools): AgentRunActivities {
  const { agentRuns, asking, modelCalls, budget } = tools;
  return {
    askAgent: ({ runId }) =>
      whileItLives(async (signal) => {
        const run = await agentRuns.find(runId);
        if (run === undefined) throw new Error(`There is no run ${runId}`);
        if (run.output !== undefined) return;
        const { agent, tenant, day } = run;
        const task = AGENT_TASKS[agent](run.input, asking);
        if (!task.ok) throw new Error(`The order of run ${runId} is malformed: ${task.fault}`);
        const { ask, today = day, variant } = task.value;
        const purse = budget?.forRun(runId);
        try {
          const output = await ask(tools, {
            signal,
            journal: modelCalls.journal(runId, agent, 'run'),
            today,
            tenant,
            ...(variant !== undefined && { variant }),
            ...(purse !== undefined && { mayCall: () => purse.mayCall() }),
          });
          await agentRuns.finish(runId, output);
        } catch (error) {
          // What was answered could not be stored; asked again, the journal must not give the same.
          if (isUnstorable(error)) await modelCalls.discardStep(runId, agent, 'run').catch(() => undefined);
          throw error;
        }
      }),

    async endAgentRun({ runId, failure }) {
      try {
        await agentRuns.fail(runId, failure);
      } catch (error) {
        throw toRecordingFailure(error);
      }
    },
  };
}
