import { describe, expect, it } from 'vitest';
import { choiceIn, replyToFile } from '../../../../bots/slack/listeners/file-question.ts';
import { messages } from '../../../../src/messages/messages.ts';
import type { Json } from '../../../../src/practice-model/json.ts';
import { buttonsOf } from '../../../emulators/slack/rendered.ts';

const ASKED = { asked: 'U1', t: messages('en'), prefix: '/article ' };
const QUESTION = {
  kind: 'which-use',
  articleId: '4kx7m9q2bd8f3g5h',
  file: { id: 'f1', name: 'tides.md' },
  subject: { kind: 'draft', version: 2, hash: 'abcdef01', gate: 'g1' },
  uses: ['draft', 'source'],
  next: 3,
} as const;

describe('a button of the question what a file is for', () => {
  const values = buttonsOf(JSON.parse(JSON.stringify(replyToFile(QUESTION, ASKED).blocks)) as Json[]).map(
    ({ value }) => value,
  );

  it('is read as it was made', () => {
    const { articleId, file, subject } = QUESTION;
    expect(values.map(choiceIn)).toEqual(
      ['draft', 'source', 'ignore'].map((use) => ({ articleId, file, subject, asked: 'U1', use })),
    );
  });

  it('says nothing when it was made by nobody of us', () => {
    const [made = ''] = values;
    const forged = [
      '',
      '{',
      'null',
      '[]',
      '{}',
      made.replace('"draft"', '"approve"'),
      made.replace('"version":2', '"version":"2"'),
      made.replace('"version":2', '"version":-1'),
      made.replace('{', '{"by":"U2",'),
      made.replace('tides.md', 'x'.repeat(5000)),
    ];
    expect(forged.map(choiceIn)).toEqual(forged.map(() => undefined));
  });
});
