import type { Changes } from '../chat/open-changes.ts';
import { withoutBlankLines } from '../document/diff/blank-lines.ts';
import { diffPage } from '../document/diff/diff-page.ts';
import { diffTexts } from '../document/diff/diff-texts.ts';
import { draftFileStem } from '../document/file-name.ts';
import { cleanLine, cleanText } from '../lib/clean-text.ts';
import { messages } from '../messages/messages.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import { type Card, line, rows } from './card.ts';
import { changeRows } from './changes.ts';
import { type PageFile, pageFile } from './changes-page.ts';

/** What fits a message of every platform, with the words around it. */
const SHOWN_CHARS = 2400;

/** What changed in a draft since the person saw one last: the places with what stands around them, as many as a message takes. */
export function changesCard(changes: Changes, language: InterfaceLanguage): Card {
  const t = messages(language);
  const { changed } = t.article;
  const { earlier, version, text, outline } = changes;
  const shown = changeRows(paragraphs(earlier.text), paragraphs(text), SHOWN_CHARS);
  const title = changed.heading(version, earlier.version, outline);
  return {
    language,
    mark: 'edit',
    title,
    parts: [
      rows(line(earlier.isOwn ? changed.sinceOwn(outline) : changed.sinceShown(outline))),
      ...(shown.rows.length === 0 && shown.more === 0 ? [rows(line(changed.nothing))] : []),
      ...(shown.rows.length === 0 ? [] : [rows(...shown.rows)]),
      ...(shown.more === 0 ? [] : [rows(line(changed.more(shown.more)))]),
    ],
    notification: [title, cleanLine(changes.topic)],
  };
}

/** The whole draft as a page, with all that changed in it. */
export function changesFile(changes: Changes, language: InterfaceLanguage): PageFile {
  const { changed } = messages(language).article;
  const { earlier, version, text, topic, outline } = changes;
  const page = diffPage({
    language,
    title: `${changed.heading(version, earlier.version, outline)}: ${cleanLine(topic)}`,
    lines: [earlier.isOwn ? changed.sinceOwn(outline) : changed.sinceShown(outline)],
    parts: diffTexts(paragraphs(earlier.text), paragraphs(text)),
  });
  return pageFile(
    `${draftFileStem(topic, { version, ...(outline && { outline }) })}-since-${earlier.version}.html`,
    page,
  );
}

/** What is compared of a text. */
function paragraphs(text: string): string {
  return withoutBlankLines(cleanText(text));
}
