import { z } from 'zod';
import { GUARD_REASONS } from '../protocol/edit-record.ts';
import { DISCLOSURES } from './disclosure.ts';

/** Rises when a field changes its meaning. */
export const RECEIPT_FORMAT = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const moment = z.iso.datetime({ precision: 3 });
const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const versionNumber = z.number().int().positive();

const person = z
  .strictObject({
    platform: z.string().describe('slack, telegram, terminal; operator: whoever can reach the server'),
    userId: z.string().describe("The platform's own id of the person"),
    name: z.string().describe('As it was shown in the thread'),
  })
  .describe('A person, as the thread shows them.');

const draft = z
  .strictObject({
    version: versionNumber,
    author: z.enum(['agent', 'person']),
    authorName: z.string().describe('Name of the person, or of the model that was asked'),
    sha256: hash.describe('Of the text as it was shown, in UTF-8'),
    words: count,
    writtenAt: moment,
    outline: z.literal(true).describe('It is the plan of the article, and none of its drafts').optional(),
  })
  .describe('A version of the text.');

const decision = z
  .strictObject({
    kind: z.enum(['approve', 'request-changes', 'edit', 'reject', 'bring-back']),
    version: versionNumber.describe('The draft that it is about'),
    draftHash: z
      .string()
      .regex(/^[0-9a-f]{8}$/)
      .describe('First 8 digits of the hash of that draft'),
    gate: z.string().describe('The gate that it resolved. Absent: none was open').optional(),
    subject: z
      .literal('outline')
      .describe('It is about the plan of the article, and approves no text of it. Absent: about a draft')
      .optional(),
    editedVersion: versionNumber
      .describe('Of an edit, or of an earlier draft that was brought back: the draft that it became')
      .optional(),
    to: versionNumber.describe('Of bring-back: the earlier draft').optional(),
    by: person,
    at: moment,
    rule: z.string().describe('The rule of the settings that names them, by which it counted').optional(),
    vote: z
      .enum(['counted', 'not-counted'])
      .describe(
        'It was one of several that it took, and is among those that made the decision, or not: it was changed later, others decided, or the text gave way. Absent: with it, it was decided',
      )
      .optional(),
  })
  .describe('What a person decided. Their words are not in it.');

const modelCalls = z
  .strictObject({
    purpose: z.string().describe('writer.draft, critic.critique, …'),
    asked: z.string().describe('The model that was asked, as the settings name it'),
    answered: z.string().describe('The model that answered, as far as its server tells'),
    calls: count.describe('Answers that arrived, also those that were of no use'),
    cachedCalls: count.describe('Of these, those that came from a cache'),
    inputTokens: count,
    outputTokens: count,
    costUsd: z.number().nonnegative().describe('As far as it is known. Absent: nobody told a price').optional(),
  })
  .describe('Calls of one model for one purpose.');

const note = z
  .strictObject({
    id: z.string().describe('As the writer cites it: e12'),
    address: z.string().describe('Absent: the text was handed in').optional(),
    title: z.string(),
    date: z.string().describe('As the page says of itself').optional(),
    sha256: hash.describe('Of the text of the page, as it was read'),
  })
  .describe('Words of a source that the article cites.');

const sentence = z.string().describe('Markdown; a long one is cut, with … at its end');

const finalEdit = z
  .strictObject({
    changes: z.array(z.strictObject({ before: sentence, after: sentence })),
    proposals: z
      .array(
        z.strictObject({
          approved: sentence.describe('The sentence that stands. Empty: one more was wanted'),
          wanted: sentence.describe('Empty: none was wanted'),
          reason: z.enum(GUARD_REASONS),
        }),
      )
      .describe('What the editor wanted beyond that. Not in the article'),
  })
  .describe('What the final edit did to the approved draft, sentence by sentence.');

const extra = z
  .strictObject({
    name: z.string().describe('summary, seo_title, x, …: as the file of extras names it'),
    sha256: hash.describe('Of its text, in UTF-8'),
    author: z.enum(['agent', 'person']),
    authorName: z.string().describe('Of the person').optional(),
  })
  .describe('A text that was approved and delivered with the article.');

