import type { ChatContent, ToldDecision } from '../../../src/delivery/chat-content.ts';
import type { Reply } from '../../../src/chat/reply.ts';
import { cardOf } from '../../../src/cards/card-of.ts';
import { editPage } from '../../../src/cards/changes-page.ts';
import { isOver } from '../../../src/protocol/article.ts';
import type { DecisionKind, DraftDecisionKind, PlainControlKind } from '../../../src/protocol/decision.ts';
import { type Chat, decisionKey } from './chat.ts';
import { askLanguage } from './ask-language.ts';
import { bringDraftBack, control, decide } from './decide.ts';
import { showOriginal } from './show-original.ts';
import { showDraftChanges } from './show-draft-changes.ts';
import { say } from './hand-over.ts';
import { offerRule } from './offer-rule.ts';
import { PREFIX } from '../platform.ts';
import { drawCard, drawDecided, drawPast, drawWhole } from '../render/draw-card.ts';
import type { Look } from '../render/look.ts';
import { renderStatusLine } from '../render/status-line.ts';
import { buttonLabel, languageLabel } from '../../../src/cards/button-label.ts';
import { takeOver } from './take-over.ts';
import { translate } from './translate.ts';
import { encodeButton } from '../../../src/protocol/button-codec.ts';
import { printableLine, truncate, widthOf } from '../render/text.ts';
import { saveArticle, saveFile } from '../ui/save-article.ts';
import { type Change, type PendingChoice, type Thread, followThread } from '../connect/thread.ts';
import { followPublishing } from './follow-publishing.ts';
import { page } from '../ui/pager.ts';
import type { Choice } from '../ui/prompts.ts';

type Action = DecisionKind | PlainControlKind | 'changes' | 'original' | 'read' | 'back' | 'leave';

const DECISIONS: readonly DraftDecisionKind[] = ['approve', 'request-changes', 'edit', 'reject'];

/** Long enough for a key that was pressed for the line before, too short to be noticed by who reads the question first. */
const DEAF_MS = 400;

