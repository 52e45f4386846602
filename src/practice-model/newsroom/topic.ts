import type { Language } from '../brief.ts';
import { capitalised } from './material.ts';
import { analyseEnglish } from './topic-en.ts';
import { subjectOfRussian, withoutInstruction } from './topic-ru.ts';

/** A topic in the forms in which sentences need it. */
export interface Topic {
  /** As a heading: `How tides work`. */
  readonly title: string;
  /** The title within a sentence: `how tides work`. */
  readonly titleInside: string;
  /** The slots for {@link fill} that come from the topic. */
  readonly slots: Readonly<Record<string, string>>;
}

export function topicOf(raw: string, language: Language): Topic {
  // Markdown in a topic would format the article round it.
  const plain =
    raw
      .replace(/[`*<>|[\]\\]|^[#\s]+/g, '')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/[.!…,;:]+$/, '') || (language === 'ru' ? 'без темы' : 'nothing in particular');
  if (language === 'en') {
    const { title, inside, subject } = analyseEnglish(plain);
    return {
      title: capitalised(title),
      titleInside: inside,
      slots: { title: capitalised(title), subject, titleInside: inside },
    };
  }
  const topic = withoutInstruction(plain);
  // The title stands in guillemets, so quotation marks inside are of the other kind.
  const title = capitalised(
    topic
      .replace(/"([^"]*)"/g, '„$1“')
      .replace(/[«“](?=[\p{L}\d])/gu, '„')
      .replace(/[»”]/g, '“')
      .replace(/^„([^„“]*)“$/, '$1'),
  );
  const quoted = `«${title}»`;
  return {
    title,
    titleInside: quoted,
    slots: {
      title,
      topic: quoted,
      Topic: quoted,
      Subject: capitalised(subjectOfRussian(topic) ?? quoted),
      titleInside: quoted,
    },
  };
}
