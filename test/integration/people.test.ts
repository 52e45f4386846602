import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RawValue } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CONTROL_SIGNAL,
  CONTROL_UPDATE,
  DECIDE_SIGNAL,
  DECIDE_UPDATE,
  MALFORMED,
  STATUS_QUERY,
  TASK_QUEUE,
  WORKFLOW_TYPE,
  workflowIdOf,
} from '../../src/protocol/names.ts';
import { type Actor, actorKey } from '../../src/protocol/actor.ts';
import type { PlainControlKind } from '../../src/protocol/decision.ts';
import { ANN, BEN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';

let newsroom: Newsroom;
beforeAll(async () => {
  newsroom = await openNewsroom();
});
afterAll(() => newsroom.close());

const either = { approval: { gate: 'final', approvers: ['requester', actorKey(BEN)] } } as const;
const handle = (article: TestArticle) => newsroom.client.workflow.getHandle(workflowIdOf(article.articleId));
/** Kinds of the decisions about the article that were recorded for good. */
async function decisionsOf({ articleId }: TestArticle): Promise<readonly string[]> {
  const { rows } = await newsroom.pool.query<{ kind: string }>(
    'SELECT kind FROM decisions WHERE article_id = $1 ORDER BY decided_at',
    [articleId],
  );
  return rows.map(({ kind }) => kind);
}
let topics = 0;
/** At its gate after one draft. */
async function waiting(settings: Parameters<Newsroom['start']>[2] = {}): Promise<TestArticle> {
  const topic = `How gate ${(topics += 1)} opens`;
  newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
  const article = await newsroom.start(topic, {}, settings);
  await article.until('waiting');
  return article;
}

describe('the audit', () => {
  const actsOf = async ({ articleId }: TestArticle) => {
    const { rows } = await newsroom.pool.query<{
      readonly act: string;
      readonly who: string;
      readonly code: string | null;
      readonly rule: string | null;
    }>('select act, actor_key as who, code, rule from audit where article_id = $1 order by audit_id', [articleId]);
    return rows;
  };

  it('has every control that counted, once, and what was noted and did not count', async () => {
    const article = await waiting(either);
    const running = handle(article);
    const pause = { id: randomUUID(), kind: 'pause', by: BEN };
    const resume = { id: randomUUID(), kind: 'resume', by: ANN };
    for (const args of [[pause], [pause], [resume]] as const)
      await running.executeUpdate(CONTROL_UPDATE, { args: [...args], updateId: randomUUID() });
    await running.signal(CONTROL_SIGNAL, { id: randomUUID(), kind: 'resume', by: BEN });
    await running.signal('cancel');
    await article.until('cancelled');
    await expect
      .poll(() => actsOf(article))
      .toEqual([
        { act: 'start', who: actorKey(ANN), code: null, rule: null },
        { act: 'pause', who: actorKey(BEN), code: null, rule: actorKey(BEN) },
        { act: 'resume', who: actorKey(ANN), code: null, rule: 'requester' },
        { act: 'resume', who: actorKey(BEN), code: 'not-now', rule: null },
        { act: 'cancel', who: 'operator:operator', code: null, rule: 'operator' },
      ]);
  });

  it('has every decision once, with the text that it was about and the rule by which it counts, and the delivery', async () => {
    const article = await waiting(either);
    expect(await article.decide({ kind: 'approve' })).toEqual({ kind: 'counted' });
    await article.until('delivered');
    const acts = async () => {
      const { rows } = await newsroom.pool.query(
        `select act, via, place, version, text_sha256 = (select sha256 from drafts d where d.article_id = audit.article_id and d.version = audit.version) as "isOfDraft",
           length(text_sha256) as digits, gate, rule
         from audit where article_id = $1 and act in ('approve', 'deliver') order by audit_id`,
        [article.articleId],
      );
      return rows;
    };
    // What the workflow has decided is written down a moment later.
    await expect.poll(acts).toMatchObject([
      { act: 'approve', version: 1, isOfDraft: true, digits: 64, gate: 'g1', rule: 'requester' },
      { act: 'deliver', version: 1, digits: 64, gate: null, rule: null },
    ]);
  });
});

describe('who takes a decision on', () => {
  it('is shown to the others on the card, who may decide all the same, and is in the audit', async () => {
    const article = await waiting(either);
    await expect.poll(() => article.kinds()).toContain('gate');
    const running = handle(article);
    const act = async (kind: string, by: Actor) =>
      await running.executeUpdate(CONTROL_UPDATE, { args: [{ id: randomUUID(), kind, by }], updateId: randomUUID() });
    const shown = () => {
      const gate = article.message('gate');
      return gate.kind === 'gate' ? gate.claim?.byName : undefined;
    };
    await act('claim', BEN);
    await expect.poll(shown).toBe(BEN.displayName);
    await expect(act('claim', ANN)).rejects.toMatchObject({ cause: { message: 'claimed' } });
    await act('release', BEN);
    await expect.poll(shown).toBeUndefined();
    await act('claim', ANN);
    await expect.poll(shown).toBe(ANN.displayName);
    expect(await article.decide({ kind: 'approve', by: BEN })).toEqual({ kind: 'counted' });
    await article.until('delivered');
    expect(shown()).toBeUndefined();
    const { rows } = await newsroom.pool.query<{ act: string }>(
      `select act from audit where article_id = $1 and act in ('claim', 'release') order by audit_id`,
      [article.articleId],
    );
    expect(rows.map(({ act: name }) => name)).toEqual(['claim', 'release', 'claim']);
  });
});

describe('somebody who is asked to decide', () => {
  it('is waited for and called, at this gate and the next, and gets no right that others have not', async () => {
    const article = await waiting(either);
    await expect.poll(() => article.kinds()).toContain('gate');
    const assign = async (to: Actor) =>
      await handle(article).executeUpdate(CONTROL_UPDATE, {
        args: [{ id: randomUUID(), kind: 'assign', by: ANN, to }],
        updateId: randomUUID(),
      });
    const waitedFor = () => {
      const gate = article.message('gate');
      return gate.kind === 'gate' ? gate.waitingFor : undefined;
    };
    const eve = { ...BEN, userId: 'U999', displayName: 'Eve' };
    await expect(assign(eve)).rejects.toMatchObject({ cause: { message: 'may-not-be-asked' } });
    await assign(BEN);
    await expect.poll(waitedFor).toEqual([actorKey(BEN)]);
    expect(await article.until(({ waitingFor }) => waitingFor.includes(actorKey(BEN)))).toMatchObject({
      assigned: { key: actorKey(BEN), name: BEN.displayName, byName: ANN.displayName },
    });
    await article.askForChanges('Name the moon');
    await expect.poll(waitedFor).toEqual([actorKey(BEN)]);
    expect(await article.decide({ kind: 'approve', by: ANN })).toEqual({ kind: 'counted' });
    await article.until('delivered');
    const { rows } = await newsroom.pool.query(
      `select about, rule from audit where article_id = $1 and act = 'assign'`,
      [article.articleId],
    );
    expect(rows).toEqual([{ about: `person:${actorKey(BEN)}`, rule: 'requester' }]);
  });
});

describe('an administrator who steps in', () => {
  it('decides alone, for a reason that the thread tells, and by a rule that the audit has', async () => {
    const article = await waiting({
      approval: { gate: 'final', approvers: ['requester', actorKey(BEN)], voting: { approvals: 2, rejections: 1 } },
    });
    await article.decide({ kind: 'approve', by: BEN });
    const admin: Actor = { ...ANN, userId: 'U777', displayName: 'Adm', isAdministrator: true };
    expect(await article.decide({ kind: 'approve', by: admin })).toMatchObject({ kind: 'refused' });
    await handle(article).executeUpdate(CONTROL_UPDATE, {
      args: [{ id: randomUUID(), kind: 'step-in', by: admin, reason: 'Ann is ill' }],
      updateId: randomUUID(),
    });
    await expect
      .poll(() => article.message('notice'))
      .toMatchObject({
        notice: { code: 'stepped-in', byName: 'Adm', reason: 'Ann is ill', voted: [BEN.displayName] },
      });
    expect(await article.decide({ kind: 'approve', by: admin })).toEqual({ kind: 'counted' });
    await article.until('delivered');
    const { rows } = await newsroom.pool.query(
      `select act, rule, about from audit where article_id = $1 and act in ('approve', 'step-in') order by audit_id`,
      [article.articleId],
    );
    expect(rows).toEqual([
      { act: 'approve', rule: actorKey(BEN), about: 'vote' },
      { act: 'step-in', rule: 'administrator', about: null },
      { act: 'approve', rule: 'stepped-in', about: null },
    ]);
  });
});

describe('an earlier draft', () => {
  const gateOf = (article: TestArticle) => {
    const content = article.message('gate');
    if (content.kind !== 'gate') throw new Error('That is no gate');
    return content;
  };

  it('is brought back, decided on anew and delivered, with all that is known of it, and every card says so', async () => {
    const article = await waiting();
    await expect.poll(() => article.kinds()).toContain('gate');
    const first = gateOf(article);
    newsroom.script(first.frame.request.topic, 'critique', step.practice({ score: 9.5, factsQuestionable: false }));
    await article.askForChanges('Name the moon');
    await expect.poll(() => gateOf(article).draft.version).toBe(2);
    expect(gateOf(article).replaced).toEqual({ version: 1, hash: first.draft.hash });

    expect(await article.bringBack(7)).toMatchObject({ refusal: { code: 'no-such-draft', asked: 7 } });
    expect(await article.bringBack(2)).toMatchObject({ refusal: { code: 'same-draft', asked: 2 } });
    expect(await article.bringBack(1, BEN)).toMatchObject({ refusal: { code: 'not-a-reviewer' } });
    expect(await article.bringBack(1)).toEqual({ kind: 'counted' });
    await expect.poll(() => gateOf(article).draft.version).toBe(3);
    expect(gateOf(article)).toMatchObject({
      stopReason: 'brought-back',
      again: 1,
      buttons: true,
      draft: { hash: first.draft.hash, score: 9 },
      text: { text: first.text.text },
    });
    // What changed in a draft that came back begins at the one it replaces.
    const { rows: cards } = await newsroom.pool.query<{ to: number }>(
      `select o.version as to from decisions d join drafts e on e.draft_id = d.edited_draft_id join drafts o on o.draft_id = e.copy_of
       where d.article_id = $1 and d.kind = 'bring-back'`,
      [article.articleId],
    );
    expect(cards).toEqual([{ to: 1 }]);

    // The next draft grows from what came back.
    newsroom.script(first.frame.request.topic, 'critique', step.practice({ score: 9.6, factsQuestionable: false }));
    await article.askForChanges('Name the sun');
    const asked = JSON.stringify(newsroom.asked(first.frame.request.topic, 'revise').at(-1)?.body);
    expect(asked).toContain('Name the sun');
    expect(await article.bringBack(2)).toEqual({ kind: 'counted' });
    await article.until((status) => status.current?.version === 5);
    await article.decide({ kind: 'approve' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 5 });
    expect(article.kinds().filter((kind) => kind === 'final')).toHaveLength(1);
    const { rows } = await newsroom.pool.query<{ receipt: string }>(
      'select receipt from editions where article_id = $1',
      [article.articleId],
    );
    const receipt = JSON.parse(rows[0]?.receipt ?? '') as { decisions: unknown; article: { version: number } };
    expect(receipt.article.version).toBe(5);
    expect(receipt.decisions).toMatchObject([
      { kind: 'request-changes', version: 1 },
      { kind: 'bring-back', version: 2, editedVersion: 3, to: 1 },
      { kind: 'request-changes', version: 3 },
      { kind: 'bring-back', version: 4, editedVersion: 5, to: 2 },
      { kind: 'approve', version: 5 },
    ]);
  });

  it('that two people bring back at once is brought back once, and the other learns by whom', async () => {
    const article = await waiting(either);
    await expect.poll(() => article.kinds()).toContain('gate');
    const { topic } = gateOf(article).frame.request;
    newsroom.script(topic, 'critique', step.practice({ score: 9.5, factsQuestionable: false }));
    await article.askForChanges('Name the moon');
    await expect.poll(() => gateOf(article).draft.version).toBe(2);
    const { current } = await newsroom.gateway.status(article.articleId);
    const answers = await Promise.all([article.bringBack(1, ANN, current), article.bringBack(1, BEN, current)]);
    expect(answers.filter(({ kind }) => kind === 'counted')).toHaveLength(1);
    expect(answers.find(({ kind }) => kind === 'refused')).toMatchObject({
      refusal: { code: 'already-decided', decision: 'bring-back' },
    });
    expect((await article.until('waiting')).drafts).toHaveLength(3);
  });
});

describe('a decision', () => {
  it('counts once and gives the same answer when the same click comes twice', async () => {
    const article = await waiting();
    const id = randomUUID();
    const [first, second] = await Promise.all([
      article.decide({ kind: 'approve', id }),
      article.decide({ kind: 'approve', id }),
    ]);
    expect([first, second]).toEqual([{ kind: 'counted' }, { kind: 'counted' }]);
    await article.outcome();
    expect(article.kinds().filter((kind) => kind === 'final')).toHaveLength(1);
  });

  it('of two people at once counts for one, and the other learns whose it was', async () => {
    const article = await waiting(either);
    const answers = await Promise.all([
      article.decide({ kind: 'request-changes', comment: 'Shorter', by: ANN, version: 1 }),
      article.decide({ kind: 'reject', reason: 'No', by: BEN, version: 1 }),
    ]);
    expect(answers.filter(({ kind }) => kind === 'counted')).toHaveLength(1);
    const winner = answers[0]?.kind === 'counted' ? 'Ann' : 'Ben';
    expect(answers.find(({ kind }) => kind === 'refused')).toMatchObject({
      refusal: { code: 'already-decided', byName: winner },
    });
  });

  it('sent as a signal counts, and the update of the same id gets the same answer', async () => {
    const article = await waiting();
    const { current } = await newsroom.gateway.status(article.articleId);
    const decision = {
      id: randomUUID(),
      kind: 'request-changes',
      comment: 'Add a map',
      draft: { version: current?.version ?? 0, hash: current?.hash ?? '' },
      by: ANN,
    } as const;
    await handle(article).signal(DECIDE_SIGNAL, decision);
    expect(await newsroom.gateway.decide(article.articleId, decision)).toEqual({ kind: 'counted' });
    const { lastDecision } = await article.until((status) => status.lastDecision !== undefined);
    expect(lastDecision?.id).toBe(decision.id);
    expect(article.count('decided')).toBeLessThanOrEqual(1);
  });

  it('sent as a signal that does not count is answered in the thread', async () => {
    const article = await waiting();
    const { current } = await newsroom.gateway.status(article.articleId);
    await handle(article).signal(DECIDE_SIGNAL, {
      id: randomUUID(),
      kind: 'approve',
      draft: { version: current?.version, hash: current?.hash },
      by: BEN,
    });
    await expect.poll(() => article.kinds()).toContain('notice');
    await expect
      .poll(() => article.message('notice'))
      .toMatchObject({
        notice: { code: 'did-not-count', byName: 'Ben', refusal: { code: 'not-a-reviewer' } },
      });
    expect((await newsroom.gateway.status(article.articleId)).stage).toBe('waiting');
  });

  it.each([
    ['about an older draft', { version: 1 }, 'other-draft-is-current'],
    ['from somebody the policy does not name', { by: BEN }, 'not-a-reviewer'],
  ] as const)('%s is refused and leaves nothing in the history', async (_, changes, code) => {
    const topic = `How refusals end ${code}`;
    newsroom.script(
      topic,
      'critique',
      step.practice({ score: 5, factsQuestionable: false }),
      step.practice({ score: 9, factsQuestionable: false }),
    );
    const article = await newsroom.start(topic);
    await article.until('waiting');
    await expect.poll(() => article.kinds().at(-1)).toBe('gate');
    // The gate stands in the thread before the task that wrote it down has ended.
    await expect.poll(() => article.underWay()).toBe(0);
    const before = (await article.events()).length;
    expect(await article.decide({ kind: 'approve', ...changes })).toMatchObject({ kind: 'refused', refusal: { code } });
    expect(await article.events()).toHaveLength(before);
  });

  it('about an article that is over says who decided, or how it ended', async () => {
    const article = await waiting();
    const { current } = await newsroom.gateway.status(article.articleId);
    await article.decide({ kind: 'reject', reason: 'No' });
    await article.outcome();
    const late = {
      id: randomUUID(),
      kind: 'approve',
      draft: { version: current?.version ?? 0, hash: current?.hash ?? '' },
      by: ANN,
    } as const;
    expect(await newsroom.gateway.decide(article.articleId, late)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'already-decided', decision: 'reject', byName: 'Ann' },
    });
    const other = { ...late, id: randomUUID(), draft: { version: 9, hash: '00000000' } };
    expect(await newsroom.gateway.decide(article.articleId, other)).toEqual({
      kind: 'refused',
      refusal: { code: 'article-over', stage: 'rejected' },
    });
  });

  it('that ended the article gets the same answer when it comes again', async () => {
    const article = await waiting();
    const { current } = await newsroom.gateway.status(article.articleId);
    const decision = {
      id: randomUUID(),
      kind: 'reject',
      reason: 'No',
      draft: { version: current?.version ?? 0, hash: current?.hash ?? '' },
      by: ANN,
    } as const;
    await newsroom.gateway.decide(article.articleId, decision);
    await article.outcome();
    expect(await newsroom.gateway.decide(article.articleId, decision)).toEqual({ kind: 'counted' });
  });

  it('about an article that never was is an error of its own', async () => {
    const decision = { id: randomUUID(), kind: 'approve', draft: { version: 1, hash: '00000000' }, by: ANN } as const;
    await expect(newsroom.gateway.decide('zzzzzzzzzz', decision)).rejects.toMatchObject({ code: 'no-such-article' });
  });
});

