import { NativeConnection, type Worker } from '@temporalio/worker';
import { createActivities } from '../../src/activities/create-activities.ts';
import { createAgentRunStore } from '../../src/storage/agent-run-store.ts';
import { createEvidenceStore } from '../../src/storage/evidence-store.ts';
import { createExtrasStore } from '../../src/storage/extras-store.ts';
import { createScheduleStore } from '../../src/storage/schedule-store.ts';
import { createStyleStore } from '../../src/storage/style-store.ts';
import { createTranslationStore } from '../../src/storage/translation-store.ts';
import { createDraftStore } from '../../src/storage/draft-store.ts';
import { createModelCallStore } from '../../src/storage/model-call-store.ts';
import { createPool } from '../../src/storage/pool.ts';
import { createProgressStore } from '../../src/storage/progress-store.ts';
import { createPublicationStore } from '../../src/storage/publication-store.ts';
import { createReceiptStore } from '../../src/storage/receipt-store.ts';
import { createWorkStore } from '../../src/storage/work-store.ts';
import { createZoneStore } from '../../src/storage/zone-store.ts';
import { createWorker } from '../../worker/create-worker.ts';
import { loadWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { zeroAgents } from '../support/zero-agents.ts';

// A worker in a process of its own, so that its memory is nobody else's. Says its state when it works, ends with SIGTERM.
const [address = '', databaseUrl = '', scores = '6,8.4', namespace = 'default'] = process.argv.slice(2);
quietRuntime();
const pool = createPool(
  databaseUrl,
  { poolSize: 10, connectionTimeoutSeconds: 5, statementTimeoutSeconds: 10 },
  () => undefined,
);
const worker: Worker = await createWorker({
  connection: await NativeConnection.connect({ address }),
  namespace,
  identity: 'bench',
  bundle: await loadWorkflowBundle(),
  settings: {
    maxCachedWorkflows: 100,
    maxConcurrentActivities: 50,
    shutdownGraceSeconds: 1,
    stickyTimeoutSeconds: 2,
  },
  activities: createActivities({
    ...zeroAgents(scores.split(',').map(Number)),
    progress: createProgressStore(pool),
    work: createWorkStore(pool),
    drafts: createDraftStore(pool),
    evidence: createEvidenceStore(pool),
    schedules: createScheduleStore(pool),
    zones: createZoneStore(pool),
    style: createStyleStore(pool),
    translations: createTranslationStore(pool),
    extras: createExtrasStore(pool),
    house: { templates: [], styles: {} },
    modelCalls: createModelCallStore(pool),
    receipts: createReceiptStore(pool),
    publications: createPublicationStore(pool),
    agentRuns: createAgentRunStore(pool),
    asking: TEST_SETTINGS,
    publishers: new Map(),
    scrub: (text) => text,
  }),
});
process.once('SIGTERM', () => worker.shutdown());
process.stdout.write('working\n');
await worker.run();
process.exit();
