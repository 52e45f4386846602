import { z } from '@hono/zod-openapi';
import { JUDGED_NAMES } from '../../../../src/protocol/critique.ts';
import { DIFFERENCE_KINDS } from '../../../../src/protocol/translation.ts';

/** UTF-16 units of the draft’s Markdown. */
const at = z.object({ start: z.int(), end: z.int() });
/** Words of the draft that something is said of. */
const place = {
  at: at.optional().describe('Where the words stand in the Markdown of the draft'),
  passage: z.string().optional().describe('The words are a span with this id in data-passage, in the HTML'),
};

const section = z.object({
  id: z.string(),
  heading: z.string(),
  level: z.int().describe('1 for #; 0: it has no heading'),
  markdown: z.string(),
  html: z.string(),
  sha256: z.string(),
  author: z.enum(['agent', 'person']),
});

const finding = z.object({ words: z.string(), section: z.string().optional(), quote: z.string().optional(), ...place });

const criterion = z.object({
  criterion: z.enum(JUDGED_NAMES),
  score: z.number(),
  judgement: z.string(),
  fix: z.string(),
  quote: z.string(),
  section: z.string().optional(),
  ...place,
});

const claim = z.object({
  claim: z.string(),
  verdict: z.enum(['supported', 'contradicted', 'not-found']),
  why: z.string(),
  quote: z.string().optional().describe('Words of the source'),
  title: z.string().optional(),
  address: z.string().optional(),
  date: z.string().optional(),
  provider: z.string(),
  verified: z.boolean().describe('False: nobody looked anything up'),
  sentence: z.string().optional().describe('Of the draft, as far as it is known'),
  ...place,
});

const citation = z.object({
  sentence: z.string(),
  noteId: z.string(),
  number: z.int().optional().describe('Of its source'),
  verdict: z.enum(['supported', 'partly', 'not']).optional().describe('Absent: nobody has judged it'),
  why: z.string().optional(),
  quote: z.string().optional(),
  title: z.string().optional(),
  address: z.string().optional(),
  date: z.string().optional(),
  ...place,
});

const ledgerItem = z.object({
  id: z.string(),
  kind: z.enum(['comment', 'suggestion']),
  saidBy: z.string(),
  words: z.string(),
  done: z.boolean().optional().describe('Absent: nothing has become of it yet, or a later comment contradicts it'),
  why: z.string().optional(),
  section: z.string().optional(),
  quote: z.string().optional(),
  later: z.object({ saidBy: z.string(), words: z.string() }).optional(),
  ...place,
});

export const draftSchema = z
  .object({
    draftId: z.string(),
    version: z.int(),
    hash: z.string(),
    author: z.enum(['agent', 'person']),
    authorName: z.string(),
    outline: z.literal(true).optional(),
    createdAt: z.string(),
    language: z.string().optional().describe('BCP 47'),
    title: z.string(),
    markdown: z.string(),
    html: z.string(),
    sections: z.array(section),
    sources: z.array(
      z.object({ number: z.int(), title: z.string(), address: z.string().optional(), date: z.string().optional() }),
    ),
    critique: z
      .object({
        score: z.number(),
        criteria: z.array(criterion),
        strengths: z.array(z.string()),
        weaknesses: z.array(finding),
        suggestions: z.array(finding),
        unmet: z.array(z.object({ kind: z.enum(['missing', 'avoid']), item: z.string() })),
        differs: z
          .array(
            z.object({
              kind: z.enum(DIFFERENCE_KINDS),
              missing: z.array(z.string()),
              added: z.array(z.string()),
              section: z.string().optional().describe('Absent: the text as a whole'),
            }),
          )
          .describe('What a translation has otherwise than its original and may not, found by code'),
        factsQuestionable: z.boolean(),
      })
      .optional(),
    factReport: z.object({ verified: z.boolean(), claims: z.array(claim) }).optional(),
    citations: z.array(citation).optional(),
    ledger: z.array(ledgerItem),
    extras: z
      .array(
        z.object({
          name: z.string(),
          text: z.string(),
          maxChars: z.int(),
          image: z.string().optional(),
          byName: z.string().optional(),
        }),
      )
      .optional(),
  })
  .openapi('Draft');
export type DraftView = z.infer<typeof draftSchema>;

export const diffSchema = z
  .object({
    from: z.int(),
    to: z.int(),
    sections: z.array(
      z.object({
        id: z.string(),
        heading: z.string(),
        kind: z.enum(['same', 'changed', 'added', 'removed']),
        words: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
      }),
    ),
  })
  .openapi('Diff');
export type DiffView = z.infer<typeof diffSchema>;
