import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../../core/api.ts';
import type { Article, Diff } from '../../core/article.ts';
import { go, query } from '../../core/router.ts';
import { api } from '../../core/session.ts';
import { say } from '../../core/words.ts';
import { pathOf } from '../../routes.ts';
import { ProblemNote } from '../../ui/problem.tsx';

/** Any two drafts, section by section and word by word. By default the newest and the one before. */
export function Compare({ article }: { readonly article: Article }) {
  const { page, words } = say();
  const { articleId, drafts } = article;
  const versions = drafts.map(({ version }) => version);
  const asked = (name: string): number | undefined =>
    versions.find((version) => String(version) === query.value.get(name));
  const to = asked('to') ?? versions.at(-1) ?? 1;
  const from = asked('from') ?? versions.findLast((version) => version < to) ?? to;
  const [answer, setAnswer] = useState<Answer<Diff>>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    const ask = async (): Promise<void> => {
      const given = await api.get<Diff>(`/articles/${articleId}/diff?from=${from}&to=${to}`, {
        signal: leaving.signal,
      });
      if (!leaving.signal.aborted) setAnswer(given);
    };
    void ask();
    return () => leaving.abort();
  }, [articleId, from, to, tries]);
  const choose = (chosen: { readonly from: number; readonly to: number }): void =>
    go(`${pathOf('compare', { articleId })}?from=${chosen.from}&to=${chosen.to}`, { replace: true });
  const options = drafts.map(({ version, outline }) => (
    <option key={version} value={version}>
      {outline ? words.outline(version) : words.draft(version)}
    </option>
  ));
  return (
    <div class="compare">
      <div class="compare-which">
        <label>
          {page.article.compare.from}
          <select value={from} onChange={({ currentTarget }) => choose({ from: Number(currentTarget.value), to })}>
            {options}
          </select>
        </label>
        <label>
          {page.article.compare.to}
          <select value={to} onChange={({ currentTarget }) => choose({ from, to: Number(currentTarget.value) })}>
            {options}
          </select>
        </label>
      </div>
      {answer === undefined ? (
        <p class="soft" role="status">
          {page.loading}
        </p>
      ) : answer.ok ? (
        <Changes diff={answer.value} />
      ) : (
        <ProblemNote problem={answer.problem} onRetry={() => setTries(tries + 1)} />
      )}
    </div>
  );
}

type SectionDiff = Diff['sections'][number];

function Changes({ diff }: { readonly diff: Diff }) {
  const { page } = say();
  const texts = page.article.compare;
  if (diff.sections.every(({ kind }) => kind === 'same')) return <p>{texts.sameText}</p>;
  return (
    <div class="text">
      {diff.sections.map(({ id, heading, kind, words }) => (
        <section key={id} class={`diff diff-${kind}`}>
          <h2>
            {heading === '' ? texts.beginning : heading} <span class="badge">{texts.kinds[kind]}</span>
          </h2>
          {kind !== 'same' && (
            <p class="diff-words">
              {withoutHeading(words).map(({ kind: change, text }, at) => {
                if (change === 'added') return <ins key={at}>{visible(text)}</ins>;
                if (change === 'removed') return <del key={at}>{visible(text)}</del>;
                return <span key={at}>{text}</span>;
              })}
            </p>
          )}
        </section>
      ))}
    </div>
  );
}

/** The heading stands above, unless it is what changed. */
function withoutHeading([first, ...rest]: SectionDiff['words']): SectionDiff['words'] {
  if (first === undefined) return [];
  if (first.kind !== 'same') return [first, ...rest];
  return [{ ...first, text: first.text.replace(/^\s*#{1,6} [^\n]*\n+/, '') }, ...rest];
}

/** A paragraph that begins or ends is a change that nobody would see otherwise. */
function visible(text: string): string {
  return /^\s*\n\s*\n\s*$/.test(text) ? `¶${text}` : text;
}
