/** `config/agents.yaml` as plain data; every default lives there. */
export interface AgentsSettings {
  readonly writer: AgentSettings;
  readonly critic: AgentSettings;
  readonly factChecker: FactCheckerSettings;
  readonly editor: AgentSettings;
}

export interface AgentSettings {
  /** As the gateway at `LLM_BASE_URL` names it. */
  readonly model: string;
  /** 0 to 2. Absent: not sent, as reasoning models refuse it. */
  readonly temperature?: number;
  /** How a model is made to answer in JSON; not every one can do all three. */
  readonly structuredOutput: StructuredOutput;
  /** How long a validated answer may be given again to an equal request; 0: never. */
  readonly cacheTtlSeconds: number;
  /** One model call. At most 300: Node's fetch waits no longer for the first byte. */
  readonly timeoutSeconds: number;
  /** Absent: the model's own limit. */
  readonly maxOutputTokens?: number;
  /** How often a malformed answer is sent back with its fault named; 0: never. */
  readonly repairAttempts: number;
}

export type StructuredOutput = 'json_schema' | 'function_calling' | 'json_mode';

export interface FactCheckerSettings extends AgentSettings {
  /** `perplexity`: verdicts come from a web search · `model`: from the model's memory, marked as unverified. */
  readonly provider: 'perplexity' | 'model';
  /** The model at `PERPLEXITY_BASE_URL` that searches: `perplexity/sonar`. `model` extracts the claims in either case. */
  readonly searchModel: string;
  /** Claims checked per draft, the most consequential first; at least 1. */
  readonly maxClaims: number;
}
