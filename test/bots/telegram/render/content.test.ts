import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canMerge,
  type Rendered,
  renderMessages,
  renderPlaceholder,
} from '../../../../bots/telegram/render/content.ts';
import type { ChatContent } from '../../../../src/delivery/chat-content.ts';
import { decodeButton } from '../../../../src/protocol/button-codec.ts';
import { INTERFACE_LANGUAGES } from '../../../../src/protocol/article.ts';
import { chatContents } from '../../../fixtures/chat-contents.ts';
import { randomDocument } from './random-document.ts';
import { HAS_TDLIB } from '../../../support/tdlib.ts';
import { judge, livesIn } from './telegram-library.ts';

const PLAIN = { richMessages: false };
const all = chatContents('en');

async function renderAll(content: ChatContent, below: readonly ChatContent[] = []): Promise<readonly Rendered[]> {
  return await Promise.all(
    renderMessages(content, PLAIN).map(({ body }, index) => body.render(index === 0 ? below : [])),
  );
}

function namesOf(content: ChatContent): readonly string[] {
  return renderMessages(content, PLAIN).map(({ name }) => name);
}

function textOf(rendered: Rendered | undefined): string {
  return rendered?.kind === 'text' ? rendered.text.text : '';
}

function squeezed(text: string): string {
  return text.replaceAll(/[\s\u2060]/g, '').normalize();
}

/** What no message may be, whoever wrote what is in it. */
function faultsOf(rendered: Rendered): readonly string[] {
  if (rendered.kind === 'rich') return [];
  const { text, most } =
    rendered.kind === 'text' ? { text: rendered.text, most: 4096 } : { text: rendered.caption, most: 1024 };
  const buttons = rendered.kind === 'text' ? (rendered.keyboard?.inline_keyboard.flat() ?? []) : [];
  const faults = [
    text.text.length > most && `${text.text.length} characters`,
    text.entities.length > 100 && `${text.entities.length} entities`,
    ...buttons.map(({ callback_data }) => Buffer.byteLength(callback_data) > 64 && `button ${callback_data}`),
    ...(HAS_TDLIB ? [judge(text).error, ...livesIn(text)] : []),
  ];
  return faults.filter((fault) => typeof fault === 'string');
}

