import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderContent } from '../../../../bots/slack/render/content.ts';
import type { MessagePart } from '../../../../bots/slack/render/part.ts';
import { defusedMessages } from '../../../../bots/slack/render/defuse-markdown.ts';
import { pageToRead } from '../../../../bots/slack/render/read-button.ts';
import { simpleBlocks, textOnly } from '../../../../bots/slack/render/simplify.ts';
import type { ChatContent } from '../../../../src/delivery/chat-content.ts';
import { messages } from '../../../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES } from '../../../../src/protocol/article.ts';
import { decodeButton } from '../../../../src/protocol/button-codec.ts';
import { LIMITS, refusalOfMessage } from '../../../emulators/slack/limits.ts';
import { dangersOf, textOfBlocks } from '../../../emulators/slack/rendered.ts';
import { chatContents, frameOf } from '../../../fixtures/chat-contents.ts';
import type { Json, JsonObject } from '../../../../src/practice-model/json.ts';
import { arbitraryContent } from './arbitrary-content.ts';

/** Random documents are slow to read and to cut. */
const PROPERTY_TIMEOUT_MS = 60_000;

const messagesOf = (content: ChatContent): readonly MessagePart[] =>
  renderContent(content).filter((part) => part.kind === 'message');

/** As it travels: no `undefined`, no classes. */
const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** Everything Slack would object to, and everything that is more than text, in a message and in its plainer forms. */
function faultsOf(part: MessagePart, content: ChatContent): readonly unknown[] {
  const t = messages(content.frame.language);
  const raw = { unfurl_links: false, unfurl_media: false } as const;
  const forms = [
    { text: part.text, blocks: part.blocks },
    { text: part.text, blocks: simpleBlocks(part.blocks) },
    { text: textOnly(part.blocks, t), blocks: [] },
    { text: textOnly(part.blocks, t, LIMITS.updatedText), blocks: [] },
  ];
  return forms.flatMap(({ text, blocks }, index) => {
    const json = asJson(blocks) as JsonObject[];
    const refusal = refusalOfMessage(
      { text, ...(json.length > 0 && { blocks: json }) },
      index === 2 ? LIMITS.postedText : LIMITS.updatedText,
    );
    return [...(refusal === undefined ? [] : [refusal]), ...dangersOf({ raw, text, blocks: json })];
  });
}

const shownIn = (content: ChatContent): string =>
  messagesOf(content)
    .map(({ blocks }) => textOfBlocks(asJson(blocks) as Json[]))
    .join('\n');

const wordsOf = (text: string): string => text.replaceAll(/\s+/g, '');

