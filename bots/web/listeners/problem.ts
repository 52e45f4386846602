import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Admission } from '../../../src/chat/access.ts';
import { type NotAccepted, textsGone } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { languageOfLocale } from '../../../src/messages/language-of-locale.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { Caller } from './caller.ts';

/** Of a request, what says in which language it is answered: every `Context` of hono. */
export interface Asked {
  readonly req: { header(name: string): string | undefined };
  readonly var: { readonly caller?: Caller };
}

/** RFC 9457. `code` is what programs tell apart; `detail` is for people, in their language. */
export interface Problem {
  readonly status: ContentfulStatusCode;
  /** `not-a-reviewer`, `invalid-request` */
  readonly code: string;
  readonly detail?: string;
  /** What else is to be known of it. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Seconds after which to try again. */
  readonly retryAfter?: number;
}

/** While something is away it is worth another try soon. */
const AWAY_SECONDS = 5;

/** What is wrong with these is in the request, however the article stands. */
const UNFIT = [
  'empty-topic',
  'topic-too-long',
  'bad-approval',
  'bad-length',
  'bad-language',
  'unknown-tongue',
  'own-tongue',
  'translate-what',
  'bad-source',
  'too-many-mentions',
  'too-many-sources',
  'too-many-files',
  'pasted-too-long',
  'mention-and-avoid',
  'description-too-long',
  'unknown-template',
  'unknown-flag',
  'bad-comment',
  'no-draft-of-number',
  'empty-text',
  'text-unchanged',
  'text-too-long',
  'file-kind',
  'file-empty',
  'file-not-text',
  'schedule-files',
  'no-such-slot',
  'unknown-section',
  'unknown-extra',
  'nobody-called',
  'several-called',
  'away-when',
  'own-substitute',
  'extra-too-long',
] as const;

const STATUS_OF: Readonly<Partial<Record<string, ContentfulStatusCode>>> = {
  'no-such-article': 404,
  'texts-gone': 410,
  'no-such-comment': 404,
  'no-translation': 404,
  'no-such-schedule': 404,
  'not-a-reviewer': 403,
  'not-an-administrator': 403,
  'not-an-overseer': 403,
  'not-in-place': 403,
  'may-not-start': 403,
  'schedules-off': 403,
  'quota-reached': 429,
  broken: 500,
  'file-too-large': 413,
  ...Object.fromEntries(UNFIT.map((code) => [code, 422 as const])),
};
/** The request is well-formed, and the article stands otherwise. */
const DEFAULT_STATUS = 409;

/** What ends a request early: its problem is the answer. */
export class Declined extends Error {
  readonly response: Response;

  constructor(response: Response) {
    super(`Answered with ${response.status}`);
    this.name = 'Declined';
    this.response = response;
  }
}

/** Answers with a problem. */
export function problem({ status, code, detail, more = {}, retryAfter }: Problem): Response {
  const headers = {
    'content-type': 'application/problem+json',
    // RFC 9110: who is told that nobody knows them is told how to say it.
    ...(status === 401 && { 'www-authenticate': 'Bearer realm="copydesk"' }),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  };
  const body = { type: `urn:copydesk:problem:${code}`, status, code, ...(detail !== undefined && { detail }), ...more };
  return new Response(JSON.stringify(body), { status, headers });
}

/** What was not taken: the same words as in a chat, and the code with what belongs to it. */
export function notAccepted(c: Asked, reply: NotAccepted): Response {
  const detail = replyWords(reply, wordsFor(c), '');
  if (reply.kind === 'away')
    return problem({ status: 503, code: 'away', detail, more: { outcome: 'away' }, retryAfter: AWAY_SECONDS });
  const { code, ...more } = reply.refusal;
  const status = STATUS_OF[code] ?? DEFAULT_STATUS;
  return problem({ status, code, detail, more: { outcome: 'refused', ...more } });
}

/** What came of it, when it was taken. @throws {Declined} when it was not */
export function accepted<T extends { readonly kind: string }>(c: Asked, reply: T): Exclude<T, NotAccepted> {
  if (isTaken(reply)) return reply;
  // What is not taken is refused, or somebody is away.
  throw new Declined(notAccepted(c, reply as T & NotAccepted));
}

/** @throws {Declined} when the texts of an article are deleted: 410 */
export function hasTexts(c: Asked, { admission }: { readonly admission: Pick<Admission, 'textsGoneAt'> }): void {
  if (admission.textsGoneAt !== undefined) throw new Declined(notAccepted(c, textsGone(admission.textsGoneAt)));
}

function isTaken<T extends { readonly kind: string }>(reply: T): reply is Exclude<T, NotAccepted> {
  return reply.kind !== 'refused' && reply.kind !== 'away';
}

/** The dictionary of whoever asks. */
export function wordsFor(c: Asked): Messages {
  return messages(languageFor(c));
}

/** What whoever asks has chosen, or else what their browser says that they read. */
export function languageFor(c: Asked): InterfaceLanguage {
  return c.var.caller?.language ?? languageOfLocale(firstLanguage(c.req.header('accept-language')));
}

function firstLanguage(header: string | undefined): string | undefined {
  return header?.split(',', 1)[0]?.split(';', 1)[0]?.trim();
}

/** Nothing is answered at that address. */
export function nowhere(c: Asked): Response {
  return problem({ status: 404, code: 'not-found', detail: wordsFor(c).web.notFound });
}
