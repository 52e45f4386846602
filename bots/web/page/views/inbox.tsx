import { useState } from 'preact/hooks';
import type { Answer } from '../core/api.ts';
import type { Article } from '../core/article.ts';
import type { ArticleLine, ArticlePage } from '../core/articles.ts';
import { useCommands } from '../core/commands.ts';
import { api } from '../core/session.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { say } from '../core/words.ts';
import { pathOf } from '../routes.ts';
import { ArticleRows } from '../ui/article-rows.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/problem.tsx';
import { focusedRow } from '../ui/row-keys.ts';
import { toast } from '../ui/toasts.tsx';
import { decideOn, SayWhy } from './article/decisions.tsx';
import { Welcome } from './welcome.tsx';

const LOOK_EVERY_MS = 10_000;
const WAITING = '/articles?scope=waiting&limit=50';
const UNDER_WAY = '/articles?state=running&limit=10';
const LATEST = '/articles?state=done&limit=5';

/** What is decided without opening the article, with its key. */
const QUICK = [
  ['approve', 'a'],
  ['request-changes', 'c'],
  ['reject', 'x'],
] as const;
type QuickKind = (typeof QUICK)[number][0];

interface Asked {
  readonly kind: QuickKind;
  readonly line: ArticleLine;
  /** As it stands when the question comes up, and not as the list had it. */
  readonly asking: Promise<Answer<Article>>;
  /** Once that is known. */
  readonly article?: Article;
}

/** Where the page begins: what waits for the person, oldest first, and what else is going on. */
export function Inbox() {
  const { page, words } = say();
  const t = page.inbox;
  const waiting = useLoaded<ArticlePage>(WAITING, { everyMs: LOOK_EVERY_MS });
  const underWay = useLoaded<ArticlePage>(UNDER_WAY, { everyMs: LOOK_EVERY_MS });
  const latest = useLoaded<ArticlePage>(LATEST);
  const [asked, setAsked] = useState<Asked>();

  const lines = waiting.value?.articles ?? [];
  const isAmongThem = ({ articleId }: ArticleLine): boolean => lines.some((line) => line.articleId === articleId);
  const others = (underWay.value?.articles ?? []).filter((one) => !isAmongThem(one));
  const done = latest.value?.articles ?? [];
  const refresh = async (): Promise<void> => {
    await Promise.all([waiting.reload(), underWay.reload(), latest.reload()]);
  };
  // The question is there at once: whoever goes on typing types into it.
  const ask = async (kind: QuickKind, articleId: string | undefined): Promise<void> => {
    const line = lines.find((one) => one.articleId === articleId) ?? lines[0];
    if (line === undefined) return;
    const asking = api.get<Article>(`/articles/${line.articleId}`);
    const begun: Asked = { kind, line, asking };
    setAsked(begun);
    const answer = await asking;
    if (answer.ok) setAsked((now) => (now === begun ? { ...begun, article: answer.value } : now));
  };
  const decide = async ({ kind, line, asking }: Asked, said?: string): Promise<boolean> => {
    const answer = await asking;
    if (answer.ok && answer.value.mayDecide.includes(kind))
      return await decideOn(answer.value, kind, said, { refresh });
    toast(answer.ok ? t.notNow(line.topic) : answer.problem.detail, { isProblem: true });
    await refresh();
    return false;
  };

  useCommands(
    lines.length === 0
      ? []
      : QUICK.map(([kind, keys]) => ({
          id: kind,
          label: words.buttons[kind],
          keys,
          isLocal: true,
          run: () => void ask(kind, focusedRow()),
        })),
  );

  if (waiting.value === undefined)
    return waiting.problem === undefined ? (
      <p class="loading">{page.loading}</p>
    ) : (
      <ProblemNote problem={waiting.problem} onRetry={() => void waiting.reload()} />
    );
  if (lines.length + others.length + done.length === 0 && underWay.value !== undefined && latest.value !== undefined)
    return <Welcome />;
  const title = t.title(waiting.value.count ?? { total: lines.length, isMore: false });
  return (
    <section class="view">
      <header class="view-head">
        <h1>{title}</h1>
        <a class="button button-main" href={pathOf('newArticle')}>
          {page.nav.newArticle}
        </a>
      </header>
      {waiting.problem !== undefined && <ProblemNote problem={waiting.problem} onRetry={() => void waiting.reload()} />}
      {lines.length === 0 ? (
        <p class="empty">{t.nothingWaits}</p>
      ) : (
        <ArticleRows
          articles={lines}
          label={title}
          draw={({ articleId, stage }) =>
            stage === 'waiting' && (
              <span class="row-actions">
                {QUICK.filter(([kind]) => kind !== 'reject').map(([kind]) => (
                  <button
                    key={kind}
                    type="button"
                    class="button button-small"
                    onClick={() => void ask(kind, articleId)}
                  >
                    {words.buttons[kind]}
                  </button>
                ))}
              </span>
            )
          }
        />
      )}
      {waiting.value.next !== undefined && (
        <a
          class="button"
          href={`${pathOf('list')}?${new URLSearchParams({ scope: 'waiting', cursor: waiting.value.next }).toString()}`}
        >
          {t.more}
        </a>
      )}
      {[[t.underWay, others] as const, [t.latest, done] as const].map(
        ([heading, articles]) =>
          articles.length > 0 && (
            <section key={heading} class="view-part">
              <h2>{heading}</h2>
              <ArticleRows articles={articles} label={heading} />
            </section>
          ),
      )}
      {asked?.kind === 'approve' && (
        <Confirm
          title={t.approve(asked.line.topic)}
          text={`${about(asked)}${words.buttonHints.approve}.`}
          yes={words.buttons.approve}
          onYes={() => {
            setAsked(undefined);
            void decide(asked);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked !== undefined && asked.kind !== 'approve' && (
        <SayWhy
          kind={asked.kind}
          keptAs={`${asked.kind}:${asked.line.articleId}`}
          decide={async (_, said) => await decide(asked, said)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  );

  function about({ article }: Asked): string {
    const { version } = article?.gate ?? article?.current ?? {};
    if (version === undefined) return '';
    return `${article?.gate?.subject === 'outline' ? words.outline(version) : words.draft(version)}: `;
  }
}
