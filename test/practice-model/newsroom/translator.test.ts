import { describe, expect, it } from 'vitest';
import { differencesBetween } from '../../../src/agents/translation/differences.ts';
import { isInAnotherLanguage } from '../../../src/agents/model/reading/language-fault.ts';
import { findBrief } from '../../../src/practice-model/brief.ts';
import { fidelity } from '../../../src/practice-model/newsroom/fidelity.ts';
import { firstDraft, revise } from '../../../src/practice-model/newsroom/writer.ts';
import { translate } from '../../../src/practice-model/newsroom/translator.ts';

const briefOf = (prompt: string) => {
  const brief = findBrief([prompt]);
  if (brief === undefined) throw new Error('It is no brief.');
  return brief;
};
const translated = (text: string, from: string, to: string) =>
  translate(
    briefOf(
      `<task>translate</task><topic>How tides work</topic><language>${to}</language><original_section from="${from}">${text}</original_section>`,
    ),
  );

describe('the practice translator', () => {
  it.each([
    ['How tides work', 'en', 'ru'],
    ['Как спят дельфины', 'ru', 'en'],
    ['Why inflation hurts', 'en', 'ru'],
  ])('says in the other language what it has written on “%s”', (topic, from, to) => {
    const ordered = `<topic>${topic}</topic><language>${from}</language>`;
    const text = [1, 2].reduce(
      (draft) => revise(briefOf(`<task>revise</task>${ordered}<draft>${draft}</draft>`)),
      firstDraft(briefOf(`<task>draft</task>${ordered}`)),
    );
    const other = translated(text, from, to);
    expect(differencesBetween(text, other)).toEqual([]);
    expect(isInAnotherLanguage(other.replaceAll(topic, ''), to)).toBe(false);
    expect(other).not.toMatch(/перевести не умеет|has no words for|[{}\uE0D0]/);
  });

  it('finds its own translation good, and names where it had no words', () => {
    const judged = (text: string) =>
      fidelity(
        briefOf(
          `<task>fidelity</task><topic>How tides work</topic><language>ru</language><draft><draft_section id="s1">${text}</draft_section></draft>`,
        ),
      );
    const good = judged(translated('The Moon lifts the water straight up.', 'en', 'ru'));
    expect(good).toMatchObject({ weaknesses: [], suggestions: [] });
    expect(good.score).toBeGreaterThan(8.5);
    expect(judged(translated('Ann saw 45 waves.', 'en', 'ru'))).toMatchObject({
      score: 8,
      weaknesses: [{ section: 's1' }],
      suggestions: [{ section: 's1' }],
    });
  });

  it('keeps of what others wrote notes, links, numbers and code, and says that it has no words for the rest', () => {
    const text = 'Ann saw 45 waves [e3] in `tide.sh`, see [a book](https://x.example/b).\n\n```\nlet it = 1;\n```';
    const other = translated(text, 'en', 'ru');
    expect(other).toContain('перевести не умеет: 45 [e3] `tide.sh` [a book](https://x.example/b)');
    expect(differencesBetween(text, other)).toEqual([]);
  });
});
