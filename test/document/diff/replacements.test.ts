import { describe, expect, it } from 'vitest';
import { isSpelling, replacementsIn, standsIn } from '../../../src/document/diff/replacements.ts';
import { cpuMs } from '../../support/cpu-ms.ts';

const found = (before: string, after: string, language = 'en') =>
  replacementsIn(before, after, language).map(({ from, to, times }) => `${from} → ${to} (${times})`);

describe('replacementsIn', () => {
  it('counts which words were replaced by which, and forms of one word as one', () => {
    expect(
      found(
        'Send an email. Your email is safe, and emails are short.',
        'Send an e-mail. Your e-mail is safe, and e-mails are short.',
      ),
    ).toEqual(['email → e-mail (3)']);
    expect(
      found(
        'В Интернете пишут, что Интернет стар. Жители Интернета согласны.',
        'В интернете пишут, что интернет стар. Жители интернета согласны.',
        'ru',
      ),
    ).toEqual(['Интернет → интернет (3)']);
  });

  it('takes phrases of a few words, and words beside one another, each for its own', () => {
    expect(found('It rose by ten per cent, then six per cent.', 'It rose by ten percent, then six percent.')).toEqual([
      'per cent → percent (2)',
    ]);
    expect(found('We utilise email here.', 'We use e-mail here.')).toEqual(['email → e-mail (1)', 'utilise → use (1)']);
  });

  it.each([
    ['a number', 'It has 12 legs.', 'It has 14 legs.'],
    ['a name', 'So said Anna of it.', 'So said Maria of it.'],
    ['a capital because a sentence begins', 'Go on, then stop.', 'Go on. Then stop.'],
    ['a capital that goes since none begins', '- Tides rise.\n', 'And tides rise.\n'],
    ['a whole sentence', 'The sea is wide and deep.', 'Nobody knows how far it goes.'],
    ['what is only added', 'The sea rises.', 'The sea rises twice.'],
    ['marks and spaces', 'The **sea**  rises.', 'The *sea* rises.'],
  ])('leaves out %s', (_, before, after) => {
    expect(found(before, after)).toEqual([]);
  });

  it('knows a word at the beginning of a sentence for the one within', () => {
    expect(found('Email is old. An email is short.', 'E-mail is old. An e-mail is short.')).toEqual([
      'email → e-mail (2)',
    ]);
  });

  it('takes nouns of German for nouns', () => {
    expect(found('Eine Photographie und die Photographie.', 'Eine Fotografie und die Fotografie.', 'de')).toEqual([
      'Photographie → Fotografie (2)',
    ]);
  });

  it('is soon done with any text', () => {
    const startedAt = cpuMs();
    found('a b '.repeat(25_000), 'b a c '.repeat(16_000));
    found('x'.repeat(100_000), 'y'.repeat(100_000));
    found('»'.repeat(100_000), `${'»'.repeat(99_999)}a`);
    expect(cpuMs() - startedAt).toBeLessThan(3000);
  });
});

describe('isSpelling', () => {
  it.each([
    ['email', 'e-mail', true],
    ['Интернет', 'интернет', true],
    ['еще', 'ещё', true],
    ['per cent', 'percent', true],
    ['utilise', 'use', false],
  ])('says of %s and %s: %s', (from, to, is) => {
    expect(isSpelling({ from, to }, 'en')).toBe(is);
  });
});

describe('standsIn', () => {
  it('looks for whole words, and for capitals where they are the difference', () => {
    expect(standsIn('An Email came.', { from: 'email', to: 'e-mail' }, 'en')).toBe(true);
    expect(standsIn('An e-mail came, and emails.', { from: 'email', to: 'e-mail' }, 'en')).toBe(false);
    expect(standsIn('Про интернет', { from: 'Интернет', to: 'интернет' }, 'ru')).toBe(false);
    expect(standsIn('ten per cent', { from: 'per cent', to: 'percent' }, 'en')).toBe(true);
  });
});
