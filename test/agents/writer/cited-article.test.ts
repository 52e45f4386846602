import { describe, expect, it } from 'vitest';
import { citedArticle, citedOutline } from '../../../src/agents/writer/cited-article.ts';
import { DRAFT, REQUEST } from '../run.ts';

const PAGE = 'The Moon pulls the water that faces it a little more than the Earth beneath.';
const NOTE = { id: 'e1', quote: PAGE, title: 'Tides', address: 'https://a.example/tides', sha256: 'a' };
const evidence = { notes: [NOTE], pages: { a: PAGE } };
const codesOf = (text: string, order: object = { evidence }): readonly string[] => {
  const reading = citedArticle({ request: REQUEST, ...order }).read({ text, sources: [] });
  return reading.ok ? [] : [...reading.fault.matchAll(/\[([a-z-]+)\]/g)].map(([, code = '']) => code);
};

describe('an article with evidence', () => {
  it.each([
    ['It pulls [e1].', []],
    ['It pulls [e1, e2].', ['unknown-note']],
    ['See [it](https://a.example/tides#part).', []],
    ['See [it](//a.example/tides/).', []],
    ['See [it](https://b.example/).', ['invented-address']],
    ['See https://b.example/.', ['invented-address']],
    ['See <a href=b.example>it</a>.', ['invented-address']],
    ['See [it][1].\n\n[1]: b.example', ['invented-address']],
    ['See [above](#top).', []],
    ['“pulls the water that faces it” [e1].', []],
    ['“pulls the water … than the Earth beneath” [e1].', []],
    ['“pushes the water that faces it” [e1].', ['stray-quote']],
    ['«pushes the water that faces it»', ['stray-quote']],
    ['A “blue moon” is rare [e1].', []],
  ])('%s: %j', (sentence, codes) => {
    expect(codesOf(`${DRAFT}\n\n${sentence}`)).toEqual(codes);
  });

  it('may link to what people named, and to nothing else without evidence', () => {
    const text = `${DRAFT}\n\nSee https://b.example/x.`;
    expect(
      codesOf(text, { comments: [{ byName: 'Ann', onVersion: 1, text: 'Link to b.example/x: https://b.example/x' }] }),
    ).toEqual([]);
    expect(codesOf(text, {})).toEqual(['invented-address']);
    expect(codesOf(`${DRAFT} [e1]`, {})).toEqual(['unknown-note']);
  });

  it('is not made do with where it invents something', () => {
    const twoTitles = `${DRAFT}\n\n# Another title\n\nThe sea comes back.`;
    const read = (text: string) => citedArticle({ request: REQUEST, evidence }).read({ text, sources: [] });
    expect(read(twoTitles)).toMatchObject({ ok: false, makeshift: expect.any(String) as string });
    expect(read(`${twoTitles} See https://b.example.`)).not.toHaveProperty('makeshift');
  });
});

describe('its outline', () => {
  it('names notes, or is made do with', () => {
    const read = (text: string) => citedOutline({ request: REQUEST, evidence }).read({ text, sources: [] });
    const plan = '- The angle is the pull of the Moon\n- What the Moon does to the water';
    expect(read(`${plan} [e1]`)).toEqual({ ok: true, value: `${plan} [e1]` });
    expect(read(plan)).toMatchObject({ ok: false, code: 'no-evidence', makeshift: plan });
  });
});