describe('renderMessages', () => {
  it.each(INTERFACE_LANGUAGES)('makes nothing in %s that Telegram would not take', async (language) => {
    for (const content of Object.values(chatContents(language)))
      for (const rendered of await renderAll(content)) expect(faultsOf(rendered)).toEqual([]);
  });

  it('makes one message of every card, and loses no text, whatever is written and decided', async () => {
    const words = fc.string({ maxLength: 3000, unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(randomDocument, words, fc.constantFrom('draft', 'gate'), async (document, comment, kind) => {
        const text = { ...all.draft.text, text: document.markdown };
        const decided = { ...all.draftDecided.decided, words: comment, byName: comment.slice(0, 128) };
        const open = { ...(kind === 'draft' ? all.draftLong : all.gate), text };
        const closed = { ...open, buttons: false, decided };
        // Nobody needs a file for what is decided.
        expect(namesOf(closed)).toEqual(['card']);
        const hasFile = namesOf(open).length === 2;
        for (const content of [open, closed]) {
          const messages = await renderAll(content);
          expect(messages.flatMap(faultsOf)).toEqual([]);
          const card = squeezed(textOf(messages[0]));
          expect(hasFile || document.words.every((word) => card.includes(squeezed(word)))).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('puts a critique below a draft only when both stay whole, whatever is decided later', async () => {
    const sentences = fc.array(fc.string({ maxLength: 300 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        randomDocument,
        sentences,
        fc.string({ maxLength: 3000 }),
        async (document, weaknesses, comment) => {
          const draft = { ...all.draft, text: { ...all.draft.text, text: document.markdown } };
          const critique = { ...all.critique, critique: { ...all.critique.critique, weaknesses } };
          if (!canMerge(draft, [critique])) return;
          const decided = { ...all.draftDecided.decided, words: comment };
          for (const content of [draft, { ...draft, decided }]) {
            const [card] = await renderAll(content, [critique]);
            expect(card && faultsOf(card)).toEqual([]);
            for (const words of [...weaknesses, ...all.critique.critique.suggestions])
              expect(squeezed(textOf(card))).toContain(squeezed(words.replaceAll(/[\p{Cc}]/gu, '')));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives each decision its button, in the language of the article', async () => {
    const [card] = await renderAll(chatContents('ru').draftLong);
    const buttons = card?.kind === 'text' ? (card.keyboard?.inline_keyboard.flat() ?? []) : [];
    expect(buttons.map(({ text }) => text)).toEqual(['✅ Одобрить', '✍️ Доработать', '✏️ Править', '❌ Отклонить']);
    const { version, hash } = all.draftLong.draft;
    expect(buttons.map(({ callback_data }) => decodeButton(callback_data))).toEqual(
      ['approve', 'request-changes', 'edit', 'reject'].map((decision) => ({
        kind: 'decision',
        articleId: '7k3m9x2c4p0qrstv',
        decision,
        draft: { version, hash },
      })),
    );
  });

  it('offers another version at a gate alone, below the decisions', async () => {
    const { gate, draftLong } = chatContents('ru');
    const rows = async (content: ChatContent) => {
      const [card] = await renderAll(content);
      const keyboard = card?.kind === 'text' ? (card.keyboard?.inline_keyboard ?? []) : [];
      return keyboard.map((row) => row.map(({ text }) => text));
    };
    expect(await rows(gate)).toEqual([
      ['✅ Одобрить', '✍️ Доработать'],
      ['✏️ Править', '❌ Отклонить'],
      ['🔍 Что изменилось'],
      ['✋ Беру на себя'],
      ['🔄 Другой вариант'],
    ]);
    expect(await rows({ ...gate, buttons: false })).toEqual([]);
    expect((await rows(draftLong)).flat()).not.toContain('🔄 Другой вариант');
  });

  it.each([true, false])('offers what the editor had proposed below the finished article (rich: %s)', async (rich) => {
    const [first, ...others] = await Promise.all(
      renderMessages(all.edited, { richMessages: rich }).map(({ body }) => body.render()),
    );
    const keyboardOf = (rendered: Rendered | undefined) =>
      rendered === undefined || rendered.kind === 'document' ? undefined : rendered.keyboard;
    expect(first?.kind).toBe(rich ? 'rich' : 'text');
    const buttons = keyboardOf(first)?.inline_keyboard.flat() ?? [];
    expect(buttons.map(({ callback_data }) => decodeButton(callback_data))).toEqual([
      { kind: 'take-over', articleId: all.edited.frame.articleId, proposal: 1 },
    ]);
    expect(others.map(keyboardOf).filter((keyboard) => keyboard !== undefined)).toEqual([]);
  });

  it('has what is contradicted first, with sources as links', async () => {
    const [card] = await renderAll(all.factReport);
    expect(textOf(card)).toMatch(/Contradicted[^]*Not found[^]*Supported[^]*🔗 Tides of the Bay of Fundy, 2026-05-01/);
    expect(card?.kind === 'text' && card.text.entities.at(-1)).toMatchObject({ url: 'https://example.org/fundy' });
  });

  it('leaves no gap where a claim has no note', async () => {
    const claims = all.factReport.report.claims.map((claim) => ({ ...claim, note: ' ' }));
    const [card] = await renderAll({ ...all.factReport, report: { ...all.factReport.report, claims } });
    expect(textOf(card)).toMatch(/16\.3 metres\.\n“a range of 16\.3 metres”\n🔗/);
  });

  it('asks for a decision only as long as one is possible', async () => {
    const { buttons: _, ...open } = all.gate;
    const [asking] = await renderAll({ ...open, buttons: true });
    const [passed] = await renderAll({ ...open, buttons: false, decided: all.gateDecided.decided });
    expect(textOf(asking)).toMatch(/^🙋 Please decide on draft 3[^]*Waiting for/);
    expect(textOf(passed)).toMatch(/^📝 Draft 3 · 8\.2\/10/);
    expect(textOf(passed)).not.toContain('Waiting for');
  });

  it('says what is contradicted before why it is asked, with quote and address', async () => {
    const [card] = await renderAll(all.gateDoubted);
    expect(textOf(card)).toMatch(
      /2 claims in it are contradicted:[^]*❌ Contradicted: [^]*“[^]*🔗 [^]*model’s memory[^]*2 claims could be neither[^]*The drafts got no better/,
    );
  });

  it('says where an article went that goes on elsewhere, and nothing that would soon be wrong', async () => {
    const movedTo = { platform: 'slack', channel: 'C1' };
    const [card] = await renderAll({ ...all.statusWaiting, movedTo });
    expect(textOf(card)).toContain('The article goes on elsewhere: in Slack. Nothing is decided here any more.');
    expect(textOf(card)).not.toMatch(/Stage|Waiting|Scores/);
    const [near] = await renderAll({ ...all.statusWaiting, movedTo: { ...movedTo, platform: 'telegram' } });
    expect(textOf(near)).toContain('goes on elsewhere: in another chat or topic.');
  });

  it('says what the article waits for during an outage, and until when', async () => {
    const outage = { code: 'model-unavailable', since: '2026-11-23T14:07:00Z', next: '2026-11-23T14:12:00Z' };
    const [card] = await renderAll({ ...all.status, outage });
    expect(textOf(card)).toContain('⏳ Waiting for the model since 14:07, trying again at 14:12');
  });

  it('leads from the card of what was delivered to it and its files, where messages have an address', async () => {
    const delivered = (chat: number): ChatContent => ({
      ...all.status,
      stage: 'delivered',
      controls: [],
      delivered: {
        title: 'The pull of the Moon',
        fileName: 'the-pull-of-the-moon.md',
        messages: {
          'text-1': { chat, message: 7 },
          md: { chat, message: 8 },
          docx: { chat, message: 9 },
          changes: { chat, message: 10 },
        },
      },
    });
    const linksIn = (shown: Rendered | undefined) =>
      shown?.kind === 'text' ? shown.text.entities.flatMap((one) => (one.type === 'text_link' ? [one.url] : [])) : [];
    const [inGroup] = await renderAll(delivered(-1001234));
    expect(textOf(inGroup).replaceAll('\u2060', '')).toMatch(
      /The pull of the Moon[^]*Read the article · the-pull-of-the-moon\.md · the-pull/,
    );
    expect(linksIn(inGroup)).toEqual(['https://t.me/c/1234/7']);
    const [inPrivate] = await renderAll(delivered(4711));
    expect(textOf(inPrivate).replaceAll('\u2060', '')).toContain('the-pull-of-the-moon.changes.html');
    expect(textOf(inPrivate)).not.toContain('Read the article');
    expect(linksIn(inPrivate)).toEqual([]);
  });

  it('says when something was by the clock of each reader, where the app can', async () => {
    const momentsIn = async (content: ChatContent): Promise<readonly object[]> =>
      (await renderAll(content)).flatMap((body) =>
        body.kind === 'text' ? body.text.entities.filter(({ type }) => type === 'date_time') : [],
      );
    const at = { unix_time: Date.parse('2026-11-23T14:07:00.000Z') / 1000, date_time_format: 'Dt' };
    expect(await momentsIn(all.draftDecided)).toMatchObject([at]);
    expect(await momentsIn(all.styleRuleAdopted)).toMatchObject([at]);
    const outage = { code: 'model-unavailable', since: '2026-11-23T14:07:00Z', next: '2026-11-23T14:12:00Z' };
    expect(await momentsIn({ ...all.status, outage })).toMatchObject([
      { ...at, date_time_format: 't' },
      { date_time_format: 't' },
    ]);
  });

  it('links to the run only where Telegram opens it', async () => {
    const [hidden] = await renderAll(all.status);
    expect(textOf(hidden)).not.toContain('8233');
    const runUrl = 'https://temporal.example.org/article-7k3m9x2c4p0qrstv';
    const [shown] = await renderAll({ ...all.status, frame: { ...all.status.frame, runUrl } });
    expect(shown?.kind === 'text' && shown.text.entities.at(-1)).toMatchObject({ type: 'text_link', url: runUrl });
  });

  it('sets as code what is to be looked up as it stands', async () => {
    const [card] = await renderAll(all.statusAsking);
    const codes = card?.kind === 'text' ? card.text.entities.filter(({ type }) => type === 'code') : [];
    expect(codes.map(({ offset, length }) => textOf(card).slice(offset, offset + length))).toContain('/language: de');
    expect(textOf(card)).not.toContain('`');
  });

  it('needs as many messages as a long report does, and loses no claim', async () => {
    const claims = Array.from({ length: 60 }, (_, index) => ({
      claim: `Claim ${index}: the sea rises.`,
      verdict: 'supported' as const,
      note: 'The highest range on record there is 16.3 m. '.repeat(4),
      sources: [{ title: 'Tides', url: `https://example.org/${index}` }],
    }));
    const content = { ...all.factReport, report: { ...all.factReport.report, claims } };
    const messages = await renderAll(content);
    expect(messages.length).toBeGreaterThan(2);
    expect(messages.flatMap(faultsOf)).toEqual([]);
    const whole = messages.map(textOf).join('\n');
    for (const { claim } of claims) expect(whole).toContain(claim);
  });

  it('keeps cards that are edited in place to one message, whoever waits', async () => {
    const crowd = Array.from({ length: 400 }, (_, index) => `slack:T1:U${index}`);
    const long = 'x '.repeat(9000);
    for (const content of [
      { ...all.statusWaiting, waitingFor: crowd },
      { ...all.gate, waitingFor: crowd },
      { ...all.notice, notice: { code: 'paused', byName: long } } as const,
    ]) {
      expect(namesOf(content).filter((name) => name !== 'file')).toEqual(['card']);
      const [rendered] = await renderAll(content);
      expect(rendered && faultsOf(rendered)).toEqual([]);
      expect(textOf(rendered)).toContain('…');
    }
  });
});

describe('the digest of a message', () => {
  const digests = (content: ChatContent) => renderMessages(content, PLAIN).map(({ digest }) => digest);

  it('is another one as soon as people see something else, buttons included', () => {
    const long = { ...all.draftLong, text: { ...all.draftLong.text, text: 'The sea rises. '.repeat(400) } };
    const [card, file] = digests(long);
    const [closed, sameFile] = digests({ ...long, buttons: false });
    expect(closed).not.toBe(card);
    expect(sameFile).toBe(file);
    expect(file).toBeDefined();
    expect(digests({ ...long, text: { ...long.text, sha256: 'f'.repeat(64) } })[1]).not.toBe(file);
  });

  it('has one file of a draft that is more than its card takes, and none below its gate', () => {
    const text = { ...all.gate.text, text: `# Tides\n\n${'The sea rises. '.repeat(400)}` };
    const gate = { ...all.gate, text };
    expect(namesOf({ ...all.draftLong, text })).toEqual(['card', 'file']);
    expect(namesOf({ ...gate, isShownAbove: true })).toEqual(['card']);
    // In a thread that an article moved to, the draft itself may be missing.
    expect(namesOf(gate)).toEqual(['card', 'file']);
  });

  it('has captions with the topic, and without an id', async () => {
    const text = { ...all.draftLong.text, text: 'The sea rises. '.repeat(400) };
    const [, file] = await renderAll({ ...all.draftLong, text });
    const caption = file?.kind === 'document' ? file.caption.text : '';
    const shown = caption.replaceAll(/[\u2060\u200c\u200d]/g, '');
    expect(shown).toContain(all.draftLong.frame.request.topic);
    expect(shown).not.toContain(all.draftLong.frame.articleId);
  });

  it('tells the files of an article apart', () => {
    const [, ...files] = renderMessages(all.final, PLAIN);
    expect(files.map(({ name }) => name)).toEqual(['md', 'docx', 'receipt']);
    expect(new Set(files.map(({ digest }) => digest)).size).toBe(3);
    const { receipt: _, ...article } = all.final.article;
    const withoutReceipt = renderMessages({ ...all.final, article }, PLAIN);
    expect(withoutReceipt.slice(1).map(({ name }) => name)).toEqual(['md', 'docx']);
  });
});

describe('renderPlaceholder', () => {
  it('says what is coming, and is never the same for two messages', () => {
    const placeholder = renderPlaceholder(all.draftLong, '7k3m9x2c4p0qrstv/4/card');
    // What a phone shows has no id in it.
    expect(placeholder.text).toMatch(/^📝 Draft 2 · 7.4\/10 · 165 words[\u2060\u200c\u200d]{20} …$/);
    expect(renderPlaceholder(all.draftLong, '7k3m9x2c4p0qrstv/5/card')).not.toEqual(placeholder);
  });

  it('mentions who is waited for: the message that follows comes by an edit, of which nobody is told', async () => {
    const frame = { ...all.gate.frame, requester: { platform: 'telegram', userId: '4711' } };
    const content = { ...all.gate, frame, waitingFor: ['requester', 'telegram:4712', 'slack:T1:U2'] };
    const [card] = renderMessages(content, { richMessages: true });
    const shown = await card.body.render();
    if (shown.kind !== 'text') throw new Error('A gate is text');
    for (const { text, entities } of [renderPlaceholder(content, '7k3m9x2c4p0qrstv/5/card'), shown.text]) {
      const mentioned = entities.flatMap((entity) =>
        entity.type === 'text_mention'
          ? [[entity.user.id, text.slice(entity.offset, entity.offset + entity.length)]]
          : [],
      );
      expect(mentioned).toEqual([
        [4711, 'Ann'],
        [4712, 'an approver in Telegram'],
      ]);
    }
    expect(renderPlaceholder(all.draftLong, 'k').entities).toEqual([]);
  });
});
