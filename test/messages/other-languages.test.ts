import { describe, expect, it } from 'vitest';
import { decodeOwnButton, encodeOwnButton } from '../../bots/telegram/render/own-button.ts';
import { toCommand } from '../../src/chat/to-command.ts';
import { en } from '../../src/messages/en.ts';
import { languageName } from '../../src/messages/language-name.ts';
import { languageOfLocale } from '../../src/messages/language-of-locale.ts';
import { addDictionaries, interfaceLanguages, messages } from '../../src/messages/messages.ts';

const german = { ...en, answers: { ...en.answers, firstDraft: 'Das ist der erste Entwurf.' } };
const brazilian = { ...en, answers: { ...en.answers, firstDraft: 'Este é o primeiro rascunho.' } };
addDictionaries(
  new Map([
    ['de', german],
    ['pt-BR', brazilian],
  ]),
);

describe('a language that an operator has added', () => {
  it('is spoken, and offered beside those that are shipped', () => {
    expect(messages('de').answers.firstDraft).toBe('Das ist der erste Entwurf.');
    expect(interfaceLanguages()).toEqual(['en', 'ru', 'de', 'pt-BR']);
    expect(interfaceLanguages().map(languageName)).toEqual(['English', 'Русский', 'Deutsch', 'Português (Brasil)']);
  });

  it('is that of whose system or chat is in it', () => {
    expect(['de', 'de_AT.UTF-8', 'pt-br', 'pt', 'ru_RU.UTF-8', 'C.UTF-8', undefined].map(languageOfLocale)).toEqual([
      'de',
      'de',
      'pt-BR',
      'pt-BR',
      'ru',
      'en',
      'en',
    ]);
  });

  it.each(['de', 'German', 'Deutsch', 'немецкий'])('can be asked for as %s', (typed) => {
    expect(toCommand(`language ${typed}`)).toEqual({ kind: 'language', language: 'de' });
  });

  it('has a button in Telegram', () => {
    for (const language of interfaceLanguages())
      expect(decodeOwnButton(encodeOwnButton({ kind: 'language', language }))).toEqual({ kind: 'language', language });
  });

  it('is English again when its dictionary is gone', () => {
    expect(messages('fr')).toBe(en);
  });
});
