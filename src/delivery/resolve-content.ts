import type { ChatMessage } from '../protocol/chat-message.ts';
import type { DecisionRecord } from '../protocol/desk-state.ts';
import type { ArticleStore, StoredArticle } from '../storage/article-store.ts';
import type { DecisionStore } from '../storage/decision-store.ts';
import type { DraftStore } from '../storage/draft-store.ts';
import type { ArticleFrame, ChatContent, ToldDecision } from './chat-content.ts';

/** Where the texts are that messages refer to. */
export interface Library {
  readonly articles: ArticleStore;
  readonly drafts: DraftStore;
  readonly decisions: DecisionStore;
}

/** What a message says, with its texts. @throws when something it refers to is not in the database. */
export async function resolveContent(library: Library, article: StoredArticle, frame: ArticleFrame, message: ChatMessage): Promise<ChatContent> {
  const { drafts, decisions, articles } = library;
  const { approvers } = article.settings.approval;
  const tell = async (decided: DecisionRecord | undefined): Promise<{ readonly decided?: ToldDecision }> => {
    if (decided === undefined) return {};
    const words = await decisions.words(decided.id);
    return { decided: { ...decided, ...(words !== undefined && { words }) } };
  };

  switch (message.kind) {
    case 'status': {
      const isWaiting = message.stage === 'waiting' || message.stage === 'stuck';
      return { frame, ...message, waitingFor: isWaiting ? approvers : [], cost: await articles.cost(article.articleId) };
    }
    case 'draft': {
      const { decided, ...rest } = message;
      const [text, told] = await Promise.all([drafts.get(message.draft.draftId), tell(decided)]);
      return { frame, ...rest, text: { ...text, version: message.draft.version }, ...told };
    }
    case 'gate': {
      const { decided, ...rest } = message;
      const [text, told] = await Promise.all([drafts.get(message.draft.draftId), tell(decided)]);
      return { frame, ...rest, text: { ...text, version: message.draft.version }, waitingFor: approvers, ...told };
    }
    case 'critique': {
      const critique = await drafts.findCritique(message.critiqueId);
      if (critique === undefined) throw new Error(`There is no critique ${message.critiqueId} in this database. Do worker and bots share one DATABASE_URL?`);
      return { frame, kind: 'critique', version: message.version, critique };
    }
    case 'fact-report': {
      const report = await drafts.findFactReport(message.factReportId);
      if (report === undefined) throw new Error(`There is no fact report ${message.factReportId} in this database. Do worker and bots share one DATABASE_URL?`);
      return { frame, kind: 'fact-report', version: message.version, report };
    }
    case 'failure':
    case 'notice':
      return { frame, ...message };
    case 'final': {
      if (article.result === null) throw new Error(`Article ${article.articleId} has no finished text yet.`);
      return { frame, kind: 'final', version: message.version, article: article.result };
    }
    default:
      return message satisfies never;
  }
}