/** Shows an article's thread as it grows, and lets the person act on it, until it is over or they leave. The article goes on either way. */
export async function viewArticle(chat: Chat, articleId: string, topic: string): Promise<void> {
  const { screen, keyboard, t, leaving } = chat;
  const left = new AbortController();
  const gone = AbortSignal.any([leaving, left.signal]);
  const thread = followThread(chat.store, articleId, gone, chat.pollMs);
  /** Questions that the person has answered or put off: not asked again. */
  const settled = new Set<string>();
  chat.lastArticleId = articleId;
  const publishing = followPublishing(thread);

  const asked = (): PendingChoice | undefined => {
    const question = thread.question();
    return question === undefined || settled.has(question.id) ? undefined : question;
  };
  const isDone = (): boolean => {
    const stage = thread.status()?.stage;
    return stage !== undefined && isOver(stage) && (stage !== 'delivered' || thread.final() !== undefined);
  };

  /** Nothing more comes by itself. */
  const isSettled = (): boolean => isDone() && !publishing.isUnderWay();

  try {
    let isFirst = true;
    let isEnded = false;
    while (!gone.aborted) {
      if (thread.loaded) {
        showChanges(chat, thread.takeChanges(), isFirst);
        isFirst = false;
      }
      if (isDone()) {
        if (!isEnded) {
          isEnded = true;
          await showFinal(chat, thread);
          for (const rule of thread.styleRules()) await offerRule(chat, rule);
        }
        if (!publishing.isUnderWay()) {
          if (await publishing.offerAgain(chat)) continue;
          return;
        }
      }
      const question = asked();
      const action = question === undefined ? await watch() : await ask(question);
      if (action === undefined) continue;
      if (action === 'leave') {
        screen.print('');
        return say(chat, t.terminal.left(printableLine(topic)));
      }
      await act(action);
    }
  } finally {
    left.abort();
  }

  /** The status line, until a key is pressed or there is news. */
  async function watch(): Promise<Action | undefined> {
    const stop = new AbortController();
    const news = async (): Promise<undefined> => {
      while (!gone.aborted && !stop.signal.aborted && !thread.hasNews() && !isSettled() && asked() === undefined)
        await thread.changed();
    };
    const draw = (frame: string): string[] => drawLive(frame, thread, chat, screen.look());
    const key = await screen
      .live(draw, Promise.race([keyboard.key(AbortSignal.any([gone, stop.signal])), news()]))
      .finally(() => stop.abort());
    if (key === 'q' || key === 'escape') return 'leave';
    if (key === 'r') return 'read';
    return key === 'm' ? await menu() : undefined;
  }

  async function menu(): Promise<Action | undefined> {
    const draft = thread.currentDraft();
    const { canDecide, controls } = await whatCounts(draft);
    return await chat.prompts.choose<Action>(
      canDecide && draft !== undefined
        ? t.terminal.decide.question(draft.draft.version, draft.draft.outline)
        : t.article.failure.options,
      [
        ...(canDecide ? DECISIONS.map((action) => choiceOn(action, draft?.draft.outline)) : []),
        ...(draft === undefined
          ? []
          : [
              ...(draft.draft.version > 1 ? [choice('changes')] : []),
              ...(draft.frame.translation === undefined ? [] : [choice('original')]),
              choice('read'),
              ...(canDecide && hasReplaced(draft) ? [choice('bring-back')] : []),
            ]),
        ...controls.map(choice),
        choice('leave'),
        choice('back'),
      ],
    );
  }

  /** As the desk says for this person; while it is silent, as the thread shows for everybody. */
  async function whatCounts(
    draft: ReturnType<Thread['currentDraft']>,
  ): Promise<{ readonly canDecide: boolean; readonly controls: readonly PlainControlKind[] }> {
    const answer = await chat.desk.status(chat.actor, articleId);
    if (answer.kind === 'status') {
      const { decidable, controls } = answer.status;
      const canDecide = decidable.some(
        ({ version, hash }) => version === draft?.draft.version && hash === draft.draft.hash,
      );
      return { canDecide, controls };
    }
    return { canDecide: draft?.buttons === true, controls: thread.status()?.controls ?? [] };
  }

  /** A question that came by itself. It goes away when the thread has news: somebody else may have answered it. */
  async function ask(question: PendingChoice): Promise<Action | undefined> {
    const { id } = question;
    const outdated = new AbortController();
    const watchNews = async (): Promise<void> => {
      while (!outdated.signal.aborted && !gone.aborted && !thread.hasNews() && thread.question()?.id === id)
        await thread.changed();
      outdated.abort();
    };
    void watchNews();
    keyboard.deafen(DEAF_MS);
    const action =
      'languages' in question
        ? await askLanguage(chat, { articleId, languages: question.languages }, outdated.signal)
        : await choose(question, outdated.signal);
    // Esc puts the question off; the menu still has every answer to it.
    if (action === undefined && !outdated.signal.aborted) settled.add(id);
    outdated.abort();
    return action;
  }

  async function choose(
    { content }: Exclude<PendingChoice, { readonly languages: unknown }>,
    signal: AbortSignal,
  ): Promise<Action | undefined> {
    if (content.kind !== 'gate')
      return await chat.prompts.choose<Action>(
        t.article.failure.options,
        [...content.options, 'leave' as const].map(choice),
        { signal, keys: { q: 'leave' } },
      );
    const { version, outline } = content.draft;
    return await chat.prompts.choose<Action>(
      t.terminal.decide.question(version, outline),
      [
        ...DECISIONS,
        ...(version > 1 ? ['changes' as const] : []),
        ...(content.frame.translation === undefined ? [] : ['original' as const]),
        ...(hasReplaced(content) ? ['bring-back' as const] : []),
        ...(content.kind === 'gate' ? [content.claim === undefined ? ('claim' as const) : ('release' as const)] : []),
        'another' as const,
        'read' as const,
        'leave' as const,
      ].map((action) => choiceOn(action, outline)),
      { signal, keys: { r: 'read', q: 'leave' } },
    );
  }

  async function act(action: Exclude<Action, 'leave'>): Promise<void> {
    const question = thread.question();
    const draft = thread.currentDraft();
    switch (action) {
      case 'read':
        if (draft === undefined) return say(chat, t.answers.refusal({ code: 'no-draft-yet' }));
        return await page((look) => drawWhole(cardOf(draft, PREFIX), look) ?? [], screen, keyboard, t, leaving);
      case 'changes':
        if (draft === undefined) return say(chat, t.answers.refusal({ code: 'no-draft-yet' }));
        return await showDraftChanges(chat, articleId, draft.draft);
      case 'original':
        return await showOriginal(chat, articleId);
      case 'approve':
      case 'request-changes':
      case 'edit':
      case 'reject': {
        const reply = draft && (await decide(chat, action, draft));
        if (question !== undefined && reply !== undefined && !isFaultyText(reply)) settled.add(question.id);
        return;
      }
      case 'bring-back': {
        const reply = draft && (await bringDraftBack(chat, draft));
        if (question !== undefined && reply !== undefined) settled.add(question.id);
        return;
      }
      case 'pause':
      case 'resume':
      case 'cancel':
      case 'finish':
      case 'another':
      case 'retry':
      case 'raise':
      case 'claim':
      case 'release': {
        const reply = await control(chat, action, articleId, topic);
        const goesOn = action !== 'pause' && action !== 'claim' && action !== 'release';
        if (question !== undefined && reply !== undefined && goesOn) settled.add(question.id);
        return;
      }
      case 'back':
        return;
      default:
        return action satisfies never;
    }
  }

  /** An outline that is approved is not delivered. */
  function choiceOn(action: Action, outline: true | undefined): Choice<Action> {
    const made = choice(action);
    return action === 'approve' && outline ? { ...made, hint: t.terminal.decide.approveOutline } : made;
  }

  function choice(action: Action): Choice<Action> {
    switch (action) {
      case 'read':
        return { value: action, label: t.terminal.read };
      case 'leave':
        return { value: action, label: t.terminal.leave, hint: t.terminal.leaveHint };
      case 'back':
        return { value: action, label: t.terminal.back };
      default:
        return { value: action, label: t.words.buttons[action], hint: t.words.buttonHints[action] };
    }
  }
}

