import { z } from '@hono/zod-openapi';
import { MAX_LANGUAGE_TAG_CHARS, MAX_PASTED_CHARS, MAX_TOPIC_CHARS } from '../../../../src/protocol/article.ts';
import { ASKED_AGENTS } from '../../../../src/protocol/agent-run.ts';
import { JUDGED_NAMES } from '../../../../src/protocol/critique.ts';

// What is sent is parsed whole by `src/protocol/parse.ts`, as that of the commands is; here it is described.

const MAX_TEXT_CHARS = 1_000_000;
const MAX_WORDS_CHARS = 500;
const MOST = 1000;

const words = (about: string, example?: string) =>
  z
    .string()
    .max(MAX_WORDS_CHARS)
    .optional()
    .openapi({ description: about, ...(example !== undefined && { example }) });
const text = (about: string) => z.string().min(1).max(MAX_TEXT_CHARS).openapi({ description: about });
const listOf = <T extends z.ZodType>(item: T, about: string) =>
  z.array(item).max(MOST).optional().openapi({ description: about });

const request = z
  .strictObject({
    topic: z.string().min(1).max(MAX_TOPIC_CHARS).openapi({ example: 'How tides work' }),
    language: z.string().min(1).max(MAX_LANGUAGE_TAG_CHARS).openapi({ description: 'A BCP 47 tag.', example: 'en' }),
    template: z.string().min(1).max(100).optional().openapi({ description: 'A kind of text.', example: 'how-to' }),
    purpose: words('What it is for, or its genre.', 'a column'),
    audience: words('Who will read it.', 'sailors who begin'),
    tone: words('How it sounds.', 'dry, with a wink'),
    lengthWords: z.int().min(1).max(1_000_000).optional().openapi({ example: 600 }),
    mustMention: listOf(z.string().max(MAX_WORDS_CHARS), 'What the text has to name.'),
    mustAvoid: listOf(z.string().max(MAX_WORDS_CHARS), 'Words and names that are not to be in it.'),
    sources: listOf(
      z.string().max(2000),
      'Addresses that the text should rest on: they are told to the writer, and not read.',
    ),
    pasted: z
      .string()
      .min(1)
      .max(MAX_PASTED_CHARS)
      .optional()
      .openapi({ description: 'A text that it should rest on.' }),
  })
  .openapi('AgentRequest', { example: { topic: 'How tides work', language: 'en' } });

const today = z.iso
  .date()
  .optional()
  .openapi({ description: 'What the agents take for today. Absent: it is.', example: '2026-11-30' });
const comments = listOf(
  z.strictObject({
    byName: z.string().max(MAX_WORDS_CHARS).openapi({ example: 'Ann' }),
    onVersion: z
      .int()
      .min(1)
      .max(999_999)
      .openapi({ description: 'Number of the draft that it is about.', example: 1 }),
    text: z.string().max(MAX_TEXT_CHARS).openapi({ example: 'Say what spring tides are.' }),
  }),
  'What people have said of drafts.',
);
const critiqueGiven = z
  .looseObject({ score: z.number().min(0).max(10) })
  .openapi({ description: 'As `POST /agents/critique` answered it.' });
const reportsGiven = listOf(
  z.looseObject({ provider: z.string(), verified: z.boolean() }),
  'As `POST /agents/fact-check` answered them.',
);

const draft = text('Markdown, beginning with the title as heading.').openapi({
  example: '# How tides work\n\nThe moon pulls the sea.\n',
});
const common = { request, today };
const example = (more: object) => ({ example: { request: { topic: 'How tides work', language: 'en' }, ...more } });
const variant = z
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .optional()
  .openapi({ description: 'Which of several versions of the same order. Absent: 0.' });
const DRAFT = { draft: '# How tides work\n\nThe moon pulls the sea.\n' };

export const writeOrderSchema = z
  .strictObject({
    ...common,
    comments,
    variant,
    outline: text('The plan that people have approved, in Markdown: its headings are those of the text.').optional(),
    draft: text('The draft that is revised. Absent: the first is written.').optional(),
    critique: critiqueGiven.optional(),
    factReports: reportsGiven,
    setbacks: listOf(critiqueGiven, 'Critiques of revisions that were worse.'),
  })
  .openapi('WriteOrder', example({}));

export const outlineOrderSchema = z
  .strictObject({
    ...common,
    comments,
    variant,
    earlier: text('The one that people sent back.').optional(),
  })
  .openapi('OutlineOrder', example({}));

export const compareOrderSchema = z
  .strictObject({ ...common, draft, standing: text('The best draft until then.'), comments })
  .openapi('CompareOrder', example({ ...DRAFT, standing: '# Tides\n\nThe sea rises.\n' }));

