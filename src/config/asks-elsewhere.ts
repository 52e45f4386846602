import type { Config } from './load.ts';

/** Whether an agent asks somebody else than the server under LLM_BASE_URL, so that articles may cost money although that is the practice model. */
export function asksElsewhere({ agents }: Pick<Config, 'agents'>): boolean {
  const { writer, critic, factChecker, editor, external } = agents;
  const own = [writer, critic, factChecker, editor].flatMap((agent) => [agent, ...(agent.fallbacks ?? [])]);
  return (
    own.some(({ api }) => api?.baseUrl !== undefined) ||
    factChecker.providers.includes('perplexity') ||
    Object.keys(external).length > 0
  );
}
