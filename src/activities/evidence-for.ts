import type { WriterEvidence } from '../agents/agent.ts';
import type { ActivityTools } from './create-activities.ts';

/** What the draft may cite, and what was found of the citations of the one it grows from. */
export async function evidenceFor(
  articleId: string,
  basisId: string | undefined,
  { evidence: store }: ActivityTools,
): Promise<{ readonly evidence: WriterEvidence }> {
  const [{ notes, pages }, judged] = await Promise.all([
    store.read(articleId),
    basisId === undefined ? undefined : store.findCitations(basisId),
  ]);
  return { evidence: { notes, pages, ...(judged !== undefined && { judged: judged.sentences }) } };
}