export const critiqueOrderSchema = z
  .strictObject({
    ...common,
    draft,
    comments,
    earlierDraft: text('The draft that this one grew from.').optional(),
    earlierCritique: critiqueGiven.optional(),
    factReports: reportsGiven,
  })
  .openapi('CritiqueOrder', example(DRAFT));

export const factCheckOrderSchema = z
  .strictObject({
    ...common,
    draft,
    agent: z.string().min(1).max(200).optional().openapi({
      description: '`fact_check`, or the name of an external agent in the settings. Absent: the former.',
      example: 'fact_check',
    }),
    scope: z.enum(['claims', 'earlier']).optional().openapi({
      description:
        'claims: what the draft claims, and what was found wrong before · earlier: only the latter. Absent: claims.',
    }),
    earlier: reportsGiven,
  })
  .openapi('FactCheckOrder', example(DRAFT));

export const editOrderSchema = z
  .strictObject({
    ...common,
    draft,
    keepText: z
      .boolean()
      .optional()
      .openapi({ description: 'The text stays to the letter: it gets a title and a summary.' }),
  })
  .openapi('EditOrder', example(DRAFT));

const matched = z
  .array(z.int())
  .optional()
  .openapi({ description: 'Numbers, from 0, of adaptive rules of the settings whose patterns are met.' });
const place = z.string().nullable().openapi({ description: 'Id of a section; null: the text as a whole.' });

export const writtenSchema = z
  .object({
    text: z.string().openapi({ description: 'Markdown.' }),
    hash: z.string().openapi({ example: '9f86d081' }),
    matched,
  })
  .openapi('AgentDraft');

export const critiqueSchema = z
  .object({
    score: z.number().openapi({ example: 7.4 }),
    strengths: z.array(z.string()),
    weaknesses: z.array(z.string()),
    suggestions: z.array(z.string()),
    places: z.object({ weaknesses: z.array(place), suggestions: z.array(place) }).optional(),
    criteria: z
      .array(
        z.object({
          criterion: z.enum(JUDGED_NAMES),
          quote: z.string(),
          judgement: z.string(),
          score: z.number(),
          fix: z.string(),
          section: place,
        }),
      )
      .optional(),
    factsQuestionable: z.boolean(),
    repeats: z
      .literal(true)
      .optional()
      .openapi({ description: 'Its first weakness is one that `earlierCritique` named.' }),
    suspect: z
      .literal(true)
      .optional()
      .openapi({ description: 'Something in it gives orders to models: do not rely on the score.' }),
    matched,
  })
  .loose()
  .openapi('AgentCritique');

export const comparedSchema = z
  .object({ won: z.boolean().openapi({ description: 'Whether `draft` is preferred, in both orders.' }) })
  .openapi('AgentComparison');

export const factReportSchema = z
  .object({
    provider: z.string(),
    verified: z.boolean().openapi({ description: 'False: nobody looked anything up.' }),
    claims: z.array(
      z.object({
        claim: z.string(),
        verdict: z.enum(['supported', 'contradicted', 'not-found']),
        note: z.string(),
        quote: z.string().optional(),
        sources: z.array(z.object({ title: z.string(), url: z.string(), date: z.string().optional() })),
      }),
    ),
    contradicted: z.int(),
    remembered: z.int(),
    unresolved: z.int(),
  })
  .loose()
  .openapi('AgentFactReport');

export const editedSchema = z
  .object({ title: z.string(), summary: z.string(), text: z.string().openapi({ description: 'Markdown.' }) })
  .loose()
  .openapi('AgentEdition');

const runId = z
  .string()
  .regex(/^[0-9a-z]{16}$/)
  .openapi({ description: 'The id of what an agent was asked.', example: '7k3m9x2c4p0qrstv' });

export const runParams = z.object({ runId });

/** It is at work. */
export const begunSchema = z.object({ runId }).openapi('AgentRunBegun');

export const answeredBy = (output: z.ZodType, name: string) => z.object({ runId, output }).openapi(name);

/** `GET /agents/runs/{runId}` */
export const runSchema = z
  .object({
    runId,
    agent: z.enum(ASKED_AGENTS),
    status: z.enum(['running', 'done', 'failed']),
    output: z.looseObject({}).optional().openapi({ description: 'What the request that asked would have answered.' }),
    failure: z
      .object({
        code: z.string().openapi({ example: 'model-unavailable' }),
        detail: z.string().openapi({ description: 'For people: what happened, and what can be done.' }),
      })
      .optional(),
  })
  .openapi('AgentRun');
