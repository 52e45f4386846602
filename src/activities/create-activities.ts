import type { Critic, Editor, FactChecker, Researcher, Writer } from '../agents/agent.ts';
import type {
  PatienceActivities,
  PublishingActivities,
  RecordingActivities,
  ThinkingActivities,
} from '../protocol/activities.ts';
import type { AgentRunActivities } from '../protocol/agent-run.ts';
import type { SchedulingActivities } from '../protocol/schedule.ts';
import type { ReadAddress } from '../research/read-address.ts';
import type { EvidenceStore } from '../storage/evidence-store.ts';
import type { ExtrasStore } from '../storage/extras-store.ts';
import type { DraftStore } from '../storage/draft-store.ts';
import type { ModelCallStore } from '../storage/model-call-store.ts';
import type { ProgressStore } from '../storage/progress-store.ts';
import type { ReceiptStore } from '../storage/receipt-store.ts';
import type { House } from '../agents/house.ts';
import type { ScheduleStore } from '../storage/schedule-store.ts';
import type { StyleStore } from '../storage/style-store.ts';
import type { SourceFileStore } from '../storage/source-file-store.ts';
import type { TranslationStore } from '../storage/translation-store.ts';
import type { WorkStore } from '../storage/work-store.ts';
import type { ZoneStore } from '../storage/zone-store.ts';
import { type AgentRunTools, createAgentRun } from './agent-run.ts';
import type { Budget } from './budget.ts';
import { createCompareDrafts } from './compare-drafts.ts';
import { createCritiqueDraft } from './critique-draft.ts';
import { createEditArticle } from './edit-article.ts';
import { createFactCheckDraft } from './fact-check-draft.ts';
import { toRecordingFailure } from './failures.ts';
import { createJudgeCitations } from './judge-citations.ts';
import { createPublishing, type PublishTools } from './publish-edition.ts';
import { createReadSources } from './read-sources.ts';
import { createWriteExtras } from './write-extras.ts';
import { createWriteDraft } from './write-draft.ts';
import { createNoteScheduled } from './note-scheduled.ts';
import { createPlanDeadlines } from './plan-deadlines.ts';
import { createWriteOutline } from './write-outline.ts';

/** What the activities work with. */
export interface ActivityTools extends PublishTools, AgentRunTools {
  readonly writer: Writer;
  readonly critic: Critic;
  readonly factChecker: FactChecker;
  /** Agents under `agents.external`, by name. */
  readonly external: ReadonlyMap<string, FactChecker>;
  readonly editor: Editor;
  readonly researcher: Researcher;
  readonly readAddress: ReadAddress;
  /** What people handed in. */
  readonly files: Pick<SourceFileStore, 'find'>;
  readonly progress: ProgressStore;
  readonly work: WorkStore;
  readonly drafts: DraftStore;
  readonly extras: Pick<ExtrasStore, 'read' | 'save' | 'byPeople'>;
  readonly evidence: EvidenceStore;
  readonly modelCalls: ModelCallStore;
  /** How often it is told how many words of a text are written, milliseconds. Absent: never. */
  readonly wordsEveryMs?: number;
  readonly receipts: ReceiptStore;
  readonly schedules: Pick<ScheduleStore, 'find' | 'noteRun'>;
  readonly translations: Pick<TranslationStore, 'tell'>;
  readonly style: Pick<StyleStore, 'edits' | 'note' | 'propose'>;
  readonly zones: Pick<ZoneStore, 'zonesOf'>;
  /** What needs no proposal. */
  readonly house: House;
  /** Absent: there is none. */
  readonly budget?: Budget;
}

/** Everything that runs on task queue `copydesk`. */
export function createActivities(
  tools: ActivityTools,
): ThinkingActivities &
  RecordingActivities &
  PublishingActivities &
  PatienceActivities &
  SchedulingActivities &
  AgentRunActivities {
  const { progress: store } = tools;
  return {
    readSources: createReadSources(tools),
    writeOutline: createWriteOutline(tools),
    writeDraft: createWriteDraft(tools),
    judgeCitations: createJudgeCitations(tools),
    critiqueDraft: createCritiqueDraft(tools),
    compareDrafts: createCompareDrafts(tools),
    factCheckDraft: createFactCheckDraft(tools),
    writeExtras: createWriteExtras(tools),
    editArticle: createEditArticle(tools),
    noteScheduled: createNoteScheduled(tools.schedules),
    planDeadlines: createPlanDeadlines(tools.zones),
    ...createPublishing(tools),
    ...createAgentRun(tools),
    async tellTranslations({ articleId }) {
      try {
        await tools.translations.tell(articleId);
      } catch (error) {
        throw toRecordingFailure(error);
      }
    },
    recordSoon: (progress) => store.record(progress, { certain: false }),
    async record(progress) {
      try {
        await store.record(progress, { certain: true });
      } catch (error) {
        throw toRecordingFailure(error);
      }
    },
  };
}
