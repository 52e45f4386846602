import { z } from 'zod';
import { jsonAnswer, markdownText } from '../../../src/agents/model/answer-format.ts';

/** What an agent says to its model. */
export const TURNS = [
  { role: 'system', text: 'You are the writer of a newsroom.' },
  { role: 'user', text: '<task>draft</task>' },
] as const;
/** Asks for a text. */
export const TEXT = { purpose: 'writer.draft', turns: TURNS, format: markdownText };
/** Asks for a number within an object. */
export const NUMBER = {
  purpose: 'critic.critique',
  turns: TURNS,
  format: jsonAnswer('critique', z.object({ score: z.number().min(0).max(10) }), ({ score }) => ({
    ok: true as const,
    value: score,
  })),
};