const revision = z
  .strictObject({
    articleId: z.string().describe('The edition before it'),
    articleSha256: hash.describe('Of its Markdown file'),
    receiptSha256: hash.describe('The sha256 of its receipt'),
    by: person.describe('Who wanted the new edition'),
    kind: z
      .enum(['comment', 'proposal', 'translation'])
      .describe('A comment on one section, a proposal of the final edit, or a change of what it translates'),
  })
  .describe(
    'What the new edition begins with: draft 1 is its text; of a translation, its text where the original has not changed.',
  );

const translation = z
  .strictObject({
    articleId: z.string().describe('The original'),
    edition: versionNumber.describe('Which edition of it'),
    language: z.string().describe('In which it is written'),
    title: z.string(),
    articleSha256: hash.describe('Of its Markdown file'),
    receiptSha256: hash.describe('The sha256 of its receipt'),
  })
  .describe('What the article is a translation of.');

const source = z.strictObject({ url: z.string(), title: z.string(), date: z.string().optional() });

const factReport = z
  .strictObject({
    version: versionNumber.describe('The draft that was checked'),
    provider: z.string().describe('Who looked; model: from memory'),
    verified: z.boolean().describe('Whether anybody looked anything up'),
    supported: count,
    contradicted: count,
    notFound: count,
    sources: z.array(source).describe('Pages that the verdicts rest on'),
  })
  .describe('What was found about the claims of a draft.');

/** `receipt.json`. Strict: what is not declared here is in no receipt. */
export const receiptSchema = z
  .strictObject({
    receipt: z.literal(RECEIPT_FORMAT).describe('Of this format'),
    copydesk: z.string().describe('The version that made it'),
    articleId: z.string(),
    issuedAt: moment.describe('When the text was finished, UTC'),
    article: z
      .strictObject({
        topic: z.string(),
        edition: versionNumber.describe('1, or which edition it is'),
        template: z.string().describe('The kind of text, as config/templates names it').nullable(),
        title: z.string(),
        language: z.string(),
        fileName: z.string(),
        sha256: hash.describe('Of the Markdown file as it was delivered'),
        words: count,
        version: versionNumber.describe('The draft that it was made of by the final edit'),
      })
      .describe('What was delivered.'),
    revises: revision.nullable().describe('null: it is the first edition'),
    translates: translation.optional().describe('Absent: it is no translation'),
    requester: person,
    gate: z
      .strictObject({
        policy: z.enum(['final', 'every_draft', 'none']),
        approvers: z.array(z.string()).describe('Rules of those who might decide'),
        outline: z.literal(true).describe('They were asked about the plan of the article, too').optional(),
        voting: z
          .strictObject({
            approvals: count.describe('How many different people had to approve'),
            rejections: count.describe('How many had to reject'),
            steps: z.array(z.array(z.string())).describe('One of each, one after the other').optional(),
            must: z.array(z.string()).describe('Who had to be among them, each of them').optional(),
            excludeRequester: z.literal(true).describe('Not who had asked for it').optional(),
            excludeEditors: z.literal(true).describe('Nobody who had changed the text').optional(),
            veto: z.array(z.string()).describe('Whose rejection would have been enough').optional(),
          })
          .describe('Absent: the first who decided had decided for all')
          .optional(),
      })
      .describe('Whether people had to be asked, and whom.'),
    responsibleEditor: person.nullable().describe('Who approved it. null: nobody was asked'),
    disclosure: z.enum(DISCLOSURES).describe('Where the words come from: see docs/receipt.md'),
    people: z
      .strictObject({
        writtenWords: count.describe('Words of the delivered article that people wrote'),
        removedWords: count.describe('Words of models that people took out'),
        writtenShare: share,
        changedShare: share,
        method: z.literal('word-diff').describe('How they are counted: see docs/receipt.md'),
      })
      .describe('The share of the text that people changed.'),
    drafts: z.array(draft),
    decisions: z.array(decision),
    notes: z.array(note).describe('Notes of sources that the article cites'),
    finalEdit: finalEdit.nullable().describe('null: the text was not to be edited'),
    extras: z.array(extra).describe('What goes with the article. Absent: nothing does').optional(),
    extrasSha256: hash.describe('Of the file that has these texts, to the byte').optional(),
    factReports: z.array(factReport),
    models: z.array(modelCalls),
    sources: z.array(z.string()).describe('Addresses that the order named'),
    sha256: hash.describe('Of everything else in this receipt, as canonical JSON (RFC 8785). No signature'),
  })
  .describe('What is known of how an article came about. Evidence, no certificate.');

export type Receipt = z.output<typeof receiptSchema>;
