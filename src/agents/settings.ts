import type { CriterionName } from '../protocol/critique.ts';
import type { Verdict } from '../protocol/fact-report.ts';
import type { House } from './house.ts';
import type { Price } from './model/price.ts';

/** `config/agents.yaml` as plain data; every default lives there. */
export interface AgentsSettings {
  readonly writer: WriterSettings;
  readonly critic: CriticSettings;
  readonly factChecker: FactCheckerSettings;
  readonly editor: AgentSettings;
  /** By name. */
  readonly external: Readonly<Record<string, ExternalAgentSettings>>;
  /** Absent: nothing is searched for, and the defaults hold. */
  readonly research?: ResearchSettings;
  /** Calls at once at one endpoint, for this process. Default: 50. */
  readonly maxConcurrency?: number;
  /** How long a model that failed is passed over in favour of the next, where its server does not say. Default: 60. */
  readonly skipFailedSeconds?: number;
  /** By the name of a model, where no gateway tells what a call cost. */
  readonly prices?: Readonly<Record<string, Price>>;
  /** `config/prompts`: what agents are told, around the material. */
  readonly prompts: Prompts;
  /** `config/style.yaml` and `config/templates`. */
  readonly house: House;
}

/** What agents are told that an operator may change. */
export type Told = Pick<AgentsSettings, 'prompts' | 'house'>;

/** A file of `config/prompts`: what an agent is told always, or for one task. */
export type PromptName =
  | 'writer'
  | 'writer.outline'
  | 'writer.headings'
  | 'writer.section'
  | 'writer.lead'
  | 'writer.draft'
  | 'writer.plan'
  | 'writer.revise'
  | 'writer.translate'
  | 'writer.into-en'
  | 'writer.into-ru'
  | 'critic'
  | 'critic.rubric'
  | 'critic.compare'
  | 'critic.translation'
  | 'critic.fidelity'
  | 'fact-checker'
  | 'fact-checker.claims'
  | 'fact-checker.recheck'
  | 'fact-checker.verdicts'
  | 'fact-checker.searching'
  | 'fact-checker.remembering'
  | 'researcher'
  | 'researcher.search'
  | 'researcher.notes'
  | 'researcher.support'
  | 'editor'
  | 'editor.edit'
  | 'editor.title'
  | 'editor.extras';

/** With their placeholders, each of which is there. */
export type Prompts = Readonly<Record<PromptName, string>>;

export interface AgentSettings {
  /** As the server names it. */
  readonly model: string;
  /** Asked in this order when the model fails in a way that another one can mend. They have no fallbacks of their own. */
  readonly fallbacks?: readonly AgentSettings[];
  /** The agent's own server. Absent: `LLM_BASE_URL` with `LLM_API_KEY`. */
  readonly api?: ApiSettings;
  readonly reasoningEffort?: string;
  /** Sent with every request, over whatever we send. */
  readonly extraBody?: Readonly<Record<string, unknown>>;
  readonly extraHeaders?: Readonly<Record<string, string>>;
  /** 0 to 2. Absent: not sent, as reasoning models refuse it. */
  readonly temperature?: number;
  /** How a model is made to answer in JSON; not every one can do all three. */
  readonly structuredOutput: StructuredOutput;
  /** How long a validated answer may be given again to an equal request; 0: never. */
  readonly cacheTtlSeconds: number;
  /** One model call, from its request to its last byte. */
  readonly timeoutSeconds: number;
  /** The longest silence of a stream. At most 300, the default: Node's fetch waits no longer for the first byte. */
  readonly idleTimeoutSeconds?: number;
  /** Whether answers are streamed where the server can. Default: true. */
  readonly stream?: boolean;
  /** Absent: the model's own limit. */
  readonly maxOutputTokens?: number;
  /** How often a malformed answer is sent back with its fault named; 0: never. */
  readonly repairAttempts: number;
}

export interface ApiSettings {
  /** With its `/v1`. Absent: `LLM_BASE_URL`. */
  readonly baseUrl?: string;
  /** Name of the variable that holds the key. Absent: `LLM_API_KEY` at `LLM_BASE_URL`, none elsewhere. */
  readonly keyEnv?: string;
  readonly kind: 'chat' | 'responses';
  /** Calls at once, where this server takes another number than the rest. */
  readonly maxConcurrency?: number;
}

export type StructuredOutput = 'json_schema' | 'function_calling' | 'json_mode';

export interface WriterSettings extends AgentSettings {
  /**
   * How a first draft is written. `whole`: in one call · `sections`: each section of the outline in a call of its own, side by side, then one
   * for lead and transitions. Absent: `whole`. Along an outline that people approved it is always by sections.
   */
  readonly drafts?: 'whole' | 'sections';
}

export interface CriticSettings extends AgentSettings {
  /** How much each criterion counts: at least 0, not all of them 0. Absent: the same. */
  readonly weights?: Readonly<Record<CriterionName, number>>;
}

export interface FactCheckerSettings extends AgentSettings {
  /**
   * Who finds the verdicts; of several the next one when one fails. The name of an external agent, or `perplexity`: they come from a web
   * search · `model`: from the model's memory, marked as unverified.
   */
  readonly providers: readonly string[];
  /** The model at `PERPLEXITY_BASE_URL` that searches: `perplexity/sonar`. `model` extracts the claims in either case. */
  readonly searchModel: string;
  /** Claims checked per draft, the most consequential first; at least 1. */
  readonly maxClaims: number;
}

/** How sources are found and read; the fact-checker's model reads them. */
export interface ResearchSettings {
  /** Name of an external agent of kind `responses`, which is asked for pages. Absent: only what people name is read. */
  readonly search?: string;
  /** Pages of a search that are read, at most. */
  readonly maxFound: number;
  /** Notes that are taken of one source, at most. */
  readonly maxNotes: number;
  /** Of a source's text, how much a model is given to read, from its beginning. */
  readonly maxSourceChars: number;
}

/** An agent of somebody else's, which judges claims. `keyEnv` names the variable with its key. */
export type ExternalAgentSettings =
  /** `responses`: a model that searches, over `POST /responses` · `chat`: one that remembers, over `POST /chat/completions`. */
  | ({ readonly kind: 'responses' | 'chat'; readonly baseUrl: string; readonly keyEnv?: string } & AgentSettings)
  | HttpAgentSettings;

/** Anything that takes JSON by `POST` and answers in JSON. */
export interface HttpAgentSettings {
  readonly kind: 'http';
  readonly url: string;
  /** Its value is sent as a bearer token. */
  readonly keyEnv?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** One request, all of it. */
  readonly timeoutSeconds: number;
  /** After the first one, while it is away or refuses for its rate limit. */
  readonly retries: number;
  /** False: nothing is sent to an address of this machine or its networks. */
  readonly allowPrivateAddresses: boolean;
  readonly response: ResponsePaths;
}

/** Where in an answer things are: keys and numbers of a list, joined by points. All but the first start at one verdict. */
export interface ResponsePaths {
  /** The list of verdicts; empty: the answer itself. */
  readonly verdicts: string;
  readonly id: string;
  readonly verdict: string;
  readonly note?: string;
  readonly quote?: string;
  readonly url?: string;
  readonly title?: string;
  readonly date?: string;
  /** What the service calls its verdicts. Ours need not be named; what is not named counts as `not-found`. */
  readonly words: Readonly<Record<string, Verdict>>;
}
