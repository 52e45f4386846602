/** A refusal in Telegram's own words, as the Bot API answers it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status and `error_code`. */
  readonly code: number;
  readonly parameters: ApiErrorParameters | undefined;

  constructor(code: number, description: string, parameters?: ApiErrorParameters) {
    super(`${PREFIXES[code] ?? ''}${description}`);
    this.code = code;
    this.parameters = parameters;
  }
}

export interface ApiErrorParameters {
  readonly retry_after?: number;
  readonly migrate_to_chat_id?: number;
}

const PREFIXES: Readonly<Record<number, string>> = { 400: 'Bad Request: ', 403: 'Forbidden: ', 409: 'Conflict: ' };

export function badRequest(description: string): ApiError {
  return new ApiError(400, description);
}
