import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  renderCosts,
  renderHelp,
  renderHome,
  renderHomeNotice,
  renderList,
  renderStatus,
  sayText,
} from '../../../../bots/slack/render/reply.ts';
import type { Listed } from '../../../../src/chat/chat-desk.ts';
import type { ListView } from '../../../../src/protocol/list-view.ts';
import type { ArticleSummary } from '../../../../src/gateway/article-list.ts';
import { messages } from '../../../../src/messages/messages.ts';
import type { JsonObject } from '../../../../src/practice-model/json.ts';
import { INTERFACE_LANGUAGES, STAGES } from '../../../../src/protocol/article.ts';
import { LIMITS, refusalOfMessage, refusalOfView } from '../../../emulators/slack/limits.ts';
import { ARTICLE, statusOf } from '../bench.ts';

const text = (maxLength: number) => fc.string({ unit: 'binary', minLength: 1, maxLength, size: 'max' });
const summary = fc.record({
  articleId: fc.constant(ARTICLE),
  topic: text(300),
  requesterName: text(200),
  requester: fc.constant('slack:U1'),
  approvers: fc.constant(['requester']),
  stage: fc.constantFrom(...STAGES),
  startedAt: fc.date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2030-01-01') }),
  updatedAt: fc.constant(new Date('2030-01-01')),
}) satisfies fc.Arbitrary<ArticleSummary>;
const ten = fc.array(summary, { maxLength: 10 });
const links = new Map([[ARTICLE, 'https://acme.slack.com/archives/C1/p1718000000000100']]);
const asSent = (value: object) => JSON.parse(JSON.stringify(value)) as JsonObject;

