import { describe, expect, it } from 'vitest';
import { extrasMarkdown } from '../../src/document/extras-file.ts';
import { makeReceipt, withHash } from '../../src/receipt/make-receipt.ts';
import { readableJson } from '../../src/receipt/canonical-json.ts';
import { type Receipt, receiptSchema } from '../../src/receipt/receipt-schema.ts';
import { verifyReceipt } from '../../src/receipt/verify-receipt.ts';
import { RECORDS } from './records.ts';

const RECEIPT = makeReceipt(RECORDS, '0.2.0');
const ARTICLE = Buffer.from(RECORDS.edition.text);
const parsed = (): Receipt => receiptSchema.parse(JSON.parse(RECEIPT));

/** Every value within, by the way to it. */
function leaves(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function changed(path: readonly string[]): string {
  const receipt: unknown = JSON.parse(RECEIPT);
  const [last = '', ...way] = path.toReversed();
  const owner = way.toReversed().reduce<unknown>((at, key) => Reflect.get(at as object, key), receipt) as object;
  const was: unknown = Reflect.get(owner, last);
  Reflect.set(owner, last, typeof was === 'number' ? was + 1 : typeof was === 'boolean' ? !was : `${String(was)}x`);
  return readableJson(receipt);
}

/** As somebody would who knows how the hash is made. */
function forged(change: (receipt: Receipt) => object): string {
  const { sha256: _, ...rest } = parsed();
  return readableJson(withHash({ ...rest, ...change(parsed()) }));
}

describe('makeReceipt', () => {
  it('says what the records say, and the same for the same records', () => {
    expect(makeReceipt(structuredClone(RECORDS), '0.2.0')).toBe(RECEIPT);
    expect(parsed()).toMatchObject({
      copydesk: '0.2.0',
      issuedAt: '2026-11-29T10:04:00.250Z',
      article: { title: 'Tides', words: 16, version: 2 },
      responsibleEditor: { platform: 'slack', userId: 'U1', name: 'Ann' },
      disclosure: 'ai-assisted',
      people: { writtenWords: 3, removedWords: 0, writtenShare: 0.187, changedShare: 0.187 },
      factReports: [
        {
          supported: 1,
          contradicted: 1,
          notFound: 0,
          sources: [{ url: 'https://example.org/tides', title: 'Tides', date: '2025-01-02' }],
        },
      ],
      sources: ['https://example.com/tides'],
      revises: null,
      notes: [{ id: 'e2', title: 'Tides', address: 'https://example.com/tides', date: '2025-01-02' }],
      finalEdit: { changes: [{ before: 'The sea rise.' }], proposals: [{ wanted: 'In all ports.', reason: 'words' }] },
    });
    expect(parsed().article).toMatchObject({ edition: 1, template: 'explainer' });
  });

  it('names every vote that made the decision, and who else voted, and is refused with fewer people than it took', () => {
    const [edit, last] = RECORDS.decisions;
    if (edit === undefined || last === undefined) throw new Error('The records have two decisions');
    const by = (name: string) => ({ ...last.by, userId: `U${name}`, displayName: name });
    const vote = { ...last, at: '2026-11-29T10:02:30.000Z', rule: 'anyone' };
    const records = {
      ...RECORDS,
      approval: { ...RECORDS.approval, voting: { approvals: 2, rejections: 1 } },
      decisions: [
        edit,
        { ...vote, by: by('Cid'), kind: 'reject', vote: 'not-counted' },
        { ...vote, by: by('Ben'), vote: 'counted' },
        { ...last, rule: 'requester' },
      ],
    } as const;
    const receipt = makeReceipt(records, '0.2.0');
    const read = receiptSchema.parse(JSON.parse(receipt));
    expect(read.gate.voting).toEqual({ approvals: 2, rejections: 1 });
    expect(read.responsibleEditor?.name).toBe('Ann');
    expect(read.decisions.slice(1)).toMatchObject([
      { kind: 'reject', vote: 'not-counted', by: { name: 'Cid' } },
      { kind: 'approve', vote: 'counted', rule: 'anyone', by: { name: 'Ben' } },
      { kind: 'approve', rule: 'requester', by: { name: 'Ann' } },
    ]);
    expect(verifyReceipt(receipt, ARTICLE)).toMatchObject({ kind: 'verified' });
    const withoutBen = records.decisions.filter((one) => one.by.userId !== 'UBen');
    expect(verifyReceipt(makeReceipt({ ...records, decisions: withoutBen }, '0.2.0'), ARTICLE)).toMatchObject({
      kind: 'altered',
      findings: ['The receipt contradicts itself: fewer people approved the article than it took.'],
    });
    const twice = records.decisions.map((one) => ({ ...one, by: last.by }));
    expect(verifyReceipt(makeReceipt({ ...records, decisions: twice }, '0.2.0'), ARTICLE)).toMatchObject({
      kind: 'altered',
    });
  });

  it('cuts what nobody would read, and has no edit where there was none', () => {
    const wanted = 'x'.repeat(100_000);
    const { edit: _, ...edition } = RECORDS.edition;
    const whole = { changes: [], proposals: [{ approved: '', wanted, reason: 'whole' as const }] };
    const made = (more: object): Receipt =>
      receiptSchema.parse(JSON.parse(makeReceipt({ ...RECORDS, edition: { ...edition, ...more } }, '0.2.0')));
    expect(made({ edit: whole }).finalEdit?.proposals[0]?.wanted.length).toBeLessThanOrEqual(2000);
    expect(made({}).finalEdit).toBeNull();
  });

  it('names nobody as responsible where nobody was asked', () => {
    const records = { ...RECORDS, approval: { gate: 'none', approvers: ['requester'] }, decisions: [] } as const;
    const receipt = makeReceipt(
      { ...records, drafts: RECORDS.drafts.slice(0, 1), edition: { ...RECORDS.edition, version: 1 } },
      '0.2.0',
    );
    expect(JSON.parse(receipt)).toMatchObject({ responsibleEditor: null, disclosure: 'ai' });
    expect(verifyReceipt(receipt, ARTICLE).kind).toBe('verified');
  });
});

/** The person's text, and then the model's again. */
function broughtBack(): typeof RECORDS {
  const [first, edited] = RECORDS.drafts;
  const [edit, approval] = RECORDS.decisions;
  if (!first || !edited || !edit || !approval) throw new Error('The records have become shorter');
  const draftHash = edited.sha256.slice(0, 8);
  return {
    ...RECORDS,
    edition: { ...RECORDS.edition, text: first.text, version: 3 },
    drafts: [first, edited, { ...first, version: 3, writtenAt: edited.writtenAt }],
    decisions: [
      edit,
      { kind: 'bring-back', version: 2, draftHash, editedVersion: 3, to: 1, by: edit.by, at: approval.at },
      { ...approval, version: 3, draftHash: first.sha256.slice(0, 8) },
    ],
  };
}

describe('a draft that was brought back', () => {
  it('is whose it was, and said to be that draft again', () => {
    const records = broughtBack();
    const receipt = makeReceipt(records, '0.2.0');
    const verified = verifyReceipt(receipt, Buffer.from(records.edition.text));
    expect(verified).toMatchObject({ kind: 'verified', receipt: { disclosure: 'ai', people: { writtenWords: 0 } } });
    const { sha256: _, ...rest } = receiptSchema.parse(JSON.parse(receipt));
    const lying = { ...rest, decisions: rest.decisions.map((one) => ('to' in one ? { ...one, to: 2 } : one)) };
    expect(verifyReceipt(readableJson(withHash(lying)), Buffer.from(records.edition.text))).toMatchObject({
      findings: [expect.stringContaining('is said to be draft 2 again')],
    });
  });

  it('is a person’s where a person had written it', () => {
    const [first, edited] = RECORDS.drafts;
    const [edit, approval] = RECORDS.decisions;
    if (!first || !edited || !edit || !approval) throw new Error('The records have become shorter');
    const other = { ...first, version: 3, text: '# Moon\n\nNothing of it is left.\n' };
    const records: typeof RECORDS = {
      ...RECORDS,
      edition: { ...RECORDS.edition, version: 4 },
      drafts: [first, edited, other, { ...edited, version: 4 }],
      decisions: [
        edit,
        {
          kind: 'bring-back',
          version: 3,
          draftHash: first.sha256.slice(0, 8),
          editedVersion: 4,
          to: 2,
          by: edit.by,
          at: edit.at,
        },
        { ...approval, version: 4 },
      ],
    };
    // The same three words as before it was replaced.
    expect(JSON.parse(makeReceipt(records, '0.2.0'))).toMatchObject({ people: { writtenWords: 3 } });
  });
});

/** Of which the records above are the first. */
function secondEdition(): typeof RECORDS {
  const [, draft] = RECORDS.drafts;
  const [, approval] = RECORDS.decisions;
  if (!draft || !approval) throw new Error('The records have become shorter');
  const { edit: _, ...edition } = RECORDS.edition;
  return {
    ...RECORDS,
    articleId: '0123456789abcdeg',
    edition: { ...edition, number: 2, version: 1, fileName: 'tides-edition-2.md' },
    drafts: [{ ...draft, version: 1 }],
    decisions: [{ ...approval, version: 1 }],
    factReports: [],
    revises: { by: approval.by, kind: 'comment', receipt: RECEIPT, earlier: RECORDS },
  };
}

describe('what goes with an article', () => {
  const EXTRAS = [{ name: 'summary', text: 'The moon pulls.', maxChars: 300 }];
  const FILE = Buffer.from(extrasMarkdown(EXTRAS));

  it('is looked at to the byte, where its file is given', () => {
    const receipt = makeReceipt({ ...RECORDS, edition: { ...RECORDS.edition, extras: EXTRAS } }, '0.2.0');
    expect(verifyReceipt(receipt, ARTICLE).kind).toBe('verified');
    expect(verifyReceipt(receipt, ARTICLE, { extras: FILE }).kind).toBe('verified');
    expect(verifyReceipt(receipt, ARTICLE, { extras: Buffer.concat([FILE, Buffer.from('\n')]) })).toMatchObject({
      kind: 'altered',
      findings: [expect.stringMatching(/What goes with the article is not what was delivered/)],
    });
    expect(verifyReceipt(RECEIPT, ARTICLE, { extras: FILE }).kind).toBe('altered');
  });
});

describe('a later edition', () => {
  it('names the one before it by its hashes, and whose words it has from the first on', () => {
    const receipt = makeReceipt(secondEdition(), '0.2.0');
    expect(verifyReceipt(receipt, ARTICLE, { earlier: RECEIPT })).toMatchObject({
      kind: 'verified',
      receipt: {
        article: { edition: 2 },
        revises: { articleId: RECORDS.articleId, receiptSha256: parsed().sha256, by: { name: 'Ann' }, kind: 'comment' },
        // The same three words of hers.
        people: { writtenWords: 3 },
        finalEdit: null,
      },
    });
  });

  it('is not the next after another receipt, nor after one that was changed', () => {
    const receipt = makeReceipt(secondEdition(), '0.2.0');
    const other = forged(() => ({ copydesk: '0.3.0' }));
    for (const earlier of [receipt, other, changed(['article', 'title']), '{}'])
      expect(verifyReceipt(receipt, ARTICLE, { earlier })).toMatchObject({
        kind: 'altered',
        findings: expect.arrayContaining([expect.stringMatching(/earlier receipt/)]),
      });
    expect(verifyReceipt(RECEIPT, ARTICLE, { earlier: RECEIPT }).kind).toBe('altered');
  });
});

describe('verifyReceipt', () => {
  it('finds nothing in a receipt and an article that are as they were', () => {
    expect(verifyReceipt(RECEIPT, ARTICLE)).toEqual({ kind: 'verified', receipt: parsed() });
  });

  it('finds one changed bit of the article, wherever it is', () => {
    for (let at = 0; at < ARTICLE.length; at += 1) {
      const tampered = Buffer.from(ARTICLE);
      tampered[at] = (tampered[at] ?? 0) ^ 1;
      expect(verifyReceipt(RECEIPT, tampered)).toMatchObject({
        kind: 'altered',
        findings: [expect.stringContaining('not the one that was delivered')],
      });
    }
  });

  it('tells line ends and a byte order mark from other changes', () => {
    const saved = Buffer.from(`\ufeff${RECORDS.edition.text.replaceAll('\n', '\r\n')}`);
    expect(verifyReceipt(RECEIPT, saved)).toMatchObject({
      kind: 'altered',
      findings: [expect.stringContaining('line ends')],
    });
  });

  it.each(leaves(JSON.parse(RECEIPT)).map((path) => [path.join('.'), path] as const))(
    'finds a change of %s',
    (_, path) => {
      expect(verifyReceipt(changed(path), ARTICLE).kind).toBe(path[0] === 'receipt' ? 'unreadable' : 'altered');
    },
  );

  it('finds one changed byte of the receipt, wherever it is', () => {
    const bytes = Buffer.from(RECEIPT);
    for (let at = 0; at < bytes.length; at += 1) {
      const tampered = Buffer.from(bytes);
      tampered[at] = (tampered[at] ?? 0) ^ 1;
      expect(verifyReceipt(tampered.toString('utf8'), ARTICLE).kind, String(at)).not.toBe('verified');
    }
  });

  it('finds a key that was added, also one that JSON reads over', () => {
    expect(verifyReceipt(RECEIPT.replace('{', '{"note": "approved by the chief",'), ARTICLE).kind).toBe('altered');
    expect(verifyReceipt(RECEIPT.replace('{', '{"disclosure": "human",'), ARTICLE).kind).toBe('altered');
  });

  it.each([
    ['another disclosure', () => ({ disclosure: 'human' })],
    ['another share', ({ people }: Receipt) => ({ people: { ...people, writtenShare: 0.9 } })],
    ['another responsible editor', ({ requester }: Receipt) => ({ responsibleEditor: { ...requester, name: 'Ben' } })],
    ['another edition', ({ article }: Receipt) => ({ article: { ...article, edition: 2 } })],
    ['a note that is there twice', ({ notes }: Receipt) => ({ notes: [...notes, ...notes] })],
    [
      'a change that changes nothing',
      ({ finalEdit }: Receipt) => ({ finalEdit: { ...finalEdit, changes: [{ before: 'a', after: 'a' }] } }),
    ],
    ['no approval', ({ decisions }: Receipt) => ({ decisions: decisions.slice(0, 1) })],
    [
      'another draft',
      ({ drafts }: Receipt) => ({ drafts: drafts.map((draft) => ({ ...draft, sha256: '0'.repeat(64) })) }),
    ],
    [
      'a decision after the end',
      ({ decisions }: Receipt) => ({ decisions: decisions.map((one) => ({ ...one, at: '2027-01-01T00:00:00.000Z' })) }),
    ],
    [
      'a model’s draft that is said to be an edit',
      ({ drafts }: Receipt) => ({ drafts: drafts.map((draft) => ({ ...draft, author: 'agent' })) }),
    ],
    [
      'an outline for the article',
      ({ drafts, decisions }: Receipt) => ({
        drafts: drafts.map((draft) => ({ ...draft, outline: true })),
        decisions: decisions.map((one) => ({ ...one, subject: 'outline' })),
      }),
    ],
    [
      'an approval of an outline for one of the article',
      ({ decisions }: Receipt) => ({ decisions: decisions.map((one) => ({ ...one, subject: 'outline' })) }),
    ],
  ])('finds %s also under a hash that was made anew, since the receipt contradicts itself', (_, change) => {
    expect(verifyReceipt(forged(change), ARTICLE)).toMatchObject({
      kind: 'altered',
      findings: expect.arrayContaining([expect.stringContaining('contradicts itself')]),
    });
  });

  it.each(['', 'null', '[]', '{}', '"receipt"', '{"receipt":0}', RECEIPT.slice(0, -40)])(
    'finds that %j is no receipt',
    (text) => {
      expect(verifyReceipt(text, ARTICLE).kind).toBe('altered');
    },
  );

  it('does not judge a receipt of a later format', () => {
    expect(verifyReceipt(RECEIPT.replace('"receipt": 1', '"receipt": 2'), ARTICLE).kind).toBe('unreadable');
  });
});
