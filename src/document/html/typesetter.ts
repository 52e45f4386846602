import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import { createAskedThread } from '../../lib/asked-thread.ts';
import type { DiffPart } from '../diff/diff-texts.ts';
import type { PdfSource } from '../pdf/article-pdf.ts';
import type { PageSource } from './article-page.ts';
import type { HtmlSource } from './to-html.ts';

/** What the thread is asked to make. */
export type TypesetAsk =
  | { readonly kind: 'html'; readonly sources: readonly HtmlSource[] }
  /** Pairs of an older and a newer text. */
  | { readonly kind: 'diff'; readonly pairs: readonly TextPair[] }
  | { readonly kind: 'page'; readonly source: PageSource }
  | { readonly kind: 'pdf'; readonly source: PdfSource };
export type TextPair = readonly [before: string, after: string];

export interface TypesetAnswer {
  readonly html: readonly string[];
  readonly diff: readonly (readonly DiffPart[])[];
  readonly page: string | undefined;
  readonly pdf: Uint8Array | undefined;
}

/** Makes of texts what a page shows of them, without holding up the event loop. What was made lately is not made again. */
export interface Typesetter {
  /** Of a text that takes longer than the deadline, which only hostile text does, its lines as they are written. Never rejects. */
  html(sources: readonly HtmlSource[]): Promise<readonly string[]>;
  /** Of pairs that take longer: that all was replaced. Never rejects. */
  diff(pairs: readonly TextPair[]): Promise<readonly (readonly DiffPart[])[]>;
  /** A page of its own. Undefined: it could not be made in time. Never rejects. */
  page(source: PageSource): Promise<string | undefined>;
  /** Likewise. */
  pdf(source: PdfSource): Promise<Uint8Array | undefined>;
  /** Ends the thread. */
  close(): Promise<void>;
}

export interface TypesetterOptions {
  /** How long one ask may take, in milliseconds, from when its turn comes. Default: 5,000. */
  readonly deadlineMs?: number;
  /** Is told of what took too long. */
  readonly report?: (failure: Error) => void;
  /** Says `ready`, then answers each {@link TypesetAsk}. Default: our own. */
  readonly startWorker?: () => Worker;
}

/** An article of 40,000 characters takes a tenth of it on a busy machine. */
const DEADLINE_MS = 5000;
const WORKER_HEAP_MB = 256;
/** For so long, what was late is answered as it was. */
const LATE_TTL_MS = 60_000;
/** Of all that is remembered: UTF-16 units of texts, bytes of files. */
const MOST_REMEMBERED = 20_000_000;
/** What a piece of text takes up beside its letters. */
const UNITS_OF_A_PART = 50;

export function createTypesetter({
  deadlineMs = DEADLINE_MS,
  report,
  startWorker = startTypesetWorker,
}: TypesetterOptions = {}): Typesetter {
  const thread = createAskedThread<TypesetAsk, TypesetAnswer[TypesetAsk['kind']]>(startWorker);
  const made = new LRUCache<string, { readonly answer: Promise<unknown> }>({ max: 500, maxSize: MOST_REMEMBERED });

  async function ask<K extends TypesetAsk['kind']>(
    asked: Extract<TypesetAsk, { readonly kind: K }>,
    fallback: () => TypesetAnswer[K],
  ): Promise<TypesetAnswer[K]> {
    const whole = JSON.stringify(asked);
    const key = createHash('sha256').update(whole).digest('base64');
    const known = made.get(key);
    if (known !== undefined) return (await known.answer) as TypesetAnswer[K];
    const answer: Promise<TypesetAnswer[TypesetAsk['kind']]> = thread.ask(asked, deadlineMs).then(
      (given) => {
        made.set(key, { answer }, { size: sizeOf(given) });
        return given;
      },
      (cause: unknown) => {
        // A machine that was busy is asked again before long; a text that is hostile is not asked for all the time.
        made.set(key, { answer }, { ttl: LATE_TTL_MS, size: whole.length + 1 });
        report?.(new Error(`Could not set a text of ${whole.length} characters as HTML in time`, { cause }));
        return fallback();
      },
    );
    // Nobody knows yet how long it becomes.
    made.set(key, { answer }, { size: whole.length + 1 });
    return (await answer) as TypesetAnswer[K];
  }

  return {
    html: (sources) => ask({ kind: 'html', sources }, () => sources.map(({ text }) => plainHtml(text))),
    diff: (pairs) => ask({ kind: 'diff', pairs }, () => pairs.map(replaced)),
    page: (source) => ask({ kind: 'page', source }, () => undefined),
    pdf: (source) => ask({ kind: 'pdf', source }, () => undefined),
    close: () => thread.close(),
  };
}

function startTypesetWorker(): Worker {
  return new Worker(new URL('./typeset-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
}

/** As {@link MOST_REMEMBERED} counts. A file is a hundred times as long as what it is made of. */
function sizeOf(answer: TypesetAnswer[TypesetAsk['kind']]): number {
  if (answer === undefined) return 1;
  if (typeof answer === 'string' || answer instanceof Uint8Array) return answer.length + 1;
  const texts = answer.flatMap((one) => (typeof one === 'string' ? [one] : one.map(({ text }) => text)));
  return texts.reduce((sum, text) => sum + text.length + UNITS_OF_A_PART, 1);
}

/** A text of which nothing is read but its lines. */
function plainHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<p dir="auto">${escaped.split(/\r\n?|\n/).join('<br>')}</p>`;
}

function replaced([before, after]: TextPair): readonly DiffPart[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const parts: readonly DiffPart[] = [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
  return parts.filter(({ text }) => text !== '');
}
