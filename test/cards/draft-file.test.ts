import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftNamed } from '../../src/cards/draft-file.ts';
import { draftFileStem } from '../../src/document/file-name.ts';

const TIDES = { topic: 'How tides work' };
const DRAFTS = [{ version: 1, outline: true }, { version: 2 }, { version: 3 }, { version: 33 }] as const;

describe('draftNamed', () => {
  it.each([
    'how-tides-work-draft-3.md',
    'How-Tides-Work-Draft-3.DOCX',
    'how-tides-work-draft-3 (1).md',
    'how-tides-work-draft-3 copy.txt',
    'how-tides-work-draft-3 copy 2.markdown',
    'how-tides-work-draft-3 - Copy (2).docx',
    'how-tides-work-draft-3 — копия.docx',
  ])('knows the draft that was saved as %s', (name) => {
    expect(draftNamed(name, TIDES, DRAFTS)?.version).toBe(3);
  });

  it.each([
    'draft-3.md',
    'how-tides-work.md',
    'how-tides-work-draft-3-notes.md',
    'how-tides-work-draft-3.pdf',
    'how-tides-work-draft-4.md',
    'how-tides-work-draft-1.md',
    'how-tides-work-outline-3.md',
    'how-tides-work-edition-2-draft-3.md',
    'background for how-tides-work-draft-3.md',
    'how-locks-work-draft-3.md',
  ])('takes %s for no draft of it', (name) => {
    expect(draftNamed(name, TIDES, DRAFTS)).toBeUndefined();
  });

  it('tells outlines from drafts, and editions from each other', () => {
    expect(draftNamed('how-tides-work-outline-1.md', TIDES, DRAFTS)).toEqual({ version: 1, outline: true });
    expect(draftNamed('how-tides-work-edition-2-draft-3.md', { ...TIDES, edition: 2 }, DRAFTS)?.version).toBe(3);
  });

  it('finds a file under the name that it was handed out with, also as another system spells it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.integer({ min: 1, max: 9999 }),
        (topic, version) => {
          const name = `${draftFileStem(topic, { version })}.md`;
          for (const form of ['NFC', 'NFD'] as const)
            expect(draftNamed(name.normalize(form), { topic }, [{ version }])?.version).toBe(version);
        },
      ),
    );
  });
});
