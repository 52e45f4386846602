import { type SendOptions, type SentAnswer, sendRequest } from './send-request.ts';

export interface PostJsonOptions extends Omit<SendOptions, 'method' | 'body'> {
  /** Over the whole of it. */
  readonly timeoutMs: number;
}

export type PostedAnswer = SentAnswer;

/**
 * One `POST` of JSON. Follows no redirect: whatever answers is what was named.
 * @param content as text it is JSON already, and sent to the byte
 * @throws PrivateAddressError, what the connection threw, a TimeoutError, or the reason of `signal`.
 */
export async function postJson(
  address: string,
  content: object | string,
  { headers, timeoutMs, signal, ...rest }: PostJsonOptions,
): Promise<PostedAnswer> {
  return await sendRequest(address, {
    ...rest,
    method: 'POST',
    headers: { accept: 'application/json', ...headers, 'content-type': 'application/json' },
    body: typeof content === 'string' ? content : JSON.stringify(content),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
}
