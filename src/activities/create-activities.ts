import type { Critic, Editor, FactChecker, Writer } from '../agents/agent.ts';
import type { RecordingActivities, ThinkingActivities } from '../protocol/activities.ts';
import type { ArticleStore } from '../storage/article-store.ts';
import type { DecisionStore } from '../storage/decision-store.ts';
import type { DraftStore } from '../storage/draft-store.ts';
import type { ModelCallStore } from '../storage/model-call-store.ts';
import { createCritiqueDraft } from './critique-draft.ts';
import { createEditArticle } from './edit-article.ts';
import { createFactCheckDraft } from './fact-check-draft.ts';
import type { OutagePolicy } from './failures.ts';
import { createWriteDraft } from './write-draft.ts';

/** What the thinking activities work with. */
export interface Desks {
  readonly writer: Writer;
  readonly critic: Critic;
  readonly factChecker: FactChecker;
  readonly editor: Editor;
  readonly articles: ArticleStore;
  readonly drafts: DraftStore;
  readonly decisions: DecisionStore;
  readonly modelCalls: ModelCallStore;
  readonly outages: OutagePolicy;
}

/** Everything that runs on task queue `copydesk`. */
export function createActivities(desks: Desks): ThinkingActivities & RecordingActivities {
  return {
    writeDraft: createWriteDraft(desks),
    critiqueDraft: createCritiqueDraft(desks),
    factCheckDraft: createFactCheckDraft(desks),
    editArticle: createEditArticle(desks),
    openArticle: (article) => desks.articles.open(article),
    recordDecision: (decision) => desks.decisions.record(decision),
    closeArticle: ({ articleId, stage, version }) => desks.articles.close(articleId, stage, version),
  };
}
