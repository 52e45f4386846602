import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExportResultCode, hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { articleOf, isArticleId } from '../protocol/names.ts';
import { drawTrace, type StoredStep } from './draw-trace.ts';

/** Of so many articles the files are kept. */
const MOST_ARTICLES = 500;

/**
 * Writes each article's trace into a folder: `<id>.jsonl`, a line for each step, and `<id>.txt`, a tree of all of them for people. What an
 * earlier process has written is gone on with.
 */
export async function openTraceFiles(folder: string): Promise<SpanExporter> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeOldest(folder);

  async function write(spans: readonly ReadableSpan[]): Promise<void> {
    const byArticle = Map.groupBy(spans, articleIn);
    for (const [articleId, ofArticle] of byArticle) {
      if (articleId === undefined) continue;
      const file = join(folder, articleId);
      const before = await readFile(`${file}.jsonl`, 'utf8').catch(emptyIfMissing);
      // A crash may have cut the last line short.
      const cut = before !== '' && !before.endsWith('\n') ? '\n' : '';
      const added = ofArticle.map((span) => `${JSON.stringify(stored(span))}\n`).join('');
      await appendFile(`${file}.jsonl`, `${cut}${added}`, { mode: 0o600 });
      const tree = drawTrace(articleId, readSteps(`${before}${cut}${added}`));
      // Whoever reads it meanwhile has all of the one before.
      await writeFile(`${file}.txt.new`, tree, { mode: 0o600 });
      await rename(`${file}.txt.new`, `${file}.txt`);
      if (before === '') await removeOldest(folder);
    }
  }

  return {
    export(spans, told) {
      write(spans).then(
        () => told({ code: ExportResultCode.SUCCESS }),
        (error: unknown) =>
          told({ code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) }),
      );
    },
    shutdown: () => Promise.resolve(),
  };
}

function articleIn({ attributes }: ReadableSpan): string | undefined {
  const { 'copydesk.article': articleId, temporalWorkflowId: workflowId } = attributes;
  const named = typeof workflowId === 'string' ? articleOf(workflowId) : articleId;
  // It becomes the name of a file.
  return typeof named === 'string' && isArticleId(named) ? named : undefined;
}

function stored(span: ReadableSpan): StoredStep {
  const { traceId, spanId } = span.spanContext();
  const parentSpanId = span.parentSpanContext?.spanId;
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    ...(span.links.length > 0 && { follows: span.links.map(({ context }) => context.spanId) }),
    name: span.name,
    service: String(span.resource.attributes['service.name']),
    startedAt: new Date(hrTimeToMilliseconds(span.startTime)).toISOString(),
    durationMs: Math.round(hrTimeToMilliseconds(span.duration) * 1000) / 1000,
    attributes: span.attributes,
  };
}

function emptyIfMissing(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
  throw error;
}

/** Without the line that a crash has cut short. */
function readSteps(lines: string): readonly StoredStep[] {
  return lines.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as StoredStep];
    } catch {
      return [];
    }
  });
}

async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  if (names.length <= MOST_ARTICLES) return;
  const dated = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })));
  const old = dated.toSorted((one, other) => other.at - one.at).slice(MOST_ARTICLES);
  for (const { name } of old) {
    await rm(join(folder, name), { force: true });
    await rm(join(folder, name.replace(/\.jsonl$/, '.txt')), { force: true });
  }
}