describe('controls', () => {
  const steer = (article: TestArticle, kind: PlainControlKind) =>
    newsroom.gateway.control(article.articleId, { id: randomUUID(), kind, by: ANN });

  it('pause before the next step and go on from there', async () => {
    newsroom.script('How clocks stop', 'draft', step.after(300));
    const article = await newsroom.start('How clocks stop');
    await newsroom.model.waitFor(({ body }) => JSON.stringify(body).includes('How clocks stop'));
    expect(await steer(article, 'pause')).toEqual({ kind: 'counted' });
    await expect.poll(() => article.kinds()).toContain('draft');
    expect(await newsroom.gateway.status(article.articleId)).toMatchObject({ stage: 'paused', scores: [] });
    expect(newsroom.asked('How clocks stop', 'critique')).toEqual([]);
    await steer(article, 'resume');
    expect((await article.until('waiting')).scores.length).toBeGreaterThan(0);
  });

  it('say so below the card, even when they were quicker than it', async () => {
    await newsroom.stopWorker();
    const article = await newsroom.start('How doors open');
    await handle(article).signal('pause');
    await newsroom.startWorker();
    await expect.poll(() => article.kinds()).toEqual(['status', 'notice']);
    await handle(article).signal('resume');
    await article.until('waiting');
  });

  it('cancel: nothing is delivered, and what was being written is stopped', async () => {
    newsroom.script('How trains brake', 'draft', step.hang());
    const article = await newsroom.start('How trains brake');
    await newsroom.model.waitFor(
      ({ body }) => JSON.stringify(body).includes('How trains brake') && JSON.stringify(body).includes('>draft</task-'),
    );
    await steer(article, 'cancel');
    expect(await article.outcome()).toEqual({ articleId: article.articleId, stage: 'cancelled' });
    expect(article.kinds()).toEqual(['status', 'notice']);
    await expect.poll(() => newsroom.asked('How trains brake', 'draft')[0]?.aborted).toBe(true);
  });

  it('finish with the best draft so far', async () => {
    const calm = (score: number) => step.practice({ score, factsQuestionable: false });
    newsroom.script('How wells dry', 'critique', calm(6), calm(4));
    newsroom.script('How wells dry', 'revise', step.practice(), step.hang());
    const article = await newsroom.start('How wells dry');
    await article.until((status) => status.scores.length === 2);
    expect(await steer(article, 'finish')).toEqual({ kind: 'counted' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 1 });
  });

  describe('of the language, where it is a guess,', () => {
    const request = (topic: string) => ({
      request: { topic, language: 'en', languageAssumed: true, languageChoices: ['en', 'ru'] } as const,
    });
    const choose = (article: TestArticle, language: string) =>
      newsroom.gateway.control(article.articleId, { id: randomUUID(), kind: 'language', by: ANN, language });
    const stored = async ({ articleId }: TestArticle) =>
      (await newsroom.pool.query('select request from articles where article_id = $1', [articleId])).rows;

    it('is waited for before anything is paid for', async () => {
      const article = await newsroom.start('Prilivy', request('Prilivy'), { askLanguageSeconds: 600 });
      await expect.poll(() => article.kinds()).toEqual(['status']);
      expect(article.message('status')).toMatchObject({
        languages: ['en', 'ru'],
        frame: { request: { language: 'en' } },
      });
      await sleep(1000);
      expect(newsroom.asked('Prilivy', 'outline')).toEqual([]);
      expect(await choose(article, 'ru')).toEqual({ kind: 'counted' });
      await article.until('waiting');
      expect(await stored(article)).toEqual([{ request: { topic: 'Prilivy', language: 'ru' } }]);
      expect(newsroom.asked('Prilivy', 'outline')).toHaveLength(1);
      expect(JSON.stringify(newsroom.asked('Prilivy', 'draft')[0]?.body)).toMatch(/language-[0-9a-f]+>ru</);
      await expect.poll(() => article.message('status')).not.toHaveProperty('languages');
      expect(article.message('status')).toMatchObject({ frame: { request: { language: 'ru' } } });
      expect(article.kinds().slice(0, 2)).toEqual(['status', 'notice']);
      expect(await choose(article, 'en')).toMatchObject({ kind: 'refused', refusal: { code: 'not-now' } });
    });

    it('counts until the first draft: what is written meanwhile in the likeliest is stopped', async () => {
      newsroom.script('Otlivy', 'draft', step.hang());
      const article = await newsroom.start('Otlivy', request('Otlivy'), { askLanguageSeconds: 0.2 });
      await expect.poll(() => newsroom.asked('Otlivy', 'draft').length).toBe(1);
      expect(article.message('status')).toMatchObject({ languages: ['en', 'ru'] });
      await choose(article, 'ru');
      await article.until('waiting');
      await expect.poll(() => newsroom.asked('Otlivy', 'draft')[0]?.aborted).toBe(true);
      expect(JSON.stringify(newsroom.asked('Otlivy', 'draft')[1]?.body)).toMatch(/language-[0-9a-f]+>ru</);
    });

    it('is the likeliest where nobody says, and no worker that died makes it wait anew', async () => {
      const article = await newsroom.start('Priboj', request('Priboj'), { askLanguageSeconds: 1 });
      await newsroom.stopWorker();
      await newsroom.startWorker();
      await article.until('waiting');
      expect(await stored(article)).toMatchObject([{ request: { language: 'en', languageAssumed: true } }]);
      await expect.poll(() => article.message('status')).not.toHaveProperty('languages');
    });
  });

  it('another version is written from the beginning, whatever is remembered, and the earlier draft stays', async () => {
    const calm = (score: number) => step.practice({ score, factsQuestionable: false });
    const text = (n: number): string =>
      `# How moths fly\n\nVersion ${n}: a moth keeps the Moon on one side, and a lamp leads it astray.`;
    newsroom.script('How moths fly', 'draft', step.text(text(1)), step.text(text(2)));
    newsroom.script('How moths fly', 'critique', calm(9), calm(8.5));
    const article = await newsroom.start('How moths fly');
    await article.until('waiting');
    await expect.poll(() => article.kinds().at(-1)).toBe('gate');
    expect(await steer(article, 'another')).toEqual({ kind: 'counted' });
    const status = await article.until(({ stage, current }) => stage === 'waiting' && current?.version === 2);
    expect(status).toMatchObject({ scores: [9, 8.5] });
    const [first, second] = newsroom.asked('How moths fly', 'outline').map(({ body }) => JSON.stringify(body));
    expect(first).not.toContain('another version');
    expect(second).toContain('this is version 2');
    expect(newsroom.asked('How moths fly', 'revise')).toEqual([]);
    await expect
      .poll(() => article.kinds())
      .toEqual(['status', 'draft', 'critique', 'gate', 'notice', 'draft', 'critique', 'gate']);
    await article.decide({ kind: 'approve' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered', version: 2 });
    const { rows } = await newsroom.pool.query<{ body: string }>(
      'select body from drafts where article_id = $1 order by version',
      [article.articleId],
    );
    expect(rows.map(({ body }) => body)).toEqual([text(1), text(2)]);
  });

  it('finish is refused to who asked for the article but may not decide, and leaves no approval', async () => {
    const article = await waiting({ approval: { gate: 'final', approvers: ['memory:U2'] } });
    expect(await steer(article, 'finish')).toEqual({
      kind: 'refused',
      refusal: { code: 'not-a-reviewer', reviewers: ['memory:U2'], requesterName: ANN.displayName },
    });
    await handle(article).signal('finish');
    await expect.poll(() => article.kinds()).toContain('notice');
    await expect
      .poll(() => article.message('notice'))
      .toMatchObject({
        notice: { code: 'did-not-count', asked: 'finish', refusal: { code: 'not-a-reviewer' } },
      });
    expect(await newsroom.gateway.status(article.articleId, ANN)).toMatchObject({
      stage: 'waiting',
      controls: ['pause', 'cancel'],
    });
    expect((await newsroom.gateway.status(article.articleId, BEN)).controls).toContain('finish');
    expect(await decisionsOf(article)).toEqual([]);
  });

  it('finish with nothing that was just sent back', async () => {
    const article = await waiting();
    newsroom.script(`How gate ${topics} opens`, 'revise', step.hang());
    await article.decide({ kind: 'request-changes', comment: 'Shorter' });
    expect(await steer(article, 'finish')).toEqual({ kind: 'refused', refusal: { code: 'no-draft-yet' } });
    await expect.poll(() => decisionsOf(article)).toEqual(['request-changes']);
  });

  it('may be sent by an operator’s hand, without input', async () => {
    const article = await waiting();
    await handle(article).signal('pause');
    await article.until('paused');
    await handle(article).signal('resume');
    await article.until('waiting');
    await handle(article).signal('cancel');
    expect(await article.outcome()).toMatchObject({ stage: 'cancelled' });
  });

  it('are heard at whatever moment they come, also while the history begins anew', async () => {
    const cancelled = async (delayMs: number): Promise<unknown> => {
      const article = await waiting();
      await sleep(delayMs);
      await handle(article).cancel();
      return await article.outcome();
    };
    for (let round = 0; round < 3; round += 1) {
      const outcomes = await Promise.all([0, 2, 4, 6, 8, 10].map(cancelled));
      expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining({ stage: 'cancelled' })));
    }
  });

  it('take the Cancel of the Web UI for what it means', async () => {
    const article = await waiting();
    await handle(article).cancel();
    expect(await article.outcome()).toMatchObject({ stage: 'cancelled' });
    await expect.poll(() => article.message('status')).toMatchObject({ stage: 'cancelled' });
  });
});

