import { BaseCallbackHandler } from '@langchain/core/callbacks/base';

/**
 * Stands where LangChain would put its tracer, which sends every text to LangSmith as soon as LANGSMITH_TRACING is set on
 * the machine, for whatever other program. A handler of that name keeps the real one out.
 */
class NoTracer extends BaseCallbackHandler {
  override readonly name = 'langchain_tracer';
  override ignoreLLM = true;
  override ignoreChain = true;
  override ignoreAgent = true;
  override ignoreRetriever = true;
  override ignoreCustomEvent = true;

  /** Called on whatever bears the name. */
  updateFromRunTree(): void {}

  /** Called on whatever bears the name. */
  getRunTreeWithTracingConfig(): undefined {
    return undefined;
  }
}

/** To be given to everything that is invoked: graphs and models. */
export const NO_TRACING: { readonly callbacks: [NoTracer] } = { callbacks: [new NoTracer()] };
