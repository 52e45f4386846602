import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, startModelServer, type ModelServer, type Reply } from '../model-server.ts';
import { AGENTS, agentsAt, promptOf } from '../agents.ts';
import { DRAFT, memoryRun, REQUEST } from '../run.ts';

const CLAIMS = { claims: ['Tides come twice a day.', 'The Moon causes them.'] };
let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

function verdict(id: string, more: object = {}): object {
  return { id, verdict: 'supported', note: 'Known.', quote: null, sources: [], ...more };
}

/** A body of `POST /responses` as Perplexity gives it. */
function searched(verdicts: readonly object[], results: readonly object[], annotations: readonly object[] = []): Reply {
  return (response) =>
    answer(response, 200, {
      id: 'resp_1',
      object: 'response',
      status: 'completed',
      model: 'perplexity/sonar',
      output: [
        ...(results.length === 0 ? [] : [{ type: 'search_results', results }]),
        {
          type: 'message',
          role: 'assistant',
          content: [{ type: 'output_text', text: JSON.stringify({ verdicts }), annotations }],
        },
      ],
      usage: { input_tokens: 30, output_tokens: 20, total_tokens: 50, cost: { total_cost: 0.0062 } },
    });
}

describe('the fact-checker', () => {
  it('takes claims from fresh passages alone, and looks for what was wrong before in the whole', async () => {
    const { factChecker } = await agentsAt(server);
    const wrong = { claim: 'The sea is cheese.', verdict: 'contradicted', note: 'No.', sources: [] } as const;
    const earlier = [{ provider: 'model', verified: false, claims: [wrong] }];
    const input = { request: REQUEST, draft: DRAFT, earlier };
    server.script({ claims: [{ id: 'c1', stillSaid: true }] }, CLAIMS, { verdicts: [verdict('c1'), verdict('c2')] });
    const { claims } = await factChecker.check({ ...input, fresh: 'Tides come twice a day.' }, memoryRun());
    expect(promptOf(server, 0).user).toContain(DRAFT);
    expect(promptOf(server, 1).user).toContain('<draft>Tides come twice a day.</draft>');
    expect(claims.map(({ claim }) => claim)).toEqual([wrong.claim, ...CLAIMS.claims]);
  });

  it('asks for no claims where nothing is fresh', async () => {
    const { factChecker } = await agentsAt(server);
    const report = await factChecker.check({ request: REQUEST, draft: DRAFT, fresh: '\n' }, memoryRun());
    expect(report.claims).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  describe('with provider model', () => {
    it('judges the claims from memory and marks the report as unverified', async () => {
      const { factChecker } = await agentsAt(server);
      const invented = { quote: 'twice', sources: [{ title: 'Remembered', url: 'https://example.org/x', date: null }] };
      server.script(CLAIMS, {
        verdicts: [verdict('c1', invented), verdict('c2', { verdict: 'not-found' })],
      });
      const run = memoryRun();
      expect(await factChecker.check({ request: REQUEST, draft: DRAFT }, run)).toEqual({
        provider: 'model',
        verified: false,
        claims: [
          { claim: 'Tides come twice a day.', verdict: 'supported', note: 'Known.', sources: [] },
          { claim: 'The Moon causes them.', verdict: 'not-found', note: 'Known.', sources: [] },
        ],
      });
      expect(factChecker.model).toBe('fact-checker');
      expect(run.calls.map(({ purpose }) => purpose)).toEqual(['fact-checker.claims', 'fact-checker.verdicts']);
      expect(promptOf(server, 0).system).toMatch(/^You are the fact-checker of a newsroom\./);
      expect(promptOf(server, 0).tags).toEqual(['task', 'topic', 'language', 'draft']);
      expect(promptOf(server, 1).user).toContain(
        '<claims><claim id="c1">Tides come twice a day.</claim><claim id="c2">The Moon causes them.</claim></claims>',
      );
    });

    it('checks no more claims than configured, and each once', async () => {
      const { factChecker } = await agentsAt(server);
      server.script(
        { claims: ['a', 'b', 'b', ' ', 'c', 'd'] },
        { verdicts: [verdict('c1'), verdict('c2'), verdict('c3')] },
      );
      const report = await factChecker.check({ request: REQUEST, draft: DRAFT }, memoryRun());
      expect(report.claims.map(({ claim }) => claim)).toEqual(['a', 'b', 'c']);
    });

    it('asks for no verdict when there is nothing to check', async () => {
      const { factChecker } = await agentsAt(server);
      server.script({ claims: [] });
      expect(await factChecker.check({ request: REQUEST, draft: DRAFT }, memoryRun())).toEqual({
        provider: 'model',
        verified: false,
        claims: [],
      });
    });

    it.each([
      ['twice', [verdict('c1'), verdict('c1'), verdict('c2')], 'More than one thing is said of c1.'],
      [
        'under an id of its own',
        [verdict('c1'), verdict('c2'), verdict('c9')],
        '1 of the answers have an id that no claim has.',
      ],
      ['under a name', [verdict('c1'), verdict('The Moon')], 'Nothing is said of c2.'],
    ])('sends back an answer that says something %s', async (_, verdicts, fault) => {
      const { factChecker } = await agentsAt(server);
      server.script(CLAIMS, { verdicts }, { verdicts: [verdict('C2', { verdict: 'contradicted' }), verdict('1')] });
      const report = await factChecker.check({ request: REQUEST, draft: DRAFT }, memoryRun());
      expect(server.requests[2]?.body.messages?.[3]?.content).toContain(fault);
      expect(report.claims.map(({ verdict: found }) => found)).toEqual(['supported', 'contradicted']);
    });

    it('counts what was said clearly, and the rest as not found, where the model never says it all', async () => {
      const { factChecker } = await agentsAt(server);
      const partly = { verdicts: [verdict('c2', { verdict: 'contradicted' }), verdict('The Moon')] };
      server.script(CLAIMS, partly, partly, partly);
      const report = await factChecker.check({ request: REQUEST, draft: DRAFT }, memoryRun());
      expect(report.claims.map(({ verdict: found }) => found)).toEqual(['not-found', 'contradicted']);
    });

    it('counts nothing where nothing is said of any claim, or two things of the same', async () => {
      const { factChecker } = await agentsAt(server);
      const strange = { verdicts: [verdict('The Moon'), verdict('c1'), verdict('1')] };
      server.script(CLAIMS, strange, strange, strange);
      await expect(factChecker.check({ request: REQUEST, draft: DRAFT }, memoryRun())).rejects.toMatchObject({
        code: 'model-answer-unusable',
      });
    });

    describe('after an earlier draft was found wrong', () => {
      const wrong = (claim: string) =>
        ({
          claim,
          verdict: 'contradicted',
          note: 'No.',
          quote: 'it is not so',
          sources: [{ title: 'T', url: 'https://example.org/t' }],
        }) as const;
      const earlier = [
        { provider: 'perplexity', verified: true, claims: [wrong('Tides come hourly.'), wrong('Mars causes them.')] },
      ] as const;

      it('keeps the verdict on what is still said, and looks no further when it need not', async () => {
        const { factChecker } = await agentsAt(server);
        const answers = [
          { id: 'c2', stillSaid: true },
          { id: 'c1', stillSaid: false },
        ];
        server.script({ claims: answers });
        expect(
          await factChecker.check({ request: REQUEST, draft: DRAFT, scope: 'earlier', earlier }, memoryRun()),
        ).toEqual({ provider: 'model', verified: true, claims: [wrong('Mars causes them.')] });
        expect(server.requests).toHaveLength(1);
      });

      it('takes no word for it that a claim is gone which stands there to the letter', async () => {
        const { factChecker } = await agentsAt(server);
        const gone = ['c1', 'c2'].map((id) => ({ id, stillSaid: false }));
        server.script({ claims: gone });
        const draft = `${DRAFT}\n\nTides  **come** hourly.`;
        const { claims } = await factChecker.check({ request: REQUEST, draft, scope: 'earlier', earlier }, memoryRun());
        expect(claims.map(({ claim }) => claim)).toEqual(['Tides come hourly.']);
      });

      it('puts what is still said before what is found anew', async () => {
        const { factChecker } = await agentsAt(server);
        server.script(
          { claims: ['c1', 'c2'].map((id) => ({ id, stillSaid: id === 'c1' })) },
          { claims: ['Tides come hourly.', 'The sea is salty.'] },
          { verdicts: [verdict('c1'), verdict('c2')] },
        );
        const report = await factChecker.check({ request: REQUEST, draft: DRAFT, earlier }, memoryRun());
        expect(report.verified).toBe(false);
        expect(report.claims.map(({ claim, verdict: found }) => [claim, found])).toEqual([
          ['Tides come hourly.', 'contradicted'],
          ['The sea is salty.', 'supported'],
        ]);
      });
    });

    it('sends back an answer that leaves a claim out', async () => {
      const { factChecker } = await agentsAt(server);
      server.script(
        CLAIMS,
        { verdicts: [verdict('c1')] },
        { verdicts: [verdict('c2', { verdict: 'contradicted' }), verdict('c1')] },
      );
      const report = await factChecker.check({ request: REQUEST, draft: DRAFT }, memoryRun());
      expect(server.requests[2]?.body.messages?.[3]?.content).toContain('Nothing is said of c2.');
      expect(report.claims.map(({ claim, verdict: found }) => [claim, found])).toEqual([
        ['Tides come twice a day.', 'supported'],
        ['The Moon causes them.', 'contradicted'],
      ]);
    });
  });

  describe('with provider perplexity', () => {
    const perplexity = { factChecker: { ...AGENTS.factChecker, providers: ['perplexity'] } } as const;

    it('forces a search at its own address and keeps the sources that came back', async () => {
      const { factChecker } = await agentsAt(server, perplexity);
      server.script(
        CLAIMS,
        searched(
          [
            verdict('c1', {
              quote: 'two high tides',
              sources: [{ title: '', url: 'http://www.example.org/tides/#top', date: null }],
            }),
            verdict('c2', {
              sources: [{ title: 'Moon', url: 'https://example.org/moon', date: '2020-01-01' }],
            }),
          ],
          [{ title: 'Tides', url: 'https://example.org/tides', date: '2024-05-01', snippet: 'two high tides' }],
          [{ type: 'url_citation', url: 'https://example.org/moon', title: 'The Moon', start_index: 0, end_index: 1 }],
        ),
      );
      const run = memoryRun();
      expect(await factChecker.check({ request: REQUEST, draft: DRAFT }, run)).toEqual({
        provider: 'perplexity',
        verified: true,
        claims: [
          {
            claim: 'Tides come twice a day.',
            verdict: 'supported',
            note: 'Known.',
            quote: 'two high tides',
            sources: [{ title: 'Tides', url: 'https://example.org/tides', date: '2024-05-01' }],
          },
          {
            claim: 'The Moon causes them.',
            verdict: 'supported',
            note: 'Known.',
            sources: [{ title: 'The Moon', url: 'https://example.org/moon' }],
          },
        ],
      });
      expect(factChecker.model).toBe('perplexity/sonar');
      expect(server.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
        ['/v1/chat/completions', 'Bearer k-llm'],
        ['/v1/responses', 'Bearer k-perplexity'],
      ]);
      const body = server.requests[1]?.body;
      expect(body).toMatchObject({
        model: 'perplexity/sonar',
        tools: [{ type: 'web_search' }],
        tool_choice: { type: 'web_search' },
        text: { format: { type: 'json_schema', name: 'verdicts', strict: true } },
      });
      expect(JSON.stringify(body?.input)).toMatch(/<task-[0-9a-f]{16}>verdicts</);
      expect(run.calls[1]).toMatchObject({
        model: 'perplexity/sonar',
        costUsd: 0.0062,
        inputTokens: 30,
        outputTokens: 20,
      });
      expect([...run.answers.values()][1]?.sources).toHaveLength(2);
    });

    it('does not take a remembered address for a source', async () => {
      const { factChecker } = await agentsAt(server, perplexity);
      const invented = {
        sources: [{ title: 'Remembered', url: 'https://example.org/invented', date: null }],
        quote: 'so it is',
      };
      server.script(
        CLAIMS,
        searched(
          [verdict('c1', invented), verdict('c2', { verdict: 'contradicted' })],
          [{ title: 'T', url: 'https://example.org/t' }],
        ),
      );
      const report = await factChecker.check({ request: REQUEST, draft: DRAFT }, memoryRun());
      expect(report.verified).toBe(true);
      expect(report.claims.map(({ verdict: found, sources, quote }) => [found, sources, quote])).toEqual([
        ['not-found', [], undefined],
        ['not-found', [], undefined],
      ]);
    });

    it.each([
      ['in other letters and spaces', 'Two  HIGH tides', 'supported', 'Two  HIGH tides'],
      ['with an omission', 'two high tides … every day', 'supported', 'two high tides … every day'],
      ['that stands nowhere', 'three high tides', 'not-found', undefined],
      ['of which one part stands nowhere', 'two high tides … every hour', 'not-found', undefined],
      ['that is in every text', 'two', 'not-found', undefined],
    ])('looks a quotation up in what the search returned: one %s', async (_, quote, found, kept) => {
      const { factChecker } = await agentsAt(server, perplexity);
      const sources = [{ title: 'T', url: 'https://example.org/t', date: null }];
      server.script(
        { claims: ['Tides come twice a day.'] },
        searched(
          [verdict('c1', { quote, sources })],
          [{ title: 'T', url: 'https://example.org/t', snippet: 'There are two high\ntides, as a rule, every day.' }],
        ),
      );
      const { claims } = await factChecker.check({ request: REQUEST, draft: DRAFT }, memoryRun());
      expect(claims[0]).toMatchObject({ verdict: found });
      expect(claims[0]?.quote).toBe(kept);
      expect(claims[0]?.sources).toHaveLength(kept === undefined ? 0 : 1);
    });

    it('shows the page that has the words, even if the model names another', async () => {
      const { factChecker } = await agentsAt(server, perplexity);
      server.script(
        { claims: ['Tides come twice a day.'] },
        searched(
          [
            verdict('c1', {
              verdict: 'contradicted',
              quote: 'once a day here',
              sources: [{ title: 'A', url: 'https://a.example', date: null }],
            }),
          ],
          [
            { title: 'A', url: 'https://a.example', snippet: 'Nothing of it.' },
            { title: 'B', url: 'https://b.example', snippet: 'Tides come once a day here.' },
          ],
        ),
      );
      const { claims } = await factChecker.check({ request: REQUEST, draft: DRAFT }, memoryRun());
      expect(claims[0]?.verdict).toBe('contradicted');
      expect(claims[0]?.sources.map(({ url }) => url)).toEqual(['https://b.example', 'https://a.example']);
    });

    it('is not verified when nothing was searched after all', async () => {
      const { factChecker } = await agentsAt(server, perplexity);
      server.script(CLAIMS, searched([verdict('c1'), verdict('c2')], []));
      const report = await factChecker.check({ request: REQUEST, draft: DRAFT }, memoryRun());
      expect(report).toMatchObject({ provider: 'perplexity', verified: false });
      expect(report.claims.every(({ verdict: found }) => found === 'not-found')).toBe(true);
    });

    it('keeps the search when JSON has to come by a function, and names the key when it is refused', async () => {
      const byFunction = { factChecker: { ...perplexity.factChecker, structuredOutput: 'function_calling' } } as const;
      const { factChecker } = await agentsAt(server, byFunction);
      const claims: Reply = (response) =>
        answer(response, 200, {
          choices: [
            {
              finish_reason: 'tool_calls',
              message: {
                role: 'assistant',
                tool_calls: [
                  { id: 'c', type: 'function', function: { name: 'claims', arguments: JSON.stringify(CLAIMS) } },
                ],
              },
            },
          ],
        });
      server.script(claims, (response) =>
        answer(response, 403, {
          error: { message: 'Sonar is now the Agent API', type: 'agent_api_migration_required' },
        }),
      );
      const error = await factChecker
        .check({ request: REQUEST, draft: DRAFT }, memoryRun())
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'model-unauthorized', status: 403 });
      expect(String(error)).toContain('PERPLEXITY_API_KEY');
      expect(server.requests[1]?.body).toMatchObject({
        tools: [{ type: 'web_search' }],
        tool_choice: { type: 'web_search' },
      });
    });
  });
});
