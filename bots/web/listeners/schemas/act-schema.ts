import { z } from '@hono/zod-openapi';
import { canonicalTag } from '../../../../src/chat/to-article-request.ts';
import { MAX_WHOM_CHARS } from '../../../../src/chat/whom.ts';
import { MAX_EDITED_CHARS } from '../../../../src/chat/store-edited.ts';
import { MAX_LANGUAGE_TAG_CHARS } from '../../../../src/protocol/article.ts';
import { MAX_COMMENT_CHARS } from '../../../../src/protocol/decision.ts';
import { draftHashField, version } from './article-schema.ts';
import { tallySchema } from './tally-schema.ts';
import { articleParams } from './common.ts';

/** More than any text has. */
const MOST_SECTIONS = 500;

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .openapi({ description: 'SHA-256 of its Markdown, as the draft has it.' });
const sectionId = z
  .string()
  .regex(/^s\d{1,9}$/)
  .openapi({ example: 's2' });
const gate = z
  .string()
  .regex(/^g\d{1,9}$/)
  .optional()
  .openapi({
    description: 'The gate that was looked at. Absent: the draft is meant, at whichever gate.',
    example: 'g1',
  });

const about = {
  version,
  hash: draftHashField,
  gate,
};
const words = (description: string) => z.string().max(MAX_COMMENT_CHARS).openapi({ description });

const editedSection = z
  .strictObject({
    id: sectionId,
    sha256: sha256.openapi({ description: 'Of the section that it was made from.' }),
    markdown: z.string().max(MAX_EDITED_CHARS).openapi({ description: 'With its heading. Empty: the section goes.' }),
  })
  .openapi('EditedSection');

const approve = z.strictObject({ kind: z.literal('approve'), ...about }).openapi('Approve');
const requestChanges = z
  .strictObject({
    kind: z.literal('request-changes'),
    ...about,
    words: words('What is to be changed.'),
  })
  .openapi('RequestChanges');
const reject = z.strictObject({ kind: z.literal('reject'), ...about, words: words('Why.') }).openapi('Reject');
const edit = z
  .strictObject({
    kind: z.literal('edit'),
    ...about,
    text: z
      .string()
      .max(MAX_EDITED_CHARS)
      .optional()
      .openapi({ description: 'The draft whole, as you want it: Markdown. Either this or `sections`.' }),
    sections: z.array(editedSection).min(1).max(MOST_SECTIONS).optional().openapi({
      description:
        'Those that you changed. They count also when another draft has come meanwhile, as long as nobody else changed the same ones.',
    }),
  })
  .refine(({ text, sections }) => (text === undefined) !== (sections === undefined), {
    error: 'must have either text or sections',
  })
  .openapi('Edit');
const bringBack = z
  .strictObject({
    kind: z.literal('bring-back'),
    ...about,
    to: version.openapi({ description: 'The earlier draft that is to be up for decision in its place.' }),
  })
  .openapi('BringBack');

/** `POST /articles/{articleId}/decisions`. */
export const decisionSchema = z
  .discriminatedUnion('kind', [approve, requestChanges, edit, reject, bringBack])
  .openapi('Decision', { example: { kind: 'approve', version: 3, hash: '9f86d081', gate: 'g1' } });
export type DecisionBody = z.infer<typeof decisionSchema>;
export type EditedSection = z.infer<typeof editedSection>;

/** As RFC 5646 has it: what is none would be refused by the desk as nothing that anybody means. */
const languageTag = z
  .string()
  .min(2)
  .max(MAX_LANGUAGE_TAG_CHARS)
  .refine((tag) => canonicalTag(tag) !== undefined, { error: 'must be a tag of a language, such as en or pt-BR' })
  .openapi({ example: 'en' });

const plainControl = z
  .strictObject({
    kind: z.enum(['pause', 'resume', 'cancel', 'finish', 'another', 'retry', 'raise', 'claim', 'release']),
  })
  .openapi('PlainControl');
const language = z.strictObject({ kind: z.literal('language'), language: languageTag }).openapi('ChooseLanguage');
const move = z
  .strictObject({ kind: z.literal('move') })
  .openapi('MoveHere', { description: 'The article goes on where your own articles live.' });
const assign = z
  .strictObject({ kind: z.literal('assign'), whom: z.string().trim().min(1).max(MAX_WHOM_CHARS) })
  .openapi('Assign', {
    description: 'Asks somebody who may decide to do so, by name, of those who have to do with the article, or by key.',
    example: { kind: 'assign', whom: 'slack:T024BE7LH:U024BE7LH' },
  });
const stepIn = z
  .strictObject({ kind: z.literal('step-in'), reason: z.string().trim().min(1).max(MAX_COMMENT_CHARS) })
  .openapi('StepIn', { description: 'An administrator decides alone from now on, for a reason that everybody sees.' });
const addSource = z
  .strictObject({ kind: z.literal('add-source'), fileId: z.uuid() })
  .openapi('AddSource', { description: 'What is written from now on rests on this file, too.' });

/** `POST /articles/{articleId}/controls`. */
export const controlSchema = z
  .discriminatedUnion('kind', [plainControl, assign, stepIn, language, move, addSource])
  .openapi('Control', { example: { kind: 'pause' } });

const placeId = z.string().min(1).max(200);

/** `POST /articles/{articleId}/followers`. */
export const followerSchema = z
  .strictObject({
    platform: z.enum(['slack', 'telegram', 'terminal']),
    workspace: placeId.optional().openapi({ description: 'Of Slack: id of the workspace.', example: 'T024BE7LH' }),
    channel: placeId.openapi({ description: 'Id of the channel, group or conversation.', example: 'C024BE91L' }),
    thread: placeId.optional().openapi({ description: 'A thread or topic in it. Absent: one of its own is begun.' }),
    role: z.enum(['decides', 'reads']).default('reads').openapi({
      description: 'decides: with buttons, for those who may use them · reads: to look on.',
    }),
    anyone: z.literal(true).optional().openapi({
      description: 'Members there are meant by the rule `anyone`, too. Only who may approve says so.',
    }),
    whole: z.literal(true).optional().openapi({
      description: 'From the beginning. Absent: what can be acted on, and what comes.',
    }),
  })
  .openapi('Follower');

/** `DELETE /articles/{articleId}/followers/{place}`. */
export const followerParams = articleParams.extend({
  // Each part as long as in the body above.
  place: z
    .string()
    .regex(/^(?:slack|telegram|terminal):[^:]{0,200}:.{1,200}$/)
    .openapi({ description: '`key` of a follower of the article.', example: 'slack:T024BE7LH:C024BE91L' }),
});

/** What became of it. */
export const countedSchema = z
  .object({
    outcome: z.literal('counted'),
    detail: z.string().openapi({ description: 'For people.', example: 'Approved.' }),
    subject: z.literal('outline').optional().openapi({ description: 'It was about the plan of the article.' }),
    tally: tallySchema
      .omit({ waitingFor: true, later: true, yours: true })
      .optional()
      .openapi({ description: 'It was one of several votes that it takes: how far people are now.' }),
    isPaused: z
      .literal(true)
      .optional()
      .openapi({ description: 'The article is paused: what follows begins when somebody resumes.' }),
  })
  .openapi('Counted');
export const notedSchema = z.object({ outcome: z.literal('noted'), detail: z.string() }).openapi('Noted', {
  description: 'It is recorded, and takes effect, or is refused in the thread, when the desk is back.',
});