describe('renderHome', () => {
  it('fits into what Slack takes, whatever people wrote', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...INTERFACE_LANGUAGES),
        fc.record({
          waitingForMe: fc.record({ articles: ten, total: fc.nat(200), isMore: fc.boolean() }),
          askedByMe: ten,
          running: ten,
          finishedLastWeek: ten,
        }),
        text(5000),
        (language, home, notice) => {
          const view = renderHome({
            home,
            links,
            waiting: new Map([[ARTICLE, { status: statusOf(), text: notice }]]),
            page: 2,
            hasMore: true,
            language,
            notice,
          });
          expect(refusalOfView(asSent(view))).toBeUndefined();
          expect(refusalOfView(asSent(renderHomeNotice([notice], messages(language))))).toBeUndefined();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('asks nobody again who has just decided', () => {
    const t = messages('en');
    const [article] = fc.sample(summary, 1);
    if (article === undefined) throw new Error('There is no article');
    const home = {
      waitingForMe: { articles: [article], total: 3, isMore: false },
      askedByMe: [],
      running: [],
      finishedLastWeek: [],
    };
    const shown = (stage: 'waiting' | 'finishing' | 'stuck') =>
      JSON.stringify(
        renderHome({
          home,
          links,
          waiting: new Map([
            [ARTICLE, { status: statusOf({ stage, controls: ['retry'] }), text: '# Tides\n\nThe sea.' }],
          ]),
          language: 'en',
        }),
      );
    expect(shown('waiting')).toContain('article:approve');
    expect(shown('stuck')).toContain('article:retry');
    const view = { scope: 'waiting', page: 1 } as const;
    expect(shown('waiting')).toContain(t.chat.list.heading(view, { total: 3, isMore: false }));
    expect(shown('finishing')).toContain(t.chat.list.heading(view, { total: 2, isMore: false }));
    expect(shown('finishing')).toContain(t.chat.list.empty(view));
  });
});

describe('what waits for somebody on their Home tab', () => {
  const article: ArticleSummary = {
    articleId: ARTICLE,
    topic: 'How tides work',
    requesterName: 'Ann',
    requester: 'slack:U1',
    approvers: ['requester'],
    stage: 'waiting',
    startedAt: new Date(),
    updatedAt: new Date(),
    score: 8.2,
    usd: 0.12,
    waits: {
      since: new Date(Date.now() - 3 * 3_600_000),
      missing: { kind: 'decision', about: { kind: 'draft', version: 3 }, waitingFor: ['requester'] },
    },
  };
  const home = {
    waitingForMe: { articles: [article], total: 1, isMore: false },
    askedByMe: [],
    running: [],
    finishedLastWeek: [],
  };
  const shown = (draft: string | undefined): string =>
    JSON.stringify(
      renderHome({
        home,
        links,
        waiting: new Map([
          [
            ARTICLE,
            {
              status: statusOf({
                current: { version: 3, hash: 'abcdef01', draftId: 'd', author: 'agent', score: 8.2 },
              }),
              ...(draft !== undefined && { text: draft }),
            },
          ],
        ]),
        language: 'en',
      }).blocks,
    );

  it('has the number of the draft, its age, score and cost, and its first lines above the buttons', () => {
    const view = shown('# How tides work\n\nTwice a day the **sea** rises.\n\n- The Moon pulls');
    expect(view).toMatch(
      /Draft 3 waits · asked by Ann · waiting for 3 hours · 8\.2 of 10 · \$0\.12.*Twice a day the sea rises\.[^"]*The Moon pulls.*article:approve/,
    );
  });

  it('cannot be approved unseen', () => {
    expect(shown(undefined)).not.toContain('article:approve');
    expect(shown(undefined)).toContain('article:request-changes');
  });

  it('is shown page by page', () => {
    const buttonsAt = (page: number, hasMore: boolean) =>
      [
        ...JSON.stringify(renderHome({ home, links, waiting: new Map(), page, hasMore, language: 'en' })).matchAll(
          /"action_id":"home:(back|more)","text":\{[^}]*\},"value":"(\d+)"/g,
        ),
      ].map(([, to, value]) => [to, value]);
    expect(buttonsAt(1, false)).toEqual([]);
    expect(buttonsAt(1, true)).toEqual([['more', '2']]);
    expect(buttonsAt(3, true)).toEqual([
      ['back', '2'],
      ['more', '4'],
    ]);
  });
});

describe('answers', () => {
  it('fit into what Slack takes, whatever people wrote, and mention nobody', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...INTERFACE_LANGUAGES),
        text(300),
        text(4000),
        fc.array(summary, { maxLength: 20 }),
        (language, topic, said, articles) => {
          const t = messages(language);
          const hostile = `<!channel> <@U1> ${topic} *bold* <https://evil.example|safe>`;
          const replies = [
            sayText(`${said} <!here>`),
            renderHelp('/article ', t),
            renderList(listedOf(articles, { scope: 'here', state: 'running', page: 3 }), links, language),
            renderStatus(
              statusOf({ topic: hostile, requesterName: hostile }),
              { link: links.get(ARTICLE), workspace: 'T1' },
              language,
            ),
          ];
          for (const reply of replies) {
            expect(refusalOfMessage(asSent(reply), LIMITS.postedText)).toBeUndefined();
            expect(reply.text).not.toMatch(/<[!@#]|<https/);
            const parsed = reply.blocks.filter((block) => JSON.stringify(block).includes('"mrkdwn"'));
            expect(JSON.stringify(parsed)).not.toMatch(/<[!@#]|<https/);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

const listedOf = (articles: readonly ArticleSummary[], view: ListView, hasMore = true): Listed => ({
  kind: 'list',
  view,
  articles,
  hasMore,
});

describe('renderList', () => {
  it('has a button for each other list, and for the pages around it', () => {
    const shown = renderList(listedOf([], { scope: 'here', state: 'running', page: 2 }), links, 'en');
    const elements = shown.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(elements.map((one) => ('value' in one ? one.value : undefined))).toEqual([
      'list here running',
      'list here running 3',
      'list',
      'inbox',
      'list here',
      'list running',
      'list done',
    ]);
    expect(shown.text).toContain('There is nothing on page 2.');
  });

  it('begins nothing elsewhere than in the empty list of one’s own', () => {
    const offers = (view: ListView): boolean =>
      JSON.stringify(renderList(listedOf([], view, false), links, 'en')).includes('form:open');
    expect(offers({ scope: 'mine', page: 1 })).toBe(true);
    expect(offers({ scope: 'waiting', page: 1 })).toBe(false);
  });
});

describe('renderCosts', () => {
  it('fits into what Slack takes, whatever the topics are', () => {
    const count = fc.nat({ max: 1_000_000 });
    const spending = fc.record({ calls: count, unpriced: count, usd: fc.double({ min: 0, max: 1e6, noNaN: true }) });
    const recent = fc.record({ today: spending, month: spending });
    const article = fc.tuple(text(300), fc.constantFrom(...STAGES), spending);
    fc.assert(
      fc.property(
        fc.constantFrom(...INTERFACE_LANGUAGES),
        recent,
        fc.array(article, { maxLength: 10 }),
        (language, sums, articles) => {
          const costs = {
            person: sums,
            channel: sums,
            everyone: sums,
            articles: articles.map(([topic, stage, spent]) => ({ articleId: ARTICLE, topic, stage, ...spent })),
          };
          expect(refusalOfMessage(asSent(renderCosts(costs, links, language)), LIMITS.postedText)).toBeUndefined();
        },
      ),
      { numRuns: 30 },
    );
  });
});
