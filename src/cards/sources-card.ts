import type { ChatContent, CitedSources } from '../delivery/chat-content.ts';
import { cleanLine } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';
import { type Messages, messages } from '../messages/messages.ts';
import type { FailedSource, JudgedSentence, ReadSource } from '../protocol/evidence.ts';
import { type Card, line, marked, type Part, point, type Row, rows } from './card.ts';

const SHOWN_CHARS = 120;

/** Which sources were read, and which could not be, each with why. */
export function sourcesCard({ frame, report }: Extract<ChatContent, { readonly kind: 'sources' }>): Card {
  const t = messages(frame.language);
  const summary = t.sources.summary(report);
  return {
    language: frame.language,
    mark: 'researching',
    title: t.sources.heading,
    parts: [
      rows(line(summary), ...report.failed.map((source) => failedRow(source, t))),
      ...(report.read.length === 0 ? [] : [rows(...report.read.map((source) => readRow(source, t)))]),
    ],
    notification: [t.sources.heading, summary, frame.request.topic],
  };
}

function readRow({ address, file, title, notes, isFound }: ReadSource, t: Messages): Row {
  const shown = shorten(cleanLine(title), SHOWN_CHARS);
  const about = [t.sources.notes(notes), ...(isFound === true ? [t.sources.found] : [])].join(', ');
  if (file !== undefined) return point('file', `${fileShown(file, shown)}: ${about}`);
  return address === undefined
    ? point('file', `${shown} (${t.sources.handedIn}): ${about}`)
    : point('link', { text: shown, address: cleanLine(address) }, `: ${about}`);
}

/** What it is about, and by what name people know it. */
function fileShown(file: string, title: string): string {
  const name = shorten(cleanLine(file), SHOWN_CHARS);
  return title === name || title === '' ? name : `${title} (${name})`;
}

/** As plain words: nobody is led where we did not go ourselves. */
function failedRow({ address, file, fault }: FailedSource, t: Messages): Row {
  const name = file ?? (address === undefined ? undefined : withoutScheme(cleanLine(address)));
  const named = name === undefined ? t.sources.handedIn : shorten(cleanLine(name), SHOWN_CHARS);
  return marked('unverified', t.sources.failed(named, fault));
}

function withoutScheme(address: string): string {
  return address.replace(/^https?:\/\//i, '');
}

/** Of more the draft's own report tells. */
const MOST_SHOWN = 5;
const SENTENCE_CHARS = 300;

/** Before anybody decides on a draft: what it rests on. */
export function supportParts(cited: CitedSources, t: Messages): readonly Part[] {
  const { sources } = t;
  switch (cited.kind) {
    case 'none':
      return [rows(marked('unverified', sources.none))];
    case 'not-judged':
      return [rows(line(sources.notJudged))];
    case 'judged': {
      const { sentences } = cited.report;
      if (sentences.length === 0) return [rows(marked('unverified', sources.nothingCited))];
      const weak = (['not', 'partly'] as const).flatMap((support) =>
        sentences.filter((one) => one.support === support).map((one) => weakRow(one, support, t)),
      );
      return [rows(marked('researching', sources.support(cited.report)), ...weak.slice(0, MOST_SHOWN))];
    }
    default:
      return cited satisfies never;
  }
}

function weakRow({ sentence, note }: JudgedSentence, support: 'not' | 'partly', t: Messages): Row {
  const why = note === '' ? '' : ` (${shorten(cleanLine(note), SENTENCE_CHARS)})`;
  return point(
    support === 'not' ? 'contradicted' : 'not-found',
    { text: `${t.sources.verdicts[support]}: `, look: 'bold' },
    `${shorten(cleanLine(sentence), SENTENCE_CHARS)}${why}`,
  );
}
