/**
 * The body that a stream adds up to, as if it had not been one; undefined: it broke off. Both APIs; errors within stay errors, in `error`.
 * @param text server-sent events
 */
export function bodyOfStream(text: string): unknown {
  const events = eventsIn(text);
  const failed = events.find(
    (event) => isRecord(event['error']) || typeof event['error'] === 'string' || event['type'] === 'error',
  );
  if (failed !== undefined)
    return failed['type'] === 'error' && failed['error'] === undefined ? { error: failed } : { error: failed['error'] };
  const final = events.findLast(
    ({ type }) => typeof type === 'string' && /^response\.(?:completed|incomplete|failed)$/.test(type),
  );
  if (final !== undefined) return final['response'];
  return events.some(({ choices }) => Array.isArray(choices))
    ? chatBody(events, /^data: ?\[DONE\]/m.test(text))
    : undefined;
}

/** What a stream of chat completions that was not waited for to its end adds up to: an answer that was cut. Undefined: nothing was said yet. */
export function cutBody(text: string): unknown {
  const events = eventsIn(text);
  const said = events.some(({ choices }) => Array.isArray(choices)) ? chatBody(events, true) : undefined;
  const [choice] = said?.choices ?? [];
  if (choice === undefined || choice.message.content.trim() === '') return undefined;
  return { ...said, choices: [{ ...choice, finish_reason: 'length' }] };
}

/** What a stream, of either API, has said so far; empty: nothing, or it is none. */
export function textOfStream(text: string): string {
  const events = eventsIn(text);
  const said = events.some(({ choices }) => Array.isArray(choices)) ? chatBody(events, true) : undefined;
  if (said !== undefined) return said.choices[0]?.message.content ?? '';
  return events
    .flatMap(({ type, delta }) => (type === 'response.output_text.delta' && typeof delta === 'string' ? [delta] : []))
    .join('');
}

/** Whether a body is one of server-sent events, whatever its header says. */
export function isStreamBody(contentType: string | null, body: string): boolean {
  return contentType?.includes('text/event-stream') === true || /^\s*(?:data|event|id|:)\s?[:\w]/.test(body);
}

type Event = Readonly<Record<string, unknown>>;

function eventsIn(text: string): readonly Event[] {
  return text.split(/\r?\n/).flatMap((line) => {
    if (!line.startsWith('data:')) return [];
    try {
      const event: unknown = JSON.parse(line.slice('data:'.length));
      return isRecord(event) ? [event] : [];
    } catch {
      // `[DONE]`, or what a connection that broke left of a line.
      return [];
    }
  });
}

interface Message {
  content: string;
  refusal: string;
  call: string | undefined;
}

function chatBody(events: readonly Event[], isDone: boolean) {
  const message: Message = { content: '', refusal: '', call: undefined };
  let finish: unknown;
  let model: unknown;
  let usage: unknown;
  let error: unknown;
  for (const event of events) {
    model = event['model'] ?? model;
    if (isRecord(event['usage'])) usage = event['usage'];
    const choice: unknown = Array.isArray(event['choices']) ? event['choices'][0] : undefined;
    if (!isRecord(choice)) continue;
    error = choice['error'] ?? error;
    finish = choice['finish_reason'] ?? finish;
    if (isRecord(choice['delta'])) add(message, choice['delta']);
    else if (isRecord(choice['message'])) add(message, choice['message']);
  }
  // Neither a reason nor an end: the connection broke.
  if (finish === undefined && !isDone && error === undefined) return undefined;
  return {
    model,
    usage,
    choices: [
      {
        finish_reason: finish,
        ...(error !== undefined && { error }),
        message: {
          content: message.content,
          ...(message.refusal !== '' && { refusal: message.refusal }),
          ...(message.call !== undefined && { tool_calls: [{ function: { arguments: message.call } }] }),
        },
      },
    ],
  };
}

function add(message: Message, delta: Event): void {
  const { content, refusal, tool_calls: calls } = delta;
  if (typeof content === 'string') message.content += content;
  // Mistral: parts, among them what the model thinks.
  else if (Array.isArray(content))
    message.content += content
      .map((part: unknown) =>
        isRecord(part) && part['type'] === 'text' && typeof part['text'] === 'string' ? part['text'] : '',
      )
      .join('');
  if (typeof refusal === 'string') message.refusal += refusal;
  const call: unknown = Array.isArray(calls) ? calls[0] : undefined;
  if (!isRecord(call) || !isRecord(call['function']) || (call['index'] ?? 0) !== 0) return;
  const { arguments: words } = call['function'];
  message.call =
    (message.call ?? '') +
    (typeof words === 'string' ? words : words === undefined || words === null ? '' : JSON.stringify(words));
}

function isRecord(value: unknown): value is Event {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
