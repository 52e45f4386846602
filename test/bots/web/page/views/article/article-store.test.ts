import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Answer, Api } from '../../../../../../bots/web/page/core/api.ts';
import type { LiveOptions, LiveState } from '../../../../../../bots/web/page/core/live.ts';
import { createArticleStore } from '../../../../../../bots/web/page/views/article/article-store.ts';

function storeOver() {
  const answers: ((answer: Answer<unknown>) => void)[] = [];
  const asked: string[] = [];
  let options: LiveOptions | undefined;
  const get = async (path: string) => {
    if (path.endsWith('/comments')) return { ok: true, status: 200, value: { comments: [] } };
    asked.push(path);
    return await new Promise<Answer<unknown>>((resolve) => answers.push(resolve));
  };
  const store = createArticleStore({
    articleId: 'a1',
    // What is answered is what the test says.
    api: { get: get as Api['get'] },
    open: (_, given) => {
      options = given;
      return { state: signal<LiveState>('open'), close: () => {} };
    },
  });
  const settle = async (value: unknown): Promise<void> => {
    answers.shift()?.(
      value === 'away'
        ? { ok: false, problem: { status: 0, code: 'offline', detail: 'Away.', more: {} } }
        : { ok: true, status: 200, value },
    );
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    store,
    asked,
    settle,
    tell: (kind: string, data: unknown = {}) => options?.on[kind]?.(data),
    back: () => options?.onReturn(),
  };
}

describe('an article, as it is now', () => {
  it('is asked for at once, and again when something happened, but never twice at a time', async () => {
    const { store, asked, settle, tell } = storeOver();
    for (let times = 0; times < 5; times += 1) tell('state');
    expect(asked).toEqual(['/articles/a1']);
    await settle({ revision: 1 });
    expect(store.article.value).toEqual({ revision: 1 });
    // What happened meanwhile may not have been in the first answer.
    expect(asked).toHaveLength(2);
    await settle({ revision: 6 });
    expect(store.article.value).toEqual({ revision: 6 });
    expect(asked).toHaveLength(2);
  });

  it('stays as it was while the server is away, and is asked for when it is back', async () => {
    const { store, settle, tell, back, asked } = storeOver();
    await settle({ revision: 1 });
    tell('state');
    await settle('away');
    expect(store.article.value).toEqual({ revision: 1 });
    expect(store.problem.value?.detail).toBe('Away.');
    back();
    await settle({ revision: 2 });
    expect(asked).toHaveLength(3);
    expect(store.article.value).toEqual({ revision: 2 });
    expect(store.problem.value).toBeUndefined();
  });

  it('shows what is being written as it grows, changes and is done', async () => {
    const { store, settle, tell } = storeOver();
    await settle({ revision: 1, step: 'writing' });
    tell('text', { work: 'w1', at: 0, text: 'The sea' });
    tell('text', { work: 'w1', at: 7, text: ' comes' });
    expect(store.writing.value).toBe('The sea comes');
    // The writer has thought better of it.
    tell('text', { work: 'w1', at: 4, text: 'tide' });
    expect(store.writing.value).toBe('The tide');
    tell('text', { work: 'w2', at: 0, text: 'Anew' });
    expect(store.writing.value).toBe('Anew');
    tell('state');
    await settle({ revision: 2, step: 'critiquing' });
    expect(store.writing.value).toBeUndefined();
  });

  it('takes back what a step had said that got lost', () => {
    const { store, tell } = storeOver();
    for (const seq of [1, 2, 3]) tell('entry', { seq });
    tell('state', { said: 2 });
    expect(store.entries.value.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('has said each thing once, in order, however often it is told', () => {
    const { store, tell } = storeOver();
    for (const seq of [2, 1, 2]) tell('entry', { seq, card: { title: `${seq}` } });
    tell('entry', { seq: 1, card: { title: 'changed' } });
    expect(store.entries.value.map(({ seq, card }) => [seq, card.title])).toEqual([
      [1, 'changed'],
      [2, '2'],
    ]);
  });
});
