import { useEffect, useMemo } from 'preact/hooks';
import type { Article } from '../../core/article.ts';
import { useCommands } from '../../core/commands.ts';
import { go } from '../../core/router.ts';
import { api } from '../../core/session.ts';
import { useTitle } from '../../core/use-title.ts';
import { type PageWords, say } from '../../core/words.ts';
import { type PlaceName, pathOf } from '../../routes.ts';
import { Moment } from '../../ui/moment.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { aboutOf, act } from './act.ts';
import { type ArticleStore, createArticleStore } from './article-store.ts';
import { Beside } from './beside.tsx';
import { Controls } from './controls.tsx';
import { Decisions } from './decisions.tsx';
import { Compare } from './compare.tsx';
import { Drafts } from './drafts.tsx';
import { Edit } from './edit.tsx';
import { Judged } from './judged.tsx';
import { Languages } from './languages.tsx';
import { Ledger } from './ledger.tsx';
import { Places } from './places.tsx';
import { Receipt } from './receipt.tsx';
import { Reading } from './reading.tsx';
import { Thread } from './thread.tsx';
import { Writing } from './writing.tsx';
import { ScoreLine } from './score-line.tsx';

export type ArticleView = Extract<
  PlaceName,
  'article' | 'draft' | 'compare' | 'edit' | 'ledger' | 'thread' | 'receipt' | 'original'
>;

interface ArticlePageProps {
  readonly articleId: string;
  readonly view: ArticleView;
  /** Of the draft that is looked at. Default: the one that decisions are about. */
  readonly version?: number;
}

/** One article: how it stands, its text, and what may be done about it. */
export function ArticlePage({ articleId, view, version }: ArticlePageProps) {
  const store = useMemo(() => createArticleStore({ articleId, api }), [articleId]);
  useEffect(() => () => store.close(), [store]);
  const article = store.article.value;
  const topic = article?.topic;
  useTitle(topic);
  if (store.isGone.value) return <p class="notice">{say().page.article.gone}</p>;
  if (article === undefined)
    return store.problem.value === undefined ? (
      <p class="loading">{say().page.loading}</p>
    ) : (
      <ProblemNote problem={store.problem.value} onRetry={() => void store.refresh()} />
    );
  return (
    <article class="piece">
      <Head article={article} store={store} />
      <Views article={article} shown={view} />
      <Shown article={article} store={store} view={view} version={version} />
      {view !== 'edit' && <Decisions article={article} store={store} />}
    </article>
  );
}

interface ShownProps {
  readonly article: Article;
  readonly store: ArticleStore;
  readonly view: ArticleView;
  readonly version: number | undefined;
}

function Shown({ article, store, view, version }: ShownProps) {
  switch (view) {
    case 'article': {
      const final = store.entries.value.findLast(({ kind, html }) => kind === 'final' && html !== undefined);
      if (article.delivered !== undefined && final?.html !== undefined)
        return <DeliveredText article={article} html={final.html} />;
      const { value: writing } = store.writing;
      if (writing !== undefined)
        return (
          <>
            <Drafts article={article} shown={undefined} />
            <Writing text={writing} />
          </>
        );
      return <Text article={article} store={store} version={article.current?.version} />;
    }
    case 'draft':
      return <Text article={article} store={store} version={version ?? article.current?.version} />;
    case 'compare':
      return <Compare article={article} />;
    case 'edit':
      return <Edit article={article} store={store} />;
    case 'ledger':
      return <Ledger article={article} store={store} />;
    case 'thread':
      return <Thread articleId={article.articleId} store={store} />;
    case 'receipt':
      return <Receipt article={article} />;
    case 'original':
      return <Beside article={article} store={store} />;
    default:
      return view satisfies never;
  }
}

function waitingWords({ waitingFor, gate }: Article, { card }: PageWords['article']): string {
  const { later, needsEach } = gate?.tally ?? {};
  if (later !== undefined) return card.waitingInTurn(waitingFor, later);
  return (needsEach ? card.waitingForEach : card.waitingFor)(waitingFor);
}