describe('renderContent', () => {
  it.each(
    INTERFACE_LANGUAGES.flatMap((language) =>
      Object.entries(chatContents(language, '7k3m9x2c4p0qrstv')).map(
        ([name, content]) => [language, name, content] as const,
      ),
    ),
  )('makes of %s %s messages that Slack takes', (_language, name, content) => {
    const parts = messagesOf(content);
    // Those whom the operator named are addressed.
    const faults = parts.flatMap((part) => faultsOf(part, content)).filter((fault) => fault !== '<!subteam^S0614TZR7>');
    expect(faults, name).toEqual([]);
    for (const { text } of parts) expect(text).not.toBe('');
  });

  it(
    'keeps within every limit and lets nothing be more than text, whatever people and models write',
    () => {
      fc.assert(
        fc.property(arbitraryContent, (content) => {
          const parts = renderContent(content);
          expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
          for (const part of parts) if (part.kind === 'message') expect(faultsOf(part, content)).toEqual([]);
        }),
        { numRuns: 150 },
      );
    },
    PROPERTY_TIMEOUT_MS,
  );

  it('takes as many messages as a long critique needs, with every point of it', () => {
    const { critique } = chatContents('en');
    const points = Array.from(
      { length: 100 },
      (_, index) => `Point ${index}: ${'why it matters '.repeat(20)}end ${index}.`,
    );
    const content = { ...critique, critique: { ...critique.critique, weaknesses: points } };
    const parts = messagesOf(content);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.map(({ name }) => name).slice(0, 2)).toEqual(['card', 'card-2']);
    for (const point of points) expect(wordsOf(shownIn(content))).toContain(wordsOf(point));
  });

  it('shows contradicted claims first, and every source with its own address', () => {
    const { factReport } = chatContents('en');
    const shown = shownIn(factReport);
    expect(shown.indexOf('Contradicted')).toBeLessThan(shown.indexOf('Not found'));
    expect(shown.indexOf('Not found')).toBeLessThan(shown.indexOf('Supported'));
    expect(shown).toContain('https://example.org/fundy');
  });

  /** So many paragraphs of so many sentences. */
  const longText = (paragraphs: number, sentences: number): string =>
    `# How tides work\n\n${Array.from({ length: paragraphs }, (_, at) => `## Part ${at + 1}\n\n${Array.from({ length: sentences }, (_unused, index) => `Sentence ${at + 1}.${index + 1} says how the sea rises and falls.`).join(' ')}`).join('\n\n')}`;
  const markdownIn = (content: ChatContent): string =>
    messagesOf(content)
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'markdown' ? [block.text] : [])))
      .join('');
  const readButtons = (content: ChatContent) =>
    messagesOf(content)
      .flatMap(({ blocks }) => [...blocks])
      .flatMap((block) =>
        block.type === 'actions'
          ? block.elements
          : block.type === 'section' && block.accessory?.type === 'button'
            ? [block.accessory]
            : [],
      )
      .flatMap((element) =>
        element.type === 'button' && element.action_id?.startsWith('read:') === true
          ? [{ id: element.action_id, page: pageToRead(element.value ?? '') }]
          : [],
      );

  it.each(['draftLong', 'gate'] as const)(
    'holds the whole text of a %s of some 1,800 words, and needs no file',
    (name) => {
      const all = chatContents('en');
      const text = longText(15, 15);
      expect(text.length).toBeGreaterThan(10_500);
      const content = { ...all[name], text: { ...all[name].text, text } };
      expect(renderContent(content).map(({ kind }) => kind)).toEqual(['message']);
      expect(wordsOf(markdownIn(content))).toBe(wordsOf(text));
      expect(readButtons(content)).toEqual([]);
    },
  );

  it.each([
    ['whose sections are short', longText(60, 12)],
    ['that is one paragraph', longText(1, 600)],
  ])('holds as much as Slack takes of a text %s, to the end of a sentence, and the way to the rest', (_, text) => {
    const { gate } = chatContents('en');
    const content = { ...gate, text: { ...gate.text, text } };
    const shown = markdownIn(content);
    expect(shown.length).toBeGreaterThan(10_000);
    expect(shown).toMatch(/falls\. …$/);
    const [button] = readButtons(content);
    expect(button?.id).toBe('read:on');
    // The page behind the button goes on where the card ended.
    const { page = 0, pageChars = 0 } = button?.page ?? {};
    const pages = defusedMessages(text, pageChars);
    expect(page).toBe(1);
    expect(shown).toBe(`${pages[0]} …`);
    expect(wordsOf(pages.join(''))).toBe(wordsOf(text));
  });

  it('attaches what is not whole on the card of a gate as a file, once, and nothing to a draft', async () => {
    const { draftLong, gate } = chatContents('en');
    const text = longText(60, 12);
    expect(renderContent({ ...draftLong, text: { ...draftLong.text, text } })).toHaveLength(1);
    const [, file] = renderContent({ ...gate, text: { ...gate.text, text } });
    if (file?.kind !== 'files') throw new Error('There is no file.');
    const [made] = await file.make();
    expect([made?.fileName, Buffer.from(made?.bytes ?? []).toString()]).toEqual([
      `how-tides-work-draft-${gate.draft.version}.md`,
      text,
    ]);
  });

  it('has room for a text of 6,000 characters beside much that is doubted', () => {
    const { gateDoubted } = chatContents('en');
    const [claim] = gateDoubted.doubts?.contradicted ?? [];
    if (claim === undefined) throw new Error('Nothing is doubted');
    const contradicted = Array.from({ length: 12 }, () => claim);
    const text = longText(60, 12);
    const content = {
      ...gateDoubted,
      doubts: { contradicted, unresolved: 2 },
      text: { ...gateDoubted.text, text },
    };
    expect(markdownIn(content).length).toBeGreaterThan(5000);
    expect(messagesOf(content).flatMap((part) => faultsOf(part, content))).toEqual([]);
  });

  it.each(['draft', 'gate'] as const)(
    'leaves of a %s that people do not look at any more a line with its score, and its text behind a button',
    (name) => {
      const all = chatContents('en');
      const content: ChatContent = {
        ...all[name],
        draft: { ...all[name].draft, score: 6.2 },
        buttons: false,
        isFolded: true,
      };
      const [part] = messagesOf(content);
      expect(part?.blocks).toHaveLength(1);
      expect(shownIn(content)).toMatch(/Draft \d.* · 6\.2\/10 · .*words\*?\nRead$/);
      expect(readButtons(content).map(({ id, page }) => [id, page?.hash, page?.page])).toEqual([
        ['read:read', all[name].draft.hash, 0],
      ]);
    },
  );

  it('keeps in the line what was decided, unless the card of the gate says it', () => {
    const { draftDecided, gateDecided } = chatContents('en');
    const folded = (content: typeof draftDecided | typeof gateDecided, gate?: string): string =>
      shownIn({
        ...content,
        isFolded: true,
        ...(content.decided && { decided: { ...content.decided, ...(gate !== undefined && { gate }) } }),
      });
    const said = 'Changes requested by Ann';
    expect(folded(draftDecided)).toContain(said);
    expect(folded(draftDecided, 'g1')).not.toContain(said);
    expect(folded(gateDecided, 'g1')).toContain(said);
  });

  it('leaves of a critique of an earlier draft its score', () => {
    const { critique } = chatContents('en');
    const content: ChatContent = { ...critique, isFolded: true };
    expect(messagesOf(content)[0]?.blocks).toHaveLength(1);
    expect(shownIn(content)).toContain('Critique of draft');
  });

  it('shows a short draft whole', () => {
    const { draft } = chatContents('en');
    expect(renderContent(draft)).toHaveLength(1);
    expect(shownIn(draft)).toContain(draft.text.text.trim());
  });

  it('gives a draft and a gate the buttons that decide on it, and takes them away again', () => {
    const { draftLong, gate, draftDecided } = chatContents('en');
    const values = (content: ChatContent): readonly unknown[] =>
      messagesOf(content).flatMap(({ blocks }) =>
        blocks.flatMap((block) =>
          block.type === 'actions'
            ? block.elements.map((element) => decodeButton(element.type === 'button' ? (element.value ?? '') : ''))
            : [],
        ),
      );
    for (const content of [draftLong, gate])
      expect(values(content).slice(0, 4)).toMatchObject(
        ['approve', 'request-changes', 'edit', 'reject'].map((decision) => ({
          kind: 'decision',
          articleId: '7k3m9x2c4p0qrstv',
          decision,
          draft: { version: content.draft.version, hash: 'b1946ac9' },
        })),
      );
    expect(values(draftLong)).toHaveLength(4);
    const control = (kind: string) => ({ kind: 'control', articleId: '7k3m9x2c4p0qrstv', control: kind });
    const claim = { byName: 'Ann', at: '2026-11-23T14:07:00.000Z' };
    expect(values(gate).slice(4)).toEqual([
      { kind: 'changes', articleId: '7k3m9x2c4p0qrstv', draft: { version: gate.draft.version, hash: 'b1946ac9' } },
      control('claim'),
      control('another'),
    ]);
    expect(values({ ...gate, claim }).slice(5)).toEqual([control('release'), control('another')]);
    expect(JSON.stringify(messagesOf({ ...gate, claim }))).toContain('Ann has taken it');
    expect(values({ ...gate, draft: { ...gate.draft, version: 1 } }).slice(4)).toEqual([
      control('claim'),
      control('another'),
    ]);
    expect(values({ ...gate, buttons: false })).toEqual([]);
    expect(values(draftDecided)).toEqual([]);
  });

  it('says what is contradicted before why it is asked, with quote and address', () => {
    expect(shownIn(chatContents('en').gateDoubted)).toMatch(
      /2 claims in it are contradicted:[^]*Contradicted: [^]*“[^]*example\.org\/fundy[^]*model’s memory[^]*2 claims could be neither[^]*The drafts got no better/,
    );
  });

  it('addresses those at the gate whom the operator named, and the one who asked', () => {
    const { gate } = chatContents('en');
    const content: ChatContent = {
      ...gate,
      frame: { ...gate.frame, requester: { platform: 'slack', userId: 'U024BE7LH' } },
      waitingFor: ['requester', 'slack:T1:U0G9QF9C6', 'slack:T1:group:S0614TZR7', 'telegram:12345'],
    };
    expect(shownIn(content)).toContain(
      'Waiting for: <@U024BE7LH>, <@U0G9QF9C6>, <!subteam^S0614TZR7> or an approver in Telegram',
    );
    expect(shownIn({ ...content, buttons: false })).not.toContain('<@');
  });

  it('addresses nobody of another workspace, nor anybody on the status card, or when nobody is waited for', () => {
    const { gate, statusWaiting, failure, failureSolved, styleRule } = chatContents('en');
    const frame = {
      ...gate.frame,
      workspace: 'T1',
      requester: { platform: 'slack', workspace: 'T1', userId: 'U024BE7LH' },
    };
    const waitingFor = ['requester', 'slack:T2:U0G9QF9C6', 'slack:T2:group:S0614TZR7'];
    expect(shownIn({ ...gate, frame, waitingFor })).toContain(
      'Waiting for: <@U024BE7LH>, an approver in Slack or a group of approvers in Slack',
    );
    expect(shownIn({ ...gate, frame: { ...frame, workspace: 'T3' }, waitingFor })).not.toMatch(/<[@!]/);
    const told = ['requester', 'slack:T1:U0G9QF9C6'];
    for (const content of [
      { ...statusWaiting, frame, waitingFor: told },
      { ...statusWaiting, frame, stage: 'stuck', waitingFor: told },
      { ...styleRule, frame, waitingFor: told },
      { ...failureSolved, frame, waitingFor: told },
    ] as const)
      expect(shownIn(content), content.kind).not.toMatch(/<[@!]/);
    expect(shownIn({ ...failure, frame, waitingFor: told })).toContain('<@U024BE7LH> or <@U0G9QF9C6>');
  });

  it('offers on the status card what the content says can be done', () => {
    const { status } = chatContents('en');
    const offered = (content: ChatContent): readonly (string | undefined)[] =>
      [...JSON.stringify(messagesOf(content)).matchAll(/"value":"([^"]*)"/g)].map(([, value = '']) => {
        const button = decodeButton(value);
        return button?.kind === 'control' ? button.control : undefined;
      });
    expect(offered(status).toSorted()).toEqual(['cancel', 'finish', 'pause']);
    expect(offered({ ...status, stage: 'paused', controls: ['resume', 'cancel'] })).toEqual(['resume', 'cancel']);
    expect(offered({ ...status, stage: 'delivered', controls: [] })).toEqual([]);
  });

  it('asks “Are you sure?” of what nobody can take back, and of nothing else', () => {
    const { status, failure } = chatContents('en');
    const isAsked = (content: ChatContent): Readonly<Record<string, boolean>> => {
      const asked: Record<string, boolean> = {};
      const visit = (value: Json, isBehind: boolean): void => {
        if (Array.isArray(value)) for (const one of value) visit(one as Json, isBehind);
        else if (typeof value === 'object' && value !== null) {
          const isAskedHere = isBehind || 'confirm' in value;
          const { value: code } = value as JsonObject;
          const button = typeof code === 'string' ? decodeButton(code) : undefined;
          if (button?.kind === 'control') asked[button.control] = isAskedHere;
          for (const one of Object.values(value)) visit(one as Json, isAskedHere);
        }
      };
      for (const { blocks } of messagesOf(content)) visit(asJson(blocks), false);
      return asked;
    };
    for (const controls of [
      ['retry', 'finish', 'cancel'],
      ['retry', 'cancel'],
      ['pause', 'another', 'finish', 'cancel'],
    ] as const)
      for (const content of [
        { ...status, controls },
        { ...status, stage: 'stuck', controls },
        { ...failure, options: controls },
      ] as const)
        expect(isAsked(content)).toEqual(
          Object.fromEntries(controls.map((control) => [control, control !== 'retry' && control !== 'pause'])),
        );
  });

  it('says when something was by the clock of each reader', () => {
    const { draftDecided, styleRuleAdopted, status } = chatContents('en');
    const at = Date.parse('2026-11-23T14:07:00.000Z') / 1000;
    for (const content of [draftDecided, styleRuleAdopted])
      expect(JSON.stringify(messagesOf(content))).toContain(
        `{"type":"date","timestamp":${at},"format":"{date_short_pretty}, {time}","fallback":"23 Nov 2026, 14:07 UTC"`,
      );
    // Beside a menu.
    const outage = { code: 'model-unavailable', since: '2026-11-23T14:07:00.000Z', next: '2026-11-23T14:12:00.000Z' };
    expect(JSON.stringify(messagesOf({ ...status, outage }))).toContain(`<!date^${at}^{time}|14:07>`);
  });

  it('says on the status card since when it waits for what, and when it goes on by itself', () => {
    const { status } = chatContents('en');
    const outage = {
      code: 'model-unavailable',
      since: '2026-11-23T10:40:00.000Z',
      next: '2026-11-23T10:44:00.000Z',
    };
    expect(shownIn({ ...status, outage })).toMatch(/⏳ .*10:40.*10:44/);
  });

  it('leaves of the status card where the article was the way to it, and nothing that would soon be wrong', () => {
    const { status } = chatContents('en');
    const moved = (channel: string, platform = 'slack') =>
      shownIn({ ...status, stage: 'waiting', waitingFor: ['requester'], movedTo: { platform, channel }, controls: [] });
    expect(moved('C042')).toContain('<#C042>');
    expect(moved('-1001', 'telegram')).toContain('Telegram');
    expect(moved('C042')).toContain('How tides work');
    expect(moved('C042')).not.toMatch(/Waiting|Pause/);
  });

  it('says to whoever cannot be reached in the thread where the article is and how it goes on', () => {
    const shown = shownIn({
      kind: 'notice',
      frame: frameOf('en'),
      notice: { code: 'undeliverable', where: 'C042', failure: 'is_archived' },
    });
    expect(shown).toContain('How tides work');
    expect(shown).toContain('its channel is archived');
    expect(shown).toContain('/article move 7k3m9x2c4p0qrstv');
  });

  it('sets as code what is to be looked up or typed as it stands', () => {
    const { statusAsking, notice } = chatContents('en');
    const codeIn = (content: ChatContent): readonly string[] =>
      [...JSON.stringify(messagesOf(content)).matchAll(/"text":"([^"]*)","style":\{"code":true\}/g)].map(
        ([, code = '']) => code,
      );
    expect(codeIn(statusAsking)).toContain('/article language: de');
    expect(
      codeIn({ ...notice, notice: { code: 'undeliverable', where: 'C024BE7LR', failure: 'is_archived' } }),
    ).toEqual(['/article move 7k3m9x2c4p0qrstv']);
    expect(shownIn(statusAsking)).not.toContain('`/');
  });

  it('brings the finished article whole, in as many messages as it takes, between its announcement and its files', () => {
    const { final } = chatContents('en');
    const text = Array.from(
      { length: 120 },
      (_, index) => `## Part ${index}\n\n${'The sea rises and falls. '.repeat(15)}`,
    ).join('\n\n');
    const content = { ...final, article: { ...final.article, text } };
    const parts = renderContent(content);
    expect(parts.map(({ name }) => name)).toEqual([
      'announcement',
      'text-1',
      'text-2',
      'text-3',
      'text-4',
      'text-5',
      'files',
    ]);
    expect(wordsOf(shownIn(content))).toContain(wordsOf(text));
  });
});

describe('textOnly', () => {
  it('says what the blocks say, and where the buttons are', () => {
    const { draftLong } = chatContents('en');
    const [{ blocks }] = messagesOf(draftLong) as [MessagePart];
    const text = textOnly(blocks, messages('en'));
    expect(text).toContain('Draft 2');
    expect(text).toContain('Tidal power stations');
    expect(text).toContain('Home tab');
  });
});