/** Whether an earlier draft can be brought back in its place. */
function hasReplaced(content: NonNullable<ReturnType<Thread['currentDraft']>>): boolean {
  return content.kind === 'gate' && content.replaced !== undefined;
}

/** What the person can put right. */
const FAULTY_TEXTS: ReadonlySet<string> = new Set(['bad-comment', 'empty-text', 'text-unchanged', 'text-too-long']);

function isFaultyText(reply: Reply): boolean {
  return reply.kind === 'refused' && FAULTY_TEXTS.has(reply.refusal.code);
}

function drawLive(frame: string, thread: Thread, chat: Chat, look: Look): string[] {
  const { t } = chat;
  const { colors, columns } = look;
  const status = thread.status();
  const isWorking = status === undefined || status.stage === 'drafting' || status.stage === 'finishing';
  const progress = {
    stage: status?.stage ?? 'drafting',
    ...(status?.step !== undefined && { step: status.step }),
    ...(status?.wordsSoFar !== undefined && { wordsSoFar: status.wordsSoFar }),
    iteration: status?.iteration ?? 0,
    maxIterations: status?.frame.maxIterations ?? 0,
    scores: status?.scores ?? [],
    elapsedMs: Date.now() - (thread.startedAt() ?? new Date()).getTime(),
  };
  const line = thread.reachable
    ? renderStatusLine(isWorking ? frame : '●', progress, t, look)
    : colors.yellow(truncate(t.terminal.databaseSilent, columns));
  const { menu, read, leave } = t.terminal.keys;
  return [
    '',
    line,
    colors.dim(
      truncate(
        widthOf(`${menu} · ${read} · ${leave}`) <= columns ? `${menu} · ${read} · ${leave}` : `${menu} · ${leave}`,
        columns,
      ),
    ),
  ];
}

