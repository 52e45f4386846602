import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { shippedPrompts } from '../../src/config/prompts.ts';
import { createAgents } from '../../src/agents/create-agents.ts';
import { toSections } from '../../src/document/sections/draft-sections.ts';
import { joinSections } from '../../src/document/sections/split-sections.ts';
import { suggestionItems } from '../../src/protocol/ledger.ts';
import { startPracticeModel, type PracticeModel } from '../../src/practice-model/server.ts';
import { mapCache, memoryLogger, memoryRun, SETTINGS } from '../agents/run.ts';

let server: PracticeModel;
beforeAll(async () => {
  server = await startPracticeModel();
});
afterAll(() => server.stop());

describe('practice model with the real agents', () => {
  it.each([
    ['How tides work', 'en', 'perplexity', 'json_schema'],
    ['Как работает сон', 'ru', 'model', 'function_calling'],
    ['Startup budgets', 'en', 'perplexity', 'json_mode'],
  ] as const)(
    'writes “%s” from topic to article, in %s, facts by %s, answers by %s',
    async (topic, language, provider, structuredOutput) => {
      const logger = memoryLogger();
      const settings = { ...SETTINGS, structuredOutput };
      const { writer, critic, factChecker, editor } = await createAgents(
        {
          writer: settings,
          critic: settings,
          factChecker: { ...settings, providers: [provider], searchModel: 'perplexity/sonar', maxClaims: 8 },
          editor: settings,
          external: {},
          prompts: shippedPrompts(),
          house: { templates: [], styles: {} },
        },
        {
          llm: { baseUrl: server.url },
          perplexity: { baseUrl: server.url.replace('/v1', ''), apiKey: 'k' },
          cache: mapCache(),
          logger,
        },
      );
      const run = memoryRun();
      const request = { topic, language, mustMention: ['Reykjavik'], lengthWords: 600 };
      const comments = [{ byName: 'Reader', onVersion: 2, text: 'title: "A new one"' }];

      const first = await writer.write({ request, comments: [] }, run);
      const firstCritique = await critic.critique(
        { request, draft: toSections(first.text, 'agent'), comments: [] },
        run,
      );
      const report = await factChecker.check({ request, draft: first.text }, run);
      const draft = toSections(first.text, 'agent');
      const revised = await writer.revise(
        {
          request,
          draft,
          critique: firstCritique,
          factReports: [report],
          open: suggestionItems('c1', firstCritique, 1),
          kept: [],
        },
        run,
      );
      const second = { text: joinSections(revised.draft) };
      const secondCritique = await critic.critique(
        { request, draft: toSections(second.text, 'agent'), comments: [] },
        run,
      );
      const open = [
        ...comments.map((comment) => ({ id: 'd1', kind: 'comment' as const, ...comment })),
        ...suggestionItems('c2', secondCritique, 2),
      ];
      const last = await writer.revise(
        { request, draft: revised.draft, critique: secondCritique, open, kept: [] },
        run,
      );
      const third = { text: joinSections(last.draft) };
      const thirdCritique = await critic.critique({ request, draft: toSections(third.text, 'agent'), comments }, run);
      const final = await editor.edit({ request, draft: third.text, keepText: false }, run);

      const other = await writer.write({ request, comments: [] }, { ...memoryRun(), variant: 1 });
      const blocks = first.text.split('\n\n');
      expect(other.text.split('\n\n').filter((block) => blocks.includes(block)).length / blocks.length).toBeLessThan(
        0.5,
      );
      expect(firstCritique.factsQuestionable).toBe(true);
      expect(report.verified).toBe(provider === 'perplexity');
      expect(report.claims[0]).toMatchObject({
        verdict: 'contradicted',
        sources: provider === 'perplexity' ? [{ url: expect.stringContaining('example.org/practice') as string }] : [],
      });
      expect(second.text).toContain('Reykjavik');
      expect(secondCritique.score).toBeGreaterThan(firstCritique.score);
      expect(thirdCritique.score).toBeGreaterThan(secondCritique.score);
      expect(final.title).toBe('A new one');
      expect(final.text.startsWith('# A new one\n')).toBe(true);
      // Beside the calls, a repaired answer or a doubted edit would be in the log.
      expect(logger.lines.filter((line) => !/^a model was asked .*"outcome":"answered"/i.test(line))).toEqual([]);
    },
  );
});
