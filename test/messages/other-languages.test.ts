import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { ru } from '../../src/messages/ru.ts';

const SPEAKER = fileURLToPath(new URL('../fixtures/speak-other-languages.ts', import.meta.url));

describe('languages that an operator has added', () => {
  const said = JSON.parse(execFileSync(process.execPath, [SPEAKER], { encoding: 'utf8' })) as Readonly<
    Record<'spoken' | 'offered' | 'ofLocales' | 'asked' | 'buttons', readonly unknown[]>
  >;

  it('are spoken, and English where the dictionary is gone', () => {
    const { firstDraft } = en.answers;
    expect(said.spoken).toEqual([
      firstDraft,
      ru.answers.firstDraft,
      'Das ist der erste Entwurf.',
      'Este é o primeiro rascunho.',
      firstDraft,
    ]);
  });

  it('are offered beside those that are shipped, by the names that they give themselves', () => {
    expect(said.offered).toEqual(['English', 'Русский', 'Deutsch', 'Português (Brasil)']);
  });

  it('are those of whose system or chat is in them', () => {
    expect(said.ofLocales).toEqual(['de', 'de', 'pt-BR', 'pt-BR', 'ru', 'en', 'en']);
  });

  it('can be asked for by tag, or by name in any language', () => {
    const german = { kind: 'language', language: 'de' };
    expect(said.asked).toEqual([german, german, german, german, expect.objectContaining({ kind: 'faulty' })]);
  });

  it('have a button in Telegram', () => {
    expect(said.buttons).toEqual(['en', 'ru', 'de', 'pt-BR'].map((language) => ({ kind: 'language', language })));
  });
});
