import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import {
  DeliveryError,
  type Message,
  type MessageRef,
  type Messenger,
  type Place,
} from '../../src/delivery/messenger.ts';
import { messages as wordsIn } from '../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/protocol/article.ts';
import type { Thread } from '../../src/protocol/thread.ts';
import { chatContents } from '../fixtures/chat-contents.ts';

/** A messenger with the platform behind it: the real one, or an emulator. */
export interface MessengerBench {
  readonly messenger: Messenger;
  /** A thread that nothing was posted to. */
  openThread(articleId: string): Promise<ThreadBench>;
  /** A reference as the messenger makes them, to a message that is not there. */
  readonly unknownRef: MessageRef;
  /** The platform does what it is asked next, and its answer gets lost on the way. */
  loseNextAnswer(): void;
  close(): Promise<void>;
}

export interface ThreadBench {
  readonly thread: Thread;
  /** What people can read, message by message, in the order of the thread: texts, names of buttons, and the text of attached files. */
  readonly shown: () => Promise<readonly string[]>;
  /** What in the thread is more than text: a mention, an escape sequence, a link that was made of someone's words. */
  readonly dangers: () => Promise<readonly string[]>;
}

/** Does harm on one platform or another if it is not taken for text; the words between have to be readable. */
const HOSTILE_TEXT =
  'before \u001b[2J\u001b[31mred\u001b[0m \u001b]52;c;aGk=\u0007 \u009b5m \u0000 \u0008 \u202egnp.exe\u202c &#27;[5m <!channel> <@U024BE7LH> @everyone <script>alert(1)</script> ``` `` | *_~[x](javascript:alert(1)) \ud800 after';

const LONG_PARAGRAPH = 'The sea rises and falls twice a day, and nobody has ever stopped it from doing so. ';
const MANY = 12;

