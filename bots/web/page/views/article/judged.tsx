import type { Draft } from '../../core/article.ts';
import { say } from '../../core/words.ts';
import { NoteCard } from './note-card.tsx';
import { notesOf } from './notes.ts';

/** What the critic and the fact-checkers say of a draft as a whole. */
export function Judged({ draft }: { readonly draft: Draft }) {
  const { article } = say();
  const { critique, factReport, version } = draft;
  return (
    <div class="judged">
      {critique !== undefined && (
        <section>
          <h2>{article.critique.heading(version, critique.score)}</h2>
          <ul class="criteria bare">
            {critique.criteria.map(({ criterion, score, judgement }) => (
              <li key={criterion}>
                <meter min={0} max={10} value={score} aria-hidden="true" />
                <strong>{article.critique.criterion(criterion, score)}</strong> <span>{judgement}</span>
              </li>
            ))}
          </ul>
          <Points title={article.critique.strengths} points={critique.strengths} />
          <Points
            title={article.critique.weaknesses}
            points={[
              ...critique.weaknesses.map(({ words }) => words),
              ...critique.unmet.map(({ kind, item }) => article.critique.unmet[kind](item)),
              ...critique.differs.map(({ kind, missing, added }) => article.critique.differs[kind](missing, added)),
            ]}
          />
          <Points title={article.critique.suggestions} points={critique.suggestions.map(({ words }) => words)} />
          {critique.factsQuestionable && factReport === undefined && <p>{article.critique.factsQuestionable}</p>}
        </section>
      )}
      {factReport !== undefined && <Facts draft={draft} factReport={factReport} />}
    </div>
  );
}

function Facts({
  draft,
  factReport,
}: {
  readonly draft: Draft;
  readonly factReport: NonNullable<Draft['factReport']>;
}) {
  const words = say();
  const { article } = words;
  // The others stand beside the words that make them.
  const notes = notesOf(draft, words).filter(({ kind, passage }) => kind === 'claim' && passage === undefined);
  return (
    <section>
      <h2>{article.factReport.heading(draft.version)}</h2>
      <p>{article.factReport.summary(factReport)}</p>
      <p class="soft">{article.factReport.basis(factReport)}</p>
      <ul class="claims bare">
        {notes.map((note) => (
          <li key={note.id}>
            <NoteCard note={note} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Points({ title, points }: { readonly title: string; readonly points: readonly string[] }) {
  if (points.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </>
  );
}
