import { wantedFor } from '../agents/editor/extras/wanted-for.ts';
import type { ThinkingActivities } from '../protocol/activities.ts';
import { charsOf } from '../protocol/extras.ts';
import type { ActivityTools } from './create-activities.ts';
import { runStep } from './run-step.ts';

/**
 * Writes what goes with a draft and stores it under the draft: a second run finds it there. What a person wrote for an earlier draft of
 * the article stays.
 */
export function createWriteExtras(tools: ActivityTools): ThinkingActivities['writeExtras'] {
  const { editor, extras, work } = tools;
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, draftId } = input;
      if ((await extras.read(draftId)).length > 0) return {};
      const { request, draft = '' } = await work.read({ articleId, draftId });
      const ordered = wantedFor(input.wanted, draft);
      const byPeople = (await extras.byPeople(articleId)).filter(({ name, text }) =>
        ordered.some((one) => one.name === name && charsOf(text) <= one.maxChars),
      );
      const wanted = ordered.filter(({ name }) => !byPeople.some((kept) => kept.name === name));
      const written = await editor.extras({ request, draft, wanted }, run);
      await extras.save(
        draftId,
        ordered.flatMap(({ alt: _, ...one }) => {
          const kept = byPeople.find(({ name }) => name === one.name);
          const text = kept?.text ?? written.find(({ name }) => name === one.name)?.text;
          return text === undefined ? [] : [{ ...one, text, ...(kept !== undefined && { by: kept.by }) }];
        }),
      );
      return {};
    });
}
