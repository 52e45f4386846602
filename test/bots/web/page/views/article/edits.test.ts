import { describe, expect, it } from 'vitest';
import type { Section } from '../../../../../../bots/web/page/core/article.ts';
import {
  type Edits,
  editedSections,
  keepMine,
  toSend,
  typed,
  without,
  withoutArrived,
} from '../../../../../../bots/web/page/views/article/edits.ts';

const section = (id: string, markdown: string): Section => ({
  id,
  heading: `Of ${id}`,
  level: 2,
  markdown,
  html: '',
  sha256: `sha of ${markdown}`,
  author: 'agent',
});
const BEFORE = [section('s1', 'One.'), section('s2', 'Two.')] as const;
const [ONE, TWO] = BEFORE;

describe('an edit by section', () => {
  const edits = typed(typed({}, TWO, 'Two!'), TWO, 'Two!!');

  it('is what differs from the draft, and names what it was made from', () => {
    expect(toSend(edits, BEFORE)).toEqual([{ id: 's2', sha256: 'sha of Two.', markdown: 'Two!!' }]);
    expect(editedSections(edits, BEFORE)).toEqual([
      { id: 's1', heading: 'Of s1', markdown: 'One.', isChanged: false },
      { id: 's2', heading: 'Of s2', markdown: 'Two!!', isChanged: true },
    ]);
    expect(typed(edits, TWO, 'Two.')).toEqual({});
  });

  it('is of words, not of the blank lines around a section', () => {
    const blank = section('s3', '\n\nThree.\n');
    expect(editedSections({}, [blank])[0]?.markdown).toBe('Three.');
    expect(typed({}, blank, 'Three.')).toEqual({});
    // Nobody was quicker who only moved them, and what is sent names what is there now.
    const moved = { ...section('s2', '\n\nTwo.\n\n'), sha256: 'another' };
    expect(editedSections(edits, [ONE, moved])[1]?.theirs).toBeUndefined();
    expect(toSend(edits, [ONE, moved])).toEqual([{ id: 's2', sha256: 'another', markdown: 'Two!!' }]);
  });

  it('stands beside what somebody else changed elsewhere', () => {
    const now = [section('s1', 'One, by Ben.'), TWO];
    expect(editedSections(edits, now).map(({ markdown, theirs }) => ({ markdown, theirs }))).toEqual([
      { markdown: 'One, by Ben.', theirs: undefined },
      { markdown: 'Two!!', theirs: undefined },
    ]);
  });

  it('shows both texts where somebody else changed the same section, until one is chosen', () => {
    const theirs = section('s2', 'Two, by Ben.');
    const now = [ONE, theirs];
    expect(editedSections(edits, now)[1]).toMatchObject({ markdown: 'Two!!', theirs: 'Two, by Ben.' });
    // Who goes on typing has not chosen.
    expect(editedSections(typed(edits, theirs, 'Two!!!'), now)[1]?.theirs).toBe('Two, by Ben.');
    const mine = keepMine(edits, theirs);
    expect(editedSections(mine, now)[1]).toMatchObject({ markdown: 'Two!!', isChanged: true });
    expect(editedSections(mine, now)[1]?.theirs).toBeUndefined();
    expect(toSend(mine, now)).toEqual([{ id: 's2', sha256: 'sha of Two, by Ben.', markdown: 'Two!!' }]);
    expect(editedSections(without(edits, 's2'), now)[1]).toMatchObject({ markdown: 'Two, by Ben.', isChanged: false });
  });

  it('has nothing to choose where both made the same of it', () => {
    expect(editedSections(edits, [ONE, section('s2', 'Two!!\n\n')])[1]?.theirs).toBeUndefined();
  });

  it('has arrived where the draft has it, whoever was told so', () => {
    const now = [ONE, section('s2', 'Two!!\n\n')];
    expect(editedSections(edits, now)[1]).toMatchObject({ markdown: 'Two!!', isChanged: false });
    expect(withoutArrived(edits, now)).toEqual({});
    expect(withoutArrived(edits, BEFORE)).toEqual(edits);
  });

  it('is not lost with the section that it is of', () => {
    expect(editedSections(edits, [ONE])).toEqual([
      { id: 's1', heading: 'Of s1', markdown: 'One.', isChanged: false },
      { id: 's2', heading: 'Of s2', markdown: 'Two!!', isChanged: true, isGone: true },
    ]);
    const none: Edits = without(edits, 's2');
    expect(toSend(none, [ONE])).toEqual([]);
  });
});