/** What every messenger has to do, whatever its platform. */
export function messengerContract(platform: string, open: () => Promise<MessengerBench>): void {
  describe(`${platform} messenger`, () => {
    let bench: MessengerBench;

    beforeAll(async () => {
      bench = await open();
    });

    afterAll(async () => {
      await bench.close();
    });

    /** A thread of its own for each test, and how to make messages for it. */
    async function openThread() {
      const articleId = randomBytes(5).toString('hex');
      const thread = await bench.openThread(articleId);
      /** The messages that the content takes, each with its place. */
      const outgoing = async (key: string, kind: ChatContent): Promise<readonly [Message, Place][]> => {
        const content = { ...kind, frame: { ...kind.frame, articleId } };
        const messages = await bench.messenger.render(content);
        return messages.map((message) => {
          const place = `${articleId}/1/${key}/${message.name}`;
          return [message, { key: place, thread: thread.thread, content, siblings: new Map() }];
        });
      };
      /** The first of them. */
      const single = async (key: string, content: ChatContent): Promise<[Message, Place]> => {
        const [first] = await outgoing(key, content);
        if (first === undefined) throw new Error('A content without a message');
        return first;
      };
      const post = async (key: string, content: ChatContent): Promise<MessageRef> =>
        await bench.messenger.post(...(await single(key, content)));
      /** Every message that the content takes, in order, as the drain does it. */
      const postAll = async (key: string, content: ChatContent): Promise<readonly MessageRef[]> => {
        const siblings = new Map<string, MessageRef>();
        for (const [message, place] of await outgoing(key, content))
          siblings.set(message.name, await bench.messenger.post(message, { ...place, siblings: new Map(siblings) }));
        return [...siblings.values()];
      };
      return { ...thread, single, post, postAll };
    }

    const notice = (byName: string): ChatContent => ({
      ...chatContents('en').notice,
      notice: { code: 'paused', byName },
    });

    it('posts a message that people can read', async () => {
      const { post, shown } = await openThread();
      await post('1', notice('Ann'));
      expect(await shown()).toEqual([expect.stringContaining('Ann')]);
    });

    it('keeps the order of what is posted one after the other', async () => {
      const { post, shown } = await openThread();
      const names = Array.from({ length: MANY }, (_, index) => `Person ${index}.`);
      for (const [index, byName] of names.entries()) await post(String(index), notice(byName));
      expect(await shown()).toEqual(names.map((byName) => expect.stringContaining(byName)));
    });

    it('posts each of many at once exactly once', async () => {
      const { post, shown } = await openThread();
      const names = Array.from({ length: MANY }, (_, index) => `Person ${index}.`);
      const refs = await Promise.all(names.map((byName, index) => post(String(index), notice(byName))));
      const texts = await shown();
      expect(names.map((byName) => texts.filter((text) => text.includes(byName)).length)).toEqual(names.map(() => 1));
      expect(new Set(refs.map((ref) => JSON.stringify(ref))).size).toBe(MANY);
    });

    it('answers the same message for the same key, if it promises that posting is idempotent', async ({ skip }) => {
      if (bench.messenger.settleMs > 0) skip('this platform cannot tell a repeated message from a new one');
      const { post, shown } = await openThread();
      const first = await post('1', notice('Ann'));
      const again = await Promise.all([post('1', notice('Ann')), post('1', notice('Ann'))]);
      expect(again).toEqual([first, first]);
      expect(await shown()).toHaveLength(1);
      expect(await post('1', notice('Ben'))).toEqual(first);
      expect(await shown()).toEqual([expect.stringContaining('Ben')]);
    });

    it('loses nothing and posts nothing twice when the answer of the platform is lost', async () => {
      const { single, shown } = await openThread();
      const message = await single('1', notice('Ann'));
      const earlier = { sentAt: new Date(), attempt: 1 };
      bench.loseNextAnswer();
      const failure: unknown = await bench.messenger.post(...message).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(DeliveryError);
      const isAmbiguous = failure instanceof DeliveryError && failure.failure === 'ambiguous';
      const found = isAmbiguous ? await bench.messenger.find(...message, earlier) : undefined;
      const ref = found ?? (await bench.messenger.post(...message));
      await bench.messenger.edit(ref, ...(await single('1', notice('Ben'))));
      expect(await shown()).toEqual([expect.stringContaining('Ben')]);
    });

    it('finds a message that is there, and none that is not', async () => {
      const { single } = await openThread();
      const message = await single('1', notice('Ann'));
      const earlier = { sentAt: new Date(), attempt: 1 };
      const ref = await bench.messenger.post(...message);
      expect(await bench.messenger.find(...message, earlier)).toEqual(ref);
      expect(await bench.messenger.find(...(await single('2', notice('Ben'))), earlier)).toBeUndefined();
    });

    it('replaces a message in its place, as often as it is told to', async () => {
      const { single, post, shown } = await openThread();
      const first = await post('1', notice('Ann'));
      await post('2', notice('Zoe'));
      const replacement = await single('1', notice('Ben'));
      const edited = await bench.messenger.edit(first, ...replacement);
      await bench.messenger.edit(edited, ...replacement);
      expect(await shown()).toEqual([expect.stringContaining('Ben'), expect.stringContaining('Zoe')]);
      expect((await shown()).join()).not.toContain('Ann');
    });

    it('refuses to replace what is not there', async () => {
      const { single, shown } = await openThread();
      const failure: unknown = await bench.messenger
        .edit(bench.unknownRef, ...(await single('1', notice('Ann'))))
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(DeliveryError);
      expect(failure).toMatchObject({ failure: 'refused' });
      expect(await shown()).toEqual([]);
    });

    describe.each(INTERFACE_LANGUAGES)('in language %s', (language) => {
      it.each(Object.keys(chatContents(language)))('shows %s', async (kind) => {
        const { postAll, shown } = await openThread();
        const content = contentOf(language, kind);
        await postAll('1', content);
        const text = (await shown()).join('\n');
        if (content.kind === 'failure') expect(squeezed(text)).not.toContain(squeezed(content.failure.message));
        for (const words of wordsOf(content)) expect(squeezed(text)).toContain(squeezed(words));
      });
    });

    it('loses no part of a text that is longer than any message may be', async () => {
      const { postAll, shown } = await openThread();
      const { draftLong, gate } = chatContents('en');
      const text = Array.from({ length: 300 }, (_, index) => `Part ${index}. ${LONG_PARAGRAPH.repeat(3)}`).join('\n\n');
      await postAll('1', { ...draftLong, text: { ...draftLong.text, text } });
      // Where the card of the draft has not all of it, that of its gate has.
      await postAll('2', { ...gate, text: { ...gate.text, text } });
      const whole = (await shown()).join('\n');
      for (const index of [0, 1, 150, 298, 299]) expect(whole).toContain(`Part ${index}.`);
    });

    it('makes the same messages of the same content every time, each by its own name', async () => {
      for (const content of Object.values(chatContents('en'))) {
        const messages = await bench.messenger.render(content);
        const names = messages.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        for (const { digest } of messages) expect(digest.length).toBeLessThanOrEqual(64);
        const again = await bench.messenger.render(structuredClone(content));
        expect(again.map(({ name, digest }) => ({ name, digest }))).toEqual(
          messages.map(({ name, digest }) => ({ name, digest })),
        );
      }
    });

    it('tells by the digest that a card shows something else', async () => {
      const { gate, gateDecided, status, statusWaiting } = chatContents('en');
      const digestOf = async (content: ChatContent) => (await bench.messenger.render(content))[0].digest;
      expect(await digestOf({ ...gate, buttons: false })).not.toBe(await digestOf(gate));
      expect(await digestOf({ ...gate, buttons: false, decided: gateDecided.decided })).not.toBe(
        await digestOf({ ...gate, buttons: false }),
      );
      expect(await digestOf(status)).not.toBe(await digestOf(statusWaiting));
    });

    it('names the limits of a call, each once, with a pace that can be kept', async () => {
      const { single } = await openThread();
      const [message, { thread }] = await single('1', notice('Ann'));
      for (const call of ['post', 'edit', 'upload', 'find'] as const) {
        const limits = bench.messenger.limits(call, thread, message);
        expect(new Set(limits.map(({ key }) => key)).size).toBe(limits.length);
        for (const { everyMs, burst } of limits) {
          expect(everyMs).toBeGreaterThan(0);
          expect(burst).toBeGreaterThanOrEqual(1);
        }
      }
    });

    it('shows what people and models wrote as text and nothing else', async () => {
      const { postAll, shown, dangers } = await openThread();
      const all = chatContents('en');
      const frame = {
        ...all.draft.frame,
        request: { topic: HOSTILE_TEXT, language: 'en' },
        requesterName: HOSTILE_TEXT,
      };
      const claim = { claim: HOSTILE_TEXT, verdict: 'supported', note: HOSTILE_TEXT, quote: HOSTILE_TEXT } as const;
      const source = { title: HOSTILE_TEXT, url: `https://example.org/${HOSTILE_TEXT}`, date: HOSTILE_TEXT };
      const hostile: readonly ChatContent[] = [
        { ...all.status, frame },
        {
          ...all.draft,
          frame,
          text: {
            ...all.draft.text,
            text: `# ${HOSTILE_TEXT}\n\n${HOSTILE_TEXT}\n\n| ${HOSTILE_TEXT} |\n|---|\n| x |`,
          },
        },
        {
          ...all.draftDecided,
          frame,
          decided: { ...all.draftDecided.decided, words: HOSTILE_TEXT, byName: HOSTILE_TEXT },
        },
        {
          ...all.critique,
          frame,
          critique: { ...all.critique.critique, weaknesses: [HOSTILE_TEXT], suggestions: [HOSTILE_TEXT] },
        },
        { ...all.factReport, frame, report: { ...all.factReport.report, claims: [{ ...claim, sources: [source] }] } },
        { ...all.gate, frame, waitingFor: [HOSTILE_TEXT] },
        { ...all.notice, frame, notice: { code: 'paused', byName: HOSTILE_TEXT } },
        {
          ...all.final,
          frame,
          article: { ...all.final.article, title: HOSTILE_TEXT, summary: HOSTILE_TEXT, text: HOSTILE_TEXT },
        },
      ];
      let posted = 0;
      for (const [index, content] of hostile.entries()) posted += (await postAll(String(index), content)).length;
      const texts = await shown();
      expect(texts).toHaveLength(posted);
      for (const text of texts) expect(text).toMatch(/before|7k3m9x2c4p0qrstv|[0-9a-f]{10}/);
      expect(await dangers()).toEqual([]);
    });
  });
}