/** What was there before in a line each, up to the latest draft; that and what is new in full. */
function showChanges({ screen, decisions }: Chat, changes: readonly Change[], isFirst: boolean): void {
  const look = screen.look();
  const isPast = isFirst
    ? Math.max(
        0,
        changes.findLastIndex(({ message: { content } }) => content.kind === 'draft' || content.kind === 'final'),
      )
    : 0;
  for (const [index, { message, before }] of changes.entries()) {
    const { content } = message;
    if (content.kind === 'status') continue;
    if (content.kind === 'publication' && before?.kind === 'publication') {
      screen.print('', ...drawCard(cardOf(content, PREFIX), look));
    } else if (before !== undefined) {
      const decided = decidedIn(content);
      if (
        decided === undefined ||
        decidedIn(before) !== undefined ||
        decisions.has(decisionKey(content.frame.articleId, decided))
      )
        continue;
      screen.print('', ...drawDecided(cardOf(content, PREFIX).decided, look));
    } else if (index < isPast) {
      screen.print(drawPast(cardOf(content, PREFIX), look));
    } else {
      // The draft that a gate is about stands right above it.
      const { text, ...card } = cardOf(content, PREFIX);
      screen.print('', ...drawCard(content.kind === 'gate' || text === undefined ? card : { ...card, text }, look));
    }
  }
}

function decidedIn(content: ChatContent): ToldDecision | undefined {
  return content.kind === 'draft' || content.kind === 'gate' ? content.decided : undefined;
}

/** The end: the article as a file, and to be read. */
async function showFinal(chat: Chat, thread: Thread): Promise<void> {
  const { screen, t, articlesFolder } = chat;
  const final = thread.final();
  if (final === undefined) return;
  try {
    const path = await saveArticle(articlesFolder, final.frame.articleId, final.article);
    screen.print('', screen.look().colors.green(`✓ ${t.terminal.saved(path)}`));
    const changes = editPage(final);
    if (changes !== undefined) {
      const saved = await saveFile(
        articlesFolder,
        final.frame.articleId,
        changes.name,
        new TextDecoder().decode(changes.bytes),
      );
      screen.print(screen.look().colors.green(`✓ ${t.terminal.changesSaved(saved)}`));
    }
  } catch (error) {
    say(chat, t.terminal.saveFailed(articlesFolder, error instanceof Error ? error.message : String(error)));
  }
  await offerAfterwards(chat, final);
}

/** To read it whole where it is long, to take over what the editor had proposed, and to have it in another language. */
async function offerAfterwards(chat: Chat, final: NonNullable<ReturnType<Thread['final']>>): Promise<void> {
  const { screen, keyboard, prompts, t, leaving } = chat;
  const card = cardOf(final, PREFIX);
  const lines = drawWhole(card, screen.look()) ?? [];
  const isLong = drawCard(card, screen.look()).length < lines.length;
  const offered = (card.buttons ?? []).flatMap((button) =>
    button.kind === 'take-over' || button.kind === 'translate' ? [button] : [],
  );
  // A menu for this alone would hold up everybody who wants to go on.
  if (!isLong && offered.every(({ kind }) => kind === 'translate')) {
    const [into] = offered.flatMap((button) => (button.kind === 'translate' ? [button.language] : []));
    if (into !== undefined) say(chat, t.terminal.otherLanguages(`${PREFIX}translate ${languageLabel(into, t)}`));
    return;
  }
  const next = await prompts.choose(
    isLong ? t.terminal.pager.offer(lines.length) : t.article.final.proposals,
    [
      ...(isLong ? [{ value: 'read', label: t.terminal.pager.whole }] : []),
      ...offered.map((button) => ({
        value: encodeButton(button),
        label: buttonLabel(button, t.words.buttons, t),
        hint: t.words.buttonHints[button.kind],
      })),
      { value: 'on', label: t.terminal.pager.skip },
    ],
    isLong ? { keys: { r: 'read' } } : {},
  );
  if (next === 'read') return await page((look) => drawWhole(card, look) ?? [], screen, keyboard, t, leaving);
  const chosen = offered.find((button) => encodeButton(button) === next);
  if (chosen === undefined) return;
  const begun =
    chosen.kind === 'take-over'
      ? await takeOver(chat, chosen)
      : await translate(chat, { articleId: chosen.articleId, into: chosen.language });
  if (begun !== undefined) await viewArticle(chat, begun.articleId, begun.topic);
}
