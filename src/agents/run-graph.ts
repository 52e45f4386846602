import { Annotation, type Runtime } from '@langchain/langgraph';
import type { AgentRun } from './agent.ts';
import { NO_TRACING } from './no-tracer.ts';

/** What a graph gets besides its state: the second argument of every `StateGraph` here. */
export const RunContext = Annotation.Root({ run: Annotation<AgentRun> });

/** What a node gets besides the state. */
export type NodeRuntime = Pick<Runtime<typeof RunContext.State>, 'context'>;

/** A compiled graph, as far as it is used. */
interface Invokable<I, O> {
  invoke(
    input: I,
    options: { readonly context: { readonly run: AgentRun }; readonly signal: AbortSignal } & typeof NO_TRACING,
  ): Promise<O>;
}

/**
 * Runs a graph for one piece of work.
 * @throws what a node threw, or the reason of `run.signal`.
 */
export async function runGraph<I, O>(graph: Invokable<I, O>, input: I, run: AgentRun): Promise<O> {
  run.signal.throwIfAborted();
  return graph.invoke(input, { context: { run }, signal: run.signal, ...NO_TRACING });
}

/** The run that {@link runGraph} was given. */
export function runOf(runtime: NodeRuntime): AgentRun {
  const run = runtime.context?.run;
  if (run === undefined) throw new Error('A graph was invoked without its run. Invoke it through runGraph.');
  return run;
}
