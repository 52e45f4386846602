import type { ChatContent } from '../delivery/chat-content.ts';
import { diffPage } from '../document/diff/diff-page.ts';
import { diffTexts } from '../document/diff/diff-texts.ts';
import { cleanLine } from '../lib/clean-text.ts';
import { messages } from '../messages/messages.ts';

/** A page beside a text. */
export interface PageFile {
  /** `how-tides-work.changes.html` */
  readonly name: string;
  readonly mediaType: 'text/html; charset=utf-8';
  readonly bytes: Uint8Array;
}

type Final = Extract<ChatContent, { readonly kind: 'final' }>;

/** Whether there is something to show of the final edit. */
export function hasEditPage({ article, approved }: Final): boolean {
  const { edit, text } = article;
  return approved !== undefined && edit !== undefined && (approved !== text || edit.proposals.length > 0);
}

export function editPageName({ fileName }: Pick<Final['article'], 'fileName'>): string {
  return `${fileName.replace(/\.md$/i, '')}.changes.html`;
}

/** What the final edit changed, and what it proposed, as a page beside the article; undefined: neither. */
export function editPage(content: Final): PageFile | undefined {
  const { frame, article, approved, version } = content;
  const { edit } = article;
  if (approved === undefined || edit === undefined || !hasEditPage(content)) return undefined;
  const { final } = messages(frame.language).article;
  const page = diffPage({
    language: frame.language,
    title: final.changesOf(cleanLine(article.title)),
    lines: [final.from(version), final.edited(edit.changes.length, edit.proposals.length)],
    parts: diffTexts(approved, article.text),
    section: {
      title: final.proposals,
      items: edit.proposals.map((proposal) => ({
        heading: final.reasons[proposal.reason],
        parts: diffTexts(proposal.approved, proposal.wanted),
      })),
    },
  });
  return pageFile(editPageName(article), page);
}

export function pageFile(name: string, page: string): PageFile {
  return { name, mediaType: 'text/html; charset=utf-8', bytes: new TextEncoder().encode(page) };
}
