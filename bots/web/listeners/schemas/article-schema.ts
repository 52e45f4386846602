import { z } from '@hono/zod-openapi';
import { STAGES, STEPS } from '../../../../src/protocol/article.ts';
import { STOP_REASONS } from '../../../../src/protocol/desk-state.ts';
import { moment } from './common.ts';
import { translationOfSchema } from './translation-of-schema.ts';
import { tallySchema } from './tally-schema.ts';

const DECISION_KINDS = ['approve', 'request-changes', 'edit', 'reject', 'bring-back'] as const;
const CONTROL_KINDS = [
  'resume',
  'raise',
  'retry',
  'claim',
  'release',
  'assign',
  'step-in',
  'pause',
  'another',
  'finish',
  'cancel',
  'language',
  'move',
  'follow',
  'unfollow',
  'add-source',
] as const;

export const version = z.number().int().min(1).max(10_000).openapi({
  description: 'Drafts are numbered from 1 in the order in which they became part of the article.',
  example: 3,
});
export const draftHashField = z
  .string()
  .regex(/^[0-9a-f]{8}$/)
  .openapi({ description: 'First 8 hex digits of the SHA-256 of its text.', example: '9f86d081' });

const place = z.object({
  platform: z.string().openapi({ example: 'web' }),
  workspace: z.string().optional(),
  channel: z.string(),
});

const decided = z.object({
  kind: z.enum(DECISION_KINDS),
  byName: z.string().openapi({ example: 'Ann' }),
  at: moment,
  words: z.string().optional().openapi({ description: 'The comment, or the reason.' }),
});

const draft = z
  .object({
    draftId: z.string(),
    version,
    hash: draftHashField,
    author: z.enum(['agent', 'person']),
    authorName: z.string().openapi({ description: 'The person, or the model.' }),
    outline: z
      .literal(true)
      .optional()
      .openapi({ description: 'It is the plan of the article, and none of its drafts.' }),
    score: z.number().min(0).max(10).optional().openapi({ example: 8.2 }),
    createdAt: moment,
    decided: decided.optional(),
  })
  .openapi('DraftSummary');

/** `GET /articles/{articleId}`. */
export const articleSchema = z
  .object({
    articleId: z.string().openapi({ example: '7k3m9x2c4p0qrstv' }),
    topic: z.string().openapi({ example: 'How tides work' }),
    language: z.string().openapi({ description: 'Of the article: a BCP 47 tag.', example: 'en' }),
    interfaceLanguage: z.string().openapi({ description: 'Of what it says in its thread.', example: 'en' }),
    edition: z.number().int().min(1),
    translation: translationOfSchema.optional().openapi({ description: 'What it is a translation of.' }),
    template: z.string().optional().openapi({ example: 'how-to' }),
    requester: z.object({
      key: z.string().openapi({ example: 'slack:T024BE7LH:U024BE7LH' }),
      name: z.string().openapi({ example: 'Ann' }),
    }),
    home: place.openapi({ description: 'Where it lives.' }),
    followers: z
      .array(
        z.object({
          key: z.string().optional().openapi({
            description: 'Names the place, for whoever may end that it is shown there.',
            example: 'slack:T024BE7LH:C024BE91L',
          }),
          platform: z.string().openapi({ example: 'slack' }),
          channel: z.string().optional().openapi({ description: 'Likewise: id of it.', example: 'C024BE91L' }),
          role: z.enum(['decides', 'reads']),
          anyone: z.literal(true).optional(),
          byName: z.string().openapi({ description: 'Who has it shown there.', example: 'Ann' }),
        }),
      )
      .optional()
      .openapi({ description: 'Where it is shown, too. Absent: nowhere.' }),
    mayFollowAt: z.array(place).optional().openapi({
      description:
        'Other places of the person, as their chat has told, in which they may have it shown. Absent: none is known.',
    }),
    createdAt: moment,
    updatedAt: moment,
    closedAt: moment.optional(),
    textsGoneAt: moment.optional().openapi({
      description: 'Its texts were deleted then, because they were kept for long enough: drafts and files answer 410.',
    }),
    stage: z.enum(STAGES).openapi({
      description:
        'drafting: agents are at work · waiting: people decide · finishing: approved, being edited and delivered · paused · stuck: people have to choose how to go on · delivered, rejected, cancelled: over.',
    }),
    step: z.enum(STEPS).optional().openapi({ description: 'What is done right now.', example: 'writing' }),
    wordsSoFar: z.number().int().optional().openapi({ description: 'Of the text that is being written.' }),
    iteration: z.number().int(),
    maxIterations: z.number().int(),
    qualityThreshold: z.number(),
    scores: z.array(z.number()).openapi({ description: 'One for each criticised draft.', example: [6.1, 7.4, 8.2] }),
    stopReason: z.enum(STOP_REASONS).optional().openapi({ description: 'Why the loop stopped and people are asked.' }),
    waitingFor: z.array(z.string()).openapi({ description: 'Who is waited for, in words.', example: ['Ann'] }),
    costUsd: z.number().optional().openapi({ description: 'As far as anybody told what models cost.' }),
    outage: z
      .object({ code: z.string(), since: moment, next: moment })
      .optional()
      .openapi({ description: 'Something is away; the step is tried again by itself.' }),
    failure: z
      .object({
        step: z.string(),
        code: z.string().openapi({ example: 'model-unavailable' }),
        what: z.string().openapi({ description: 'In words.' }),
        wayOut: z.string(),
      })
      .optional()
      .openapi({
        description: 'A step has failed, and a person has to say how to go on: `retry`, `finish`, `cancel`.',
      }),
    budget: z
      .object({
        scope: z.enum(['article', 'person-day', 'channel-day', 'day']),
        capUsd: z.number(),
        spentUsd: z.number(),
        raiseByUsd: z.number(),
        until: moment.optional(),
      })
      .optional()
      .openapi({ description: 'A budget is spent: `raise`, `finish`, `cancel`, or the next day.' }),
    current: z
      .object({ version, hash: draftHashField })
      .optional()
      .openapi({ description: 'The draft that decisions are about right now.' }),
    drafts: z.array(draft),
    gate: z
      .object({
        id: z.string().openapi({ example: 'g1' }),
        subject: z.enum(['draft', 'outline']),
        version,
        hash: draftHashField,
        tally: tallySchema.optional(),
        claim: z
          .object({ byName: z.string(), at: moment })
          .optional()
          .openapi({ description: 'Who sees to it, and since when. Others may decide all the same.' }),
      })
      .optional()
      .openapi({ description: 'The open gate: what people are asked to decide about.' }),
    mayDecide: z.array(z.enum(DECISION_KINDS)).openapi({ description: 'What counts right now, of this caller.' }),
    mayControl: z.array(z.enum(CONTROL_KINDS)).openapi({ description: 'What makes sense now, of this caller.' }),
    delivered: z
      .object({
        title: z.string(),
        version,
        files: z.array(z.object({ name: z.string(), mediaType: z.string(), href: z.string() })),
      })
      .optional(),
    revision: z.number().int().openapi({ description: 'Rises with every change of the article.' }),
  })
  .openapi('Article');
export type Article = z.infer<typeof articleSchema>;