/** The ways to look at an article. */
function Views({ article, shown }: { readonly article: Article; readonly shown: ArticleView }) {
  const { page } = say();
  const { articleId, drafts } = article;
  const views: readonly (readonly [ArticleView, string])[] = [
    ['article', page.article.views.text],
    ...(drafts.length > 1 ? [['compare', page.article.views.compare] as const] : []),
    ...(article.translation === undefined ? [] : [['original', page.article.views.original] as const]),
    ['ledger', page.article.views.ledger],
    ['thread', page.article.views.thread],
    ...(article.delivered === undefined ? [] : [['receipt', page.article.views.receipt] as const]),
  ];
  useCommands(
    views.map(([view, label], at) => ({
      id: view,
      label,
      keys: String(at + 1),
      isLocal: true,
      run: () => go(pathOf(view, { articleId })),
    })),
  );
  return (
    <nav class="views" aria-label={page.article.views.label}>
      {views.map(([view, label]) => (
        <a
          key={view}
          href={pathOf(view, { articleId })}
          {...((view === shown || (view === 'article' && shown === 'draft')) && { 'aria-current': 'page' as const })}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}

interface TextProps {
  readonly article: Article;
  readonly store: ArticleStore;
  readonly version: number | undefined;
}

/** A draft, what is said of it, and the others. */
function Text({ article, store, version }: TextProps) {
  const { page, article: told, words } = say();
  if (version === undefined) return <p class="soft">{page.article.noDraft}</p>;
  const { draft, problem } = store.draft(version).value;
  const { decided, score } = article.drafts.find((one) => one.version === version) ?? {};
  return (
    <>
      <Drafts article={article} shown={version} />
      {draft === undefined ? (
        problem === undefined ? (
          <p class="soft" role="status">
            {page.loading}
          </p>
        ) : (
          <ProblemNote problem={problem} onRetry={() => void store.refresh()} />
        )
      ) : (
        <>
          <p class="soft small">
            {told.draft.heading(draft)}
            {score !== undefined && <> · {words.format.score(score)}</>} · <Moment at={draft.createdAt} />
          </p>
          {decided !== undefined && (
            <p class="decided">
              {told.decided(decided, words.format.dateTime(decided.at))}
              {decided.words !== undefined && <q>{decided.words}</q>}
            </p>
          )}
          <BringBack article={article} store={store} version={version} />
          <Reading article={article} store={store} draft={draft} />
          <Judged draft={draft} />
          <Files
            label={page.article.downloads}
            files={['md', 'docx', 'html', 'pdf'].map((ending) => ({
              name: `draft.${ending}`,
              href: `${pathOf('draft', { articleId: article.articleId, version })}/files/draft.${ending}`,
            }))}
          />
        </>
      )}
    </>
  );
}

/** The text as it was delivered, after the final edit. */
function DeliveredText({ article, html }: { readonly article: Article; readonly html: string }) {
  return (
    <>
      <Drafts article={article} shown={undefined} />
      <div class="text" lang={article.language} dangerouslySetInnerHTML={{ __html: html }} />
    </>
  );
}

/** An earlier draft may be decided on in place of the newest. */
function BringBack({
  article,
  store,
  version,
}: {
  readonly article: Article;
  readonly store: ArticleStore;
  readonly version: number;
}) {
  const { page } = say();
  const about = aboutOf(article);
  if (!article.mayDecide.includes('bring-back') || about.version === undefined || version >= about.version) return null;
  const bringBack = async (): Promise<void> => {
    const { articleId } = article;
    const isTaken = await act(store, `/articles/${articleId}/decisions`, { kind: 'bring-back', ...about, to: version });
    if (isTaken) go(pathOf('article', { articleId }));
  };
  return (
    <p>
      <button type="button" class="button button-small" onClick={() => void bringBack()}>
        {page.article.bringBack(version)}
      </button>
    </p>
  );
}

interface FilesProps {
  readonly label: string;
  readonly files: readonly { readonly name: string; readonly href: string }[];
}

/** A text in every form in which it can be taken away. */
function Files({ label, files }: FilesProps) {
  const { page } = say();
  return (
    <ul class="actions bare" aria-label={label}>
      {files.map(({ name, href }) => (
        <li key={name}>
          <a class="button button-small" href={href} download>
            {page.article.download(name.split('.').at(-1) ?? name)}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What was delivered, in every form in which it can be had. */
function Delivered({ delivered }: { readonly delivered: NonNullable<Article['delivered']> }) {
  const { article: told, page } = say();
  return (
    <section class="delivered">
      <p>
        <strong>{told.final.ready(delivered.title)}</strong>{' '}
        <span class="soft">{told.final.from(delivered.version)}</span>
      </p>
      <Files label={page.article.downloads} files={delivered.files} />
    </section>
  );
}

/** How far people are, where it takes several. */
function TallyLines({ tally }: { readonly tally: NonNullable<NonNullable<Article['gate']>['tally']> }) {
  const { article: told, page } = say();
  const { approvals, rejections, done, approved, rejected, yours } = tally;
  return (
    <p class="tally" role="status">
      {told.gate.approvedBy(approved, done, approvals)}
      {rejected.length > 0 && <> {told.gate.rejectedBy(rejected, rejected.length, rejections)}</>}
      {yours !== undefined && <span class="soft"> {page.article.yours[yours]}</span>}
    </p>
  );
}

function Head({ article, store }: { readonly article: Article; readonly store: ArticleStore }) {
  const { words, article: told, page } = say();
  const { stage, step, wordsSoFar, scores, waitingFor, costUsd, gate, translation } = article;
  return (
    <header class="piece-head">
      <h1>{article.topic}</h1>
      {translation !== undefined && (
        <p class="soft">
          {words.translation(translation.from, translation.into, false)}
          {translation.newer !== undefined && (
            <strong class="stale"> {page.article.languages.behind(translation.of, translation.newer)}</strong>
          )}
        </p>
      )}
      <p class={`stage stage-${stage}`} role="status">
        {words.stage(stage, step, wordsSoFar)}
        {waitingFor.length > 0 && <span class="soft"> · {waitingWords(article, told)}</span>}
        {gate?.claim !== undefined && <span class="soft"> · {words.claimed(gate.claim.byName)}</span>}
      </p>
      {article.gate?.tally !== undefined && <TallyLines tally={article.gate.tally} />}
      {store.live.value === 'away' && (
        <p class="away" role="status">
          {page.article.away}
        </p>
      )}
      {article.failure !== undefined && (
        <p class="fault">
          {article.failure.what} {article.failure.wayOut}
        </p>
      )}
      <p class="soft small">
        {told.card.askedBy(article.requester.name)} · <Moment at={article.createdAt} />
        {costUsd !== undefined && <> · {words.format.money(costUsd)}</>}
      </p>
      {article.delivered !== undefined && <Delivered delivered={article.delivered} />}
      {article.delivered !== undefined && <Languages article={article} />}
      <ScoreLine scores={scores} goal={article.qualityThreshold} />
      <Places article={article} store={store} />
      <Controls article={article} store={store} />
    </header>
  );
}
