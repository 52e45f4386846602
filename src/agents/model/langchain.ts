import type { BaseMessageLike } from '@langchain/core/messages';
import { ChatOpenAICompletions, ChatOpenAIResponses, type ChatOpenAIFields } from '@langchain/openai';
import { NO_TRACING } from '../no-tracer.ts';

/** By the name of a model LangChain chooses parameters, roles and the API; this name is none that it knows. */
const NO_NAME = 'copydesk';

/** What a request has besides its messages, in the words of its API. Undefined takes out what LangChain put in. */
export type Body = Readonly<Record<string, unknown>>;

export interface LangChainModel {
  /** Sends one request. What comes back is for the recording fetch. @throws what LangChain makes of it */
  send(messages: readonly BaseMessageLike[], body: Body, signal: AbortSignal): Promise<void>;
}

type Fields = Pick<ChatOpenAIFields, 'apiKey' | 'configuration' | 'timeout'>;

class Completions extends ChatOpenAICompletions {
  readonly #body: Body;

  constructor(fields: ChatOpenAIFields, body: Body) {
    super(fields);
    this.#body = body;
  }

  override invocationParams(...args: Parameters<ChatOpenAICompletions['invocationParams']>) {
    const params = super.invocationParams(...args);
    return { ...params, ...this.#body };
  }
}

class Responses extends ChatOpenAIResponses {
  readonly #body: Body;

  constructor(fields: ChatOpenAIFields, body: Body) {
    super(fields);
    this.#body = body;
  }

  override invocationParams(...args: Parameters<ChatOpenAIResponses['invocationParams']>) {
    const params = super.invocationParams(...args);
    return { ...params, ...this.#body };
  }
}

/** LangChain's class for one API, which sends what we say: no retry, no choice by the model's name. */
export function createLangChainModel(api: 'chat' | 'responses', fields: Fields): LangChainModel {
  const all = { ...fields, model: NO_NAME, maxRetries: 0, streamUsage: false } satisfies ChatOpenAIFields;
  return {
    async send(messages, body, signal) {
      const model = api === 'responses' ? new Responses(all, body) : new Completions(all, body);
      const options = { signal, ...NO_TRACING };
      if (body['stream'] !== true) {
        await model.invoke([...messages], options);
        return;
      }
      // Read to its end, which the recording fetch has done already.
      const stream = await model.stream([...messages], options);
      for await (const chunk of stream) if (chunk.content === undefined) break;
    },
  };
}