/** Not JSON, though it says so: what a hand-made payload may be. */
const UNREADABLE = RawValue.fromPayload({
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from('{"kind":'),
});

describe('what does not parse', () => {
  const { groups: _, ...withoutGroups } = ANN;
  const base = { id: randomUUID(), draft: { version: 1, hash: '00000000' }, by: ANN };
  const decisions: readonly (readonly [string, unknown, string])[] = [
    ['nothing', undefined, 'must be an object'],
    ['a word', 'approve', 'must be an object'],
    ['a list', [{ ...base, kind: 'approve' }], 'must be an object'],
    ['no JSON', UNREADABLE, 'must be an object'],
    ['a kind with a typo', { ...base, kind: 'aprove' }, 'kind: must be one of approve, request-changes, edit, reject'],
    [
      'a person without groups',
      { ...base, kind: 'approve', by: withoutGroups },
      'by.groups: must be a list of strings',
    ],
    ['a comment that is a number', { ...base, kind: 'request-changes', comment: 7 }, 'comment: must be a string'],
    ['a reason that cannot be stored', { ...base, kind: 'reject', reason: 'a\0b' }, 'reason: must be well-formed'],
    ['an edit without a text', { ...base, kind: 'edit' }, 'edited: must be an object'],
    [
      'a draft with half a number',
      { ...base, kind: 'approve', draft: { version: 1.5 } },
      'draft.version: must be a whole',
    ],
  ];
  const controls: readonly (readonly [string, unknown, string])[] = [
    ['a kind nobody knows', { ...base, kind: 'explode' }, 'kind: must be one of pause'],
    ['no person', { id: base.id, kind: 'cancel' }, 'by: must be an object'],
    ['a move to nowhere', { ...base, kind: 'move' }, 'thread: must be an object'],
    ['no JSON', UNREADABLE, 'must be an object'],
  ];

  it.each([
    ...decisions.map(([what, sent, fault]) => ['decision', DECIDE_SIGNAL, DECIDE_UPDATE, what, sent, fault] as const),
    ...controls.map(([what, sent, fault]) => ['control', CONTROL_SIGNAL, CONTROL_UPDATE, what, sent, fault] as const),
  ])('as a %s (%s, %s: %s) leaves no trace, and the article can be decided', async (...row) => {
    const [, signal, update, , sent, fault] = row;
    const article = await waiting();
    const running = handle(article);
    await running.signal(signal, sent);
    const refused = await running.executeUpdate(update, { args: [sent] }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ cause: { type: MALFORMED, message: expect.stringContaining(fault) } });
    await article.decide({ kind: 'approve' });
    expect(await article.outcome()).toMatchObject({ stage: 'delivered' });
    expect(await decisionsOf(article)).toEqual(['approve']);
    expect(article.kinds()).not.toContain('notice');
  });

  it('leaves an operator’s signal what it says, whatever comes with it', async () => {
    const article = await waiting();
    await handle(article).signal('pause', { junk: [1] }, UNREADABLE);
    await article.until('paused');
    await handle(article).signal('resume', null);
    expect(await article.until('waiting')).toMatchObject({ stage: 'waiting' });
  });

  it('does not leave a bot', async () => {
    const article = await waiting();
    const sent = { id: randomUUID(), kind: 'pause', by: { ...ANN, userId: '' } } as const;
    await expect(newsroom.gateway.control(article.articleId, sent)).rejects.toMatchObject({ code: 'malformed' });
    expect((await newsroom.gateway.status(article.articleId)).stage).toBe('waiting');
  });

  it('is not asked for either', async () => {
    const article = await waiting();
    await expect(handle(article).query(STATUS_QUERY, { userId: 7 })).rejects.toThrow('platform: must be a string');
    expect(await handle(article).query(STATUS_QUERY, null)).toMatchObject({ stage: 'waiting' });
  });

  it.each([
    ['nothing', undefined, 'must be an object'],
    ['no JSON', UNREADABLE, 'must be an object'],
    [
      'a topic only',
      { articleId: 'x', traceId: 'y', request: { topic: 'How gates open' } },
      'request.language: must be a string',
    ],
  ])('starts no article: %s', async (_what, sent, fault) => {
    const started = await newsroom.client.workflow.start(WORKFLOW_TYPE, {
      workflowId: workflowIdOf(randomUUID()),
      taskQueue: TASK_QUEUE,
      args: [sent],
    });
    await expect(started.result()).rejects.toMatchObject({
      cause: { type: MALFORMED, message: expect.stringContaining(fault) },
    });
  });
});

describe('while no worker answers', () => {
  it('a decision is noted, and counts once when the desk is back', async () => {
    const article = await waiting();
    const { current } = await newsroom.gateway.status(article.articleId);
    const decision = {
      id: randomUUID(),
      kind: 'approve',
      draft: { version: current?.version ?? 0, hash: current?.hash ?? '' },
      by: ANN,
    } as const;
    await newsroom.stopWorker();
    const hurried = newsroom.openGateway({ answerBudgetMs: 2000 });
    expect(await hurried.decide(article.articleId, decision)).toEqual({ kind: 'noted' });
    await newsroom.startWorker();
    expect(await article.outcome()).toMatchObject({ stage: 'delivered' });
    expect(article.kinds().filter((kind) => kind === 'final')).toHaveLength(1);
  });
});
