import type { ChatMessage, DraftMessage } from '../protocol/chat-message.ts';
import { type DraftRecord, draftHash } from '../protocol/draft.ts';
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
export async function resolveContent(
  library: Library,
  article: StoredArticle,
  frame: ArticleFrame,
  message: ChatMessage,
): Promise<ChatContent> {
  const { drafts, decisions, articles } = library;
  const { approvers } = article.settings.approval;

  const tell = async <K extends string>(
    key: K,
    decisionId: string | undefined,
  ): Promise<{ readonly [P in K]?: ToldDecision }> => {
    const told = decisionId === undefined ? undefined : await decisions.get(decisionId);
    return told === undefined ? {} : ({ [key]: told } as { readonly [P in K]: ToldDecision });
  };
  const onCard = async ({ draftId, version, buttons, decidedBy }: Omit<DraftMessage, 'kind'>) => {
    const [{ score, ...text }, decided] = await Promise.all([drafts.get(draftId), tell('decided', decidedBy)]);
    const draft: DraftRecord = {
      draftId,
      version,
      hash: draftHash(text.sha256),
      author: text.author,
      ...(score !== undefined && { score }),
    };
    return { draft, text: { ...text, version }, buttons, ...decided };
  };

  switch (message.kind) {
    case 'status': {
      const { decidedBy, ...rest } = message;
      const isWaiting = message.stage === 'waiting' || message.stage === 'stuck';
      const [lastDecision, cost] = await Promise.all([
        tell('lastDecision', decidedBy),
        articles.cost(article.articleId),
      ]);
      return { frame, ...rest, waitingFor: isWaiting ? approvers : [], cost, ...lastDecision };
    }
    case 'draft':
      return { frame, kind: 'draft', ...(await onCard(message)) };
    case 'gate':
      return { frame, kind: 'gate', stopReason: message.stopReason, waitingFor: approvers, ...(await onCard(message)) };
    case 'critique': {
      const critique = await drafts.findCritique(message.critiqueId);
      if (critique === undefined) throw missing('critique', message.critiqueId);
      return { frame, kind: 'critique', version: message.version, critique };
    }
    case 'fact-report': {
      const report = await drafts.findFactReport(message.factReportId);
      if (report === undefined) throw missing('fact report', message.factReportId);
      return { frame, kind: 'fact-report', version: message.version, report };
    }
    case 'failure':
    case 'notice':
      return { frame, ...message };
    case 'final': {
      if (article.result === null) throw missing('finished text of article', article.articleId);
      return { frame, kind: 'final', version: message.version, article: article.result };
    }
    default:
      return message satisfies never;
  }
}

function missing(what: string, id: string): Error {
  return new Error(`There is no ${what} ${id} in this database. Do worker and bots share one DATABASE_URL?`);
}
