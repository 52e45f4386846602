import type { Messages } from '../../../src/messages/messages.ts';
import { isAtWork, type Stage, type Step } from '../../../src/protocol/article.ts';
import type { Look } from './look.ts';
import { truncate, widthOf } from './text.ts';

export interface Progress {
  readonly stage: Stage;
  readonly step?: Step;
  /** Of the text that is being written. */
  readonly wordsSoFar?: number;
  readonly iteration: number;
  readonly maxIterations: number;
  readonly scores: readonly number[];
  readonly elapsedMs?: number;
}

/** More are not read at a glance. */
const MAX_SCORES = 6;

/** `⠹ the critic is reading · 2/10 · 6.1 → 7.4 · 1:05`, and what fits of it: the stage goes last. */
export function renderStatusLine(frame: string, progress: Progress, t: Messages, { columns, colors }: Look): string {
  const { stage, step, wordsSoFar, iteration, maxIterations, scores } = progress;
  const doing = step !== undefined && isAtWork(stage) ? t.words.step(step, wordsSoFar) : t.words.stages[stage];
  const trail = t.article.card.scoreTrail(scores.slice(-MAX_SCORES));
  const parts = [
    capitalised(doing),
    ...(iteration > 0 ? [`${iteration}/${maxIterations}`] : []),
    ...(scores.length === 0 ? [] : [scores.length > MAX_SCORES ? `… ${trail}` : trail]),
    ...(progress.elapsedMs === undefined ? [] : [clock(progress.elapsedMs)]),
  ];
  const room = columns - widthOf(frame) - 1;
  while (parts.length > 1 && widthOf(parts.join(' · ')) > room) parts.pop();
  return `${colors.cyan(frame)} ${truncate(parts.join(' · '), room)}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const SECOND_MS = 1000;

/** `0:42`, `12:05`, `3:00:00`. */
function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}
