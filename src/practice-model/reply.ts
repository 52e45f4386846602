import type { Json } from './json.ts';

/** A page that a search found. */
export interface SearchResult {
  readonly title: string;
  readonly url: string;
  readonly date: string;
  readonly snippet: string;
}

/** What the server sends back for one call. */
export type Reply =
  | AnswerReply
  /** An answer that breaks off half way, with the connection. */
  | { readonly kind: 'cut'; readonly content: Answer }
  | ErrorReply
  /** Any status and body, to the letter. */
  | { readonly kind: 'raw'; readonly status: number; readonly contentType: string; readonly body: string }
  /** The connection is closed without a word. */
  | { readonly kind: 'drop' };

export interface AnswerReply {
  readonly kind: 'answer';
  /** Text, or a value that is wrapped as the call asked for structured output. */
  readonly content: Answer;
  readonly searchResults?: readonly SearchResult[];
  /** What the model thought before it answered, beside the answer. */
  readonly reasoning?: string;
  /** What it costs, in USD, as some gateways tell it: `usage.cost`. */
  readonly costUsd?: number;
  /** `cut`: the limit of tokens was reached. `refused`: the content is how the model declined. */
  readonly ending?: 'cut' | 'refused';
  /** A stream stands still half way until this resolves. */
  readonly halt?: Promise<void>;
}

/** An error in OpenAI's shape. */
export interface ErrorReply {
  readonly kind: 'error';
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly code: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Answer = { readonly text: string } | { readonly json: Json };

export function answerText(content: Answer): string {
  return 'text' in content ? content.text : JSON.stringify(content.json);
}

export function badRequest(message: string, code: string | null = null): ErrorReply {
  return { kind: 'error', status: 400, message, type: 'invalid_request_error', code };
}
