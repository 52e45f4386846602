import { cardOf } from '../../../src/cards/card-of.ts';
import type { DeliveredAt } from '../../../src/cards/status-card.ts';
import { editPage } from '../../../src/cards/changes-page.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import { articleFiles } from '../../../src/document/article-files.ts';
import { draftFileStem } from '../../../src/document/file-name.ts';
import { cleanLine } from '../../../src/lib/clean-text.ts';
import { messages } from '../../../src/messages/messages.ts';
import { PREFIX } from '../platform.ts';
import { markdown } from './blocks.ts';
import { defusedMessages } from './defuse-markdown.ts';
import { drawCard, drawNotification, isShownWhole } from './draw-card.ts';
import { paginate } from './pack.ts';
import { sessionParts } from './session.ts';
import type { FilesPart, MessagePart, Part } from './part.ts';

type Content<K extends ChatContent['kind']> = Extract<ChatContent, { readonly kind: K }>;

/** Characters of Markdown in one message of the finished article: Slack takes 12,000 of them, and about 13,200 of everything. */
const ARTICLE_CHARS = 10_000;

/** Everything that a content says in Slack: the messages it takes in order, the one with the buttons first. A pure function. @param at where what was delivered is */
export function renderContent(content: ChatContent, at?: DeliveredAt): readonly [Part, ...Part[]] {
  const card = cardOf(content, PREFIX, at);
  const text = drawNotification(card);
  const blocks = drawCard(card);
  if (content.kind === 'final')
    return [
      { kind: 'message', name: 'announcement', text, blocks, announces: true },
      ...articleText(content),
      articleAsFiles(content),
    ];
  if (content.kind === 'draft' || content.kind === 'gate') {
    const shown: MessagePart = { kind: 'message', name: 'card', text, blocks };
    // A file is for whoever decides: once, beside the card of the gate.
    const needsFile = content.kind === 'gate' && card.folded === undefined && !isShownWhole(card);
    return needsFile ? [shown, wholeText(content)] : [shown];
  }
  const [first = [], ...more] = paginate(blocks);
  const toPart = (page: MessagePart['blocks'], index: number): MessagePart => ({
    kind: 'message',
    name: index === 0 ? 'card' : `card-${index + 1}`,
    text,
    blocks: page,
  });
  const sessions = content.kind === 'status' ? sessionParts(content) : [];
  return [toPart(first, 0), ...sessions, ...more.map((page, index) => toPart(page, index + 1))];
}

function articleText({ article }: Content<'final'>): readonly MessagePart[] {
  return defusedMessages(article.text, ARTICLE_CHARS).map((page, index) => ({
    kind: 'message',
    name: `text-${index + 1}`,
    // The announcement above it already says that the article is ready.
    text: drawNotification({ title: article.title }),
    blocks: [markdown(page)],
  }));
}

/** Sent back under its name, it edits that draft. The title says to people what it is. */
function wholeText({ frame, draft, text }: Content<'gate'>): FilesPart {
  const t = messages(frame.language);
  const first = {
    fileName: `${draftFileStem(frame.request.topic, draft, frame.edition)}.md`,
    title: `${t.words.draft(draft.version)}: ${cleanLine(frame.request.topic)}`,
  };
  const bytes = Buffer.from(text.text, 'utf8');
  return { kind: 'files', name: 'file', first, source: draft.hash, make: () => Promise.resolve([{ ...first, bytes }]) };
}

function articleAsFiles(content: Content<'final'>): FilesPart {
  const { article, frame } = content;
  const { title, text, fileName } = article;
  const shownTitle = cleanLine(title);
  return {
    kind: 'files',
    name: 'files',
    first: { fileName, title: shownTitle },
    source: text,
    async make(options) {
      const { language } = frame.request;
      const files = await articleFiles({ ...article, language }, options);
      const page = editPage(content);
      return [
        ...files.map(({ name, bytes }) => ({ fileName: name, title: shownTitle, bytes })),
        ...(page === undefined
          ? []
          : [
              {
                fileName: page.name,
                title: messages(frame.language).article.final.changesOf(shownTitle),
                bytes: page.bytes,
              },
            ]),
      ];
    },
  };
}
