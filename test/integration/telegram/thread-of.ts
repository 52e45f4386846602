import { messages } from '../../../src/messages/messages.ts';
import type { ChatHandle, Person, SeenMessage } from '../../emulators/telegram/telegram-emulator.ts';
import type { ArticleOutcome } from '../../../src/protocol/article.ts';
import { workflowIdOf } from '../../../src/protocol/names.ts';
import { asksForWords, asksToConfirm, CONFIRM } from '../../support/telegram-question.ts';
import { step } from '../../support/scripted-model.ts';
import { draftToDecide, eventually, type TelegramNewsroom } from '../../support/telegram-newsroom.ts';

const en = messages('en');
const PATIENCE_MS = 45_000;

/** One article on Telegram, as people have it before them. */
export interface ThreadOnTelegram {
  readonly articleId: string;
  readonly chat: ChatHandle;
  /** Everything of the article in its chat, oldest first. */
  messages(): Promise<readonly SeenMessage[]>;
  /** How many messages the article wanted in its chat, those in parts counted part by part. */
  posts(): Promise<number>;
  /** What the bot sent that is neither of the article nor an answer to somebody: left over from an attempt. */
  strays(): Promise<readonly SeenMessage[]>;
  /** Waits for the draft to decide on, at the gate unless `early`. */
  card(version: number, options?: { readonly early: boolean }): Promise<SeenMessage>;
  /** Taps a button, and replies to the question with words, or a file. Resolves with the answer. */
  answer(
    card: SeenMessage,
    button: 'request-changes' | 'edit' | 'reject',
    person: Person,
    words: string | { readonly name: string; readonly content: string },
  ): Promise<string>;
  approve(card: SeenMessage, person: Person): Promise<string>;
  /** Waits for the end, and for the last of what is said and sent about it. */
  outcome(): Promise<ArticleOutcome>;
}

/** Lets every draft of a topic be as good as the given scores, one after the other. */
export function score(desk: TelegramNewsroom, topic: string, ...scores: readonly number[]): void {
  desk.newsroom.script(
    topic,
    'critique',
    ...scores.map((one) => step.practice({ score: one, factsQuestionable: false })),
  );
}

/** The article about a topic, once it is there. */
export async function threadOf(desk: TelegramNewsroom, chat: ChatHandle, topic: string): Promise<ThreadOnTelegram> {
  const { newsroom, emulator } = desk;
  const ids = async (): Promise<readonly string[]> => {
    const { rows } = await newsroom.pool.query<{ id: string }>(
      `select article_id as id from articles where request ->> 'topic' = $1`,
      [topic],
    );
    return rows.map(({ id }) => id);
  };
  let found = await ids();
  for (; found.length === 0; found = await ids()) await new Promise((resolve) => setTimeout(resolve, 20));
  const [articleId = ''] = found;
  if (found.length > 1) throw new Error(`There are ${found.length} articles about ${topic}`);

  const refs = async (): Promise<ReadonlySet<string>> => {
    const { rows } = await newsroom.pool.query<{ ref: { chat: number; message: number } }>(
      `select ref from messages join followers using (follower_id) where article_id = $1 and ref is not null`,
      [articleId],
    );
    return new Set(rows.map(({ ref }) => `${ref.chat} ${ref.message}`));
  };
  const toast = async (tapId: string, person: Person): Promise<string> => {
    const answered = () => emulator.toasts(person).find((one) => one.tapId === tapId);
    await eventually(() => answered() !== undefined, 'answer to a tap');
    return answered()?.text ?? '';
  };

  const isQuiet = async (): Promise<boolean> => {
    const { rows } = await newsroom.pool.query(
      'select 1 from followers where article_id = $1 and (due_at is not null or leased_until is not null)',
      [articleId],
    );
    return rows.length === 0;
  };

  return {
    articleId,
    chat,
    async messages() {
      const known = await refs();
      return emulator.messages(chat).filter(({ id }) => known.has(`${chat.id} ${id}`));
    },
    async posts() {
      const { rows } = await newsroom.pool.query(
        `select 1 from messages join followers using (follower_id) where article_id = $1 and channel = $2`,
        [articleId, String(chat.id)],
      );
      return rows.length;
    },
    async strays() {
      const known = await refs();
      const people = new Set(emulator.messages(chat).flatMap(({ id, isFromBot }) => (isFromBot ? [] : [id])));
      const asked = await newsroom.pool.query<{ id: string }>('select message_id as id from telegram_questions');
      const questions = new Set(asked.rows.map(({ id }) => Number(id)));
      return emulator
        .messages(chat)
        .filter(
          ({ id, isFromBot, replyTo = 0, text }) =>
            isFromBot &&
            !known.has(`${chat.id} ${id}`) &&
            !people.has(replyTo) &&
            !questions.has(id) &&
            !isAnswer(text, topic, articleId),
        );
    },
    card: (version, { early } = { early: false }) =>
      desk.until(
        chat,
        (message) =>
          draftToDecide(message)?.articleId === articleId &&
          draftToDecide(message)?.version === version &&
          (early || message.text.includes(en.article.gate.heading({ version }))),
        `draft ${version} to decide on`,
      ),
    async approve(card, person) {
      return await toast(emulator.tap(card, en.telegram.buttons.approve, person), person);
    },
    async answer(card, button, person, words) {
      const last = emulator.messages(chat).at(-1)?.id ?? 0;
      await toast(emulator.tap(card, en.telegram.buttons[button], person), person);
      const question = await desk.until(chat, (message) => message.id > last && asksForWords(message), 'question');
      const where = {
        replyTo: question.id,
        ...(question.topic !== undefined && { topic: question.topic }),
      };
      const said =
        typeof words === 'string'
          ? emulator.say(chat, person, words, where)
          : emulator.sendDocument(chat, person, words, where);
      if (button !== 'request-changes') {
        const isShown = (message: SeenMessage): boolean => message.replyTo === said && asksToConfirm(message);
        emulator.tap(await desk.until(chat, isShown, 'words before they count'), CONFIRM, person);
      }
      const answer = await desk.until(
        chat,
        ({ id, replyTo, document, buttons, text }) =>
          (replyTo === said || (id > said && Object.values(en.answers.counted).includes(text))) &&
          document === undefined &&
          buttons.length === 0,
        'answer',
      );
      return answer.text;
    },
    async outcome() {
      const outcome = (await newsroom.client.workflow.getHandle(workflowIdOf(articleId)).result()) as ArticleOutcome;
      for (const deadline = Date.now() + PATIENCE_MS; !(await isQuiet()); ) {
        if (Date.now() > deadline) throw new Error(`There is still something to show of ${articleId}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return outcome;
    },
  };
}

function isAnswer(text: string, topic: string, articleId: string): boolean {
  return text === en.answers.started(topic, articleId) || Object.values(en.answers.counted).includes(text);
}
