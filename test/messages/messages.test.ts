import { describe, expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES, type Stage } from '../../src/protocol/article.ts';
import { DECISIONS, FAILURE_CODES, REFUSALS, REFUSER } from '../fixtures/refusals.ts';

const AT = '2026-11-23T14:07:00Z';
const ANY = { hasDraft: true };

/** Every text of a dictionary that takes no parameter, by its path. */
function plainTexts(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => plainTexts(inner, `${path}.${key}`));
}

describe.each(INTERFACE_LANGUAGES)('messages in %s', (language) => {
  const say = messages(language);

  it('leave no text empty', () => {
    const texts = plainTexts(say, language);
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('say each refusal in full sentences that fit an alert of Telegram', () => {
    for (const refusal of REFUSALS) {
      const text = say.answers.refusal(refusal);
      expect(text).toMatch(/^\p{L}.*\.$/u);
      // Telegram: answerCallbackQuery takes 200 characters.
      expect(text.length).toBeLessThanOrEqual(200);
      expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });

  it('count the words that are written', () => {
    const counted = [1, 3, 5, 21, 430].map((words) =>
      say.words.step('writing', words).replace(say.words.steps.writing, ''),
    );
    expect(counted).toEqual(
      {
        en: [', 1 word', ', 3 words', ', 5 words', ', 21 words', ', 430 words'],
        ru: [', уже 1 слово', ', уже 3 слова', ', уже 5 слов', ', уже 21 слово', ', уже 430 слов'],
      }[language],
    );
    expect(say.words.stage('drafting', 'writing', 5)).toBe(
      `${say.words.stages.drafting}: ${say.words.step('writing', 5)}`,
    );
  });

  it('say of each failure what happened and what to do', () => {
    const told = FAILURE_CODES.flatMap((code) => [
      say.failures.words(code, { hasDraft: false }),
      say.failures.words(code, { hasDraft: true }),
    ]);
    expect(new Set(told.map(({ what }) => what)).size).toBe(FAILURE_CODES.length);
    for (const { what, wayOut } of told) {
      expect(what).toMatch(/\.$/);
      expect(wayOut).toMatch(/\.$/);
    }
  });

  it('tell an unknown failure as a fault of ours', () => {
    expect(say.failures.words('no-such-code', ANY)).toEqual(say.failures.words('internal', ANY));
    expect(say.failures.words('toString', ANY)).toEqual(say.failures.words('internal', ANY));
  });

  it('name who decided what', () => {
    const told = DECISIONS.map((kind) => say.article.decided({ kind, byName: REFUSER }, say.words.format.dateTime(AT)));
    expect(new Set(told).size).toBe(DECISIONS.length);
    for (const text of told) expect(text).toContain(REFUSER);
    const { where } = say.words;
    const elsewhere = DECISIONS.map((kind) => say.article.decided({ kind, byName: REFUSER }, 'today', where('slack')));
    for (const text of elsewhere) expect(text).toContain(`(${where('slack')})`);
  });

  it('put a name that is no rule as it is', () => {
    expect(say.words.approver('Ann')).toBe('Ann');
  });
});

describe('messages', () => {
  it('are all translated', () => {
    // Telegram takes Latin letters only in the names of commands.
    const left = plainTexts(messages('ru'), '').flatMap(([path, text]) =>
      /^\.telegram\.commands\.\d+\.command$/.test(path) ? [] : [text.trim()],
    );
    expect(left.filter((text) => !/\p{Script=Cyrillic}/u.test(text))).toEqual([
      '/quit',
      'Temporal',
      'PostgreSQL',
      'LLM_API_KEY=…',
    ]);
  });

  it('choose the form that goes with a number', () => {
    const { length: english } = messages('en').article.draft;
    expect([1, 2, 5].map(english)).toEqual(['1 word', '2 words', '5 words']);
    const { length: russian } = messages('ru').article.draft;
    expect([0, 1, 2, 5, 11, 21, 22, 25].map(russian)).toEqual([
      '0 слов',
      '1 слово',
      '2 слова',
      '5 слов',
      '11 слов',
      '21 слово',
      '22 слова',
      '25 слов',
    ]);
  });

  it('write numbers, scores and money as readers do', () => {
    expect(messages('en').article.card.scoreLine([6.1, 7.44], 8)).toBe('6.1 → 7.4 (goal 8.0)');
    expect(messages('ru').article.card.scoreLine([6.1, 7.44], 8)).toBe('6,1 → 7,4 (цель 8,0)');
    const cost = { modelCalls: 12, cachedCalls: 3, inputTokens: 40_000, outputTokens: 5_120 };
    expect(messages('en').article.card.costLine({ ...cost, usd: 0.123 })).toBe(
      '12 model calls (3 from memory), 45,120 tokens, $0.12',
    );
    expect(messages('en').article.card.costLine({ ...cost, cachedCalls: 0 })).toBe('12 model calls, 45,120 tokens');
    expect(
      messages('ru')
        .article.card.costLine({ ...cost, usd: 0.001 })
        .replaceAll(/\s/gu, ' '),
    ).toBe('12 запросов к модели (из кэша: 3), 45 120 токенов, < 0,01 $');
  });

  it('put the rules of who decides into words', () => {
    const rules = ['requester', 'slack:U024BE7LH', 'telegram:group:5', 'anyone'];
    expect(messages('en').words.approvers(rules)).toBe(
      'whoever asked for the article, an approver in Slack, a group of approvers in Telegram or anyone in this chat',
    );
    expect(messages('ru').words.approvers(rules, { requesterName: 'Аня' })).toBe(
      'Аня, назначенный участник в Slack, назначенная группа в Telegram или любой участник чата',
    );
    expect(messages('en').words.approvers([])).toBe('nobody');
  });

  it('say what is true instead of what was asked', () => {
    const { answers } = messages('en');
    expect(answers.refusal({ code: 'other-draft-is-current', asked: 2, current: 3 })).toBe(
      'Draft 2 is no longer up for decision. Draft 3 is the current one: please decide there.',
    );
    expect(answers.refusal({ code: 'article-over', stage: 'cancelled' satisfies Stage })).toBe(
      'This article is over: it was cancelled.',
    );
    expect(answers.refusal({ code: 'not-now', control: 'resume', stage: 'drafting' })).toBe(
      'There is nothing to resume: the article is not paused. Stage: being written.',
    );
  });
});
