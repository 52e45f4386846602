import { SYMBOLS, type Tone } from '../../../../../src/cards/symbols.ts';
import { say } from '../../core/words.ts';
import { ToWeb } from '../../ui/to-web.tsx';
import type { Note } from './notes.ts';

const SIGNS: Readonly<Record<Tone, string>> = {
  good: SYMBOLS.supported.sign,
  bad: SYMBOLS.contradicted.sign,
  doubtful: SYMBOLS['not-found'].sign,
  plain: SYMBOLS.article.sign,
};

/** A note with its evidence. */
export function NoteCard({ note }: { readonly note: Note }) {
  const { article } = say();
  const { tone, label, text, why, quote, source } = note;
  return (
    <>
      <p class={`note-label tone-${tone}`}>
        <span aria-hidden="true">{SIGNS[tone]} </span>
        {label}
      </p>
      {text !== '' && <p>{text}</p>}
      {why !== undefined && <p class="soft">{why}</p>}
      {quote !== undefined && <blockquote>{article.factReport.quote(quote)}</blockquote>}
      {source !== undefined && (
        <p class="note-source">
          {source.address === undefined ? source.title : <ToWeb address={source.address}>{source.title}</ToWeb>}
          {source.date !== undefined && <span class="soft"> · {source.date}</span>}
        </p>
      )}
    </>
  );
}