function contentOf(language: InterfaceLanguage, kind: string): ChatContent {
  const content = Object.entries(chatContents(language)).find(([name]) => name === kind)?.[1];
  if (content === undefined) throw new Error(`There is no ${kind} among the contents.`);
  return content;
}

/** What a reader must find in the message, wherever a platform puts it. */
function wordsOf(content: ChatContent): readonly string[] {
  switch (content.kind) {
    case 'status':
      return [content.frame.request.topic, ...content.scores.map((score) => localised(score, content))];
    case 'draft':
      return [
        `${content.draft.version}`,
        ...linesOf(content.text.text),
        ...(content.decided?.words === undefined ? [] : [content.decided.words]),
      ];
    case 'sources':
      return [
        ...content.report.read.map(({ title }) => title),
        ...content.report.failed.map(({ address = '' }) => address.replace('https://', '')),
      ];
    case 'critique':
      return [
        localised(content.critique.score, content),
        ...content.critique.strengths,
        ...content.critique.weaknesses,
        ...content.critique.suggestions,
      ];
    case 'fact-report':
      return content.report.claims.flatMap(({ claim, note, quote = '', sources }) => [
        claim,
        note,
        quote,
        ...sources.map(({ url }) => url),
      ]);
    case 'gate':
      return [`${content.draft.version}`, ...(content.decided?.words === undefined ? [] : [content.decided.words])];
    case 'failure':
      return [wordsIn(content.frame.language).failures.heading(content.failure.step)];
    case 'budget':
      return [wordsIn(content.frame.language).words.format.money(content.stop.capUsd)];
    case 'notice':
      return ['byName' in content.notice ? content.notice.byName : ''];
    case 'style-rule':
      return [content.rule.ours, ...content.rule.others];
    case 'publication':
      return [content.title];
    case 'final':
      return [content.article.title, content.article.summary, ...linesOf(content.article.text)];
    default:
      return content satisfies never;
  }
}

/** Headings and plain paragraphs: what no platform writes in another way. */
function linesOf(markdown: string): readonly string[] {
  return markdown
    .split('\n')
    .map((line) => line.replace(/^#+ /, ''))
    .filter((line) => /^[\p{L}]/u.test(line) && !/[*_`[\]|]|\d\d:\d\d/.test(line));
}

function localised(score: number, { frame }: ChatContent): string {
  return score.toFixed(1).replace('.', frame.language === 'ru' ? ',' : '.');
}

/** Platforms break lines where they like. */
function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
