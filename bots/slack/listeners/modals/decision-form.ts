import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { MAX_COMMENT_CHARS } from '../../../../src/protocol/decision.ts';
import { messages, type Messages } from '../../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../../src/protocol/article.ts';
import { shorten } from '../../../../src/lib/shorten.ts';
import { editPieces } from './edit-pieces.ts';
import { context, longText, plain, richText, section } from '../../render/blocks.ts';

export const DECISION_FORM = 'decision-form';
/** The only input of a form that asks for words; those of a text have a number behind it. */
export const DECISION_INPUT = 'text';
/** The longest draft that is edited in a form: what is longer is nothing to be scrolled through. */
export const MAX_EDIT_CHARS = 30_000;
/** Slack: the most a text input takes. */
const MAX_INPUT_CHARS = 3000;
const HEADING_CHARS = 150;

/**
 * Asks for the comment to a request for changes, or for the reason of a rejection.
 * @param filled `metadata` of `writeOrigin`; `words` that the person has typed already, or none
 */
export function commentForm(
  kind: 'request-changes' | 'reject',
  version: number,
  filled: { readonly metadata: string; readonly words?: string },
  language: InterfaceLanguage,
): ModalView {
  const t = messages(language);
  const words = t.slack.commentForm;
  return {
    ...form(words.title[kind], words.submit[kind], filled.metadata, t),
    blocks: [
      context(t.words.draft(version)),
      {
        type: 'input',
        block_id: DECISION_INPUT,
        label: plain(words.label[kind]),
        element: {
          type: 'plain_text_input',
          action_id: DECISION_INPUT,
          multiline: true,
          min_length: 1,
          max_length: MAX_COMMENT_CHARS,
          ...(filled.words !== undefined && filled.words !== '' && { initial_value: filled.words }),
          focus_on_load: true,
        },
      },
    ],
  };
}

/** Offers the text of a draft to be changed, section by section, or says how it is done when it does not fit a form. */
export function editForm(version: number, text: string, metadata: string, language: InterfaceLanguage): ModalView {
  const t = messages(language);
  const words = t.slack.editForm;
  if (text.length > MAX_EDIT_CHARS)
    return explanation(words.title, t, [
      ...sentences(words.tooLong(text.length, MAX_EDIT_CHARS)),
      richText({ type: 'rich_text_list', style: 'ordered', elements: words.byFile.map((step) => section(step)) }),
    ]);
  return {
    ...form(words.title, words.submit, metadata, t),
    blocks: [
      context(t.words.draft(version), words.hint),
      ...editPieces(text).map(
        ({ heading, part, text: own }, at): InputBlock => ({
          type: 'input',
          block_id: pieceId(at),
          // One that is emptied is taken out.
          optional: true,
          label: plain(words.label(shorten(heading, HEADING_CHARS), part)),
          element: {
            type: 'plain_text_input',
            action_id: pieceId(at),
            multiline: true,
            max_length: MAX_INPUT_CHARS,
            ...(own !== '' && { initial_value: own }),
            ...(at === 0 && { focus_on_load: true }),
          },
        }),
      ),
    ],
  };
}

/** Of the input of a piece. */
export function pieceId(at: number): string {
  return `${DECISION_INPUT}-${at}`;
}

/** Something to read and to close. */
export function explain(title: string, text: string, t: Messages): ModalView {
  return explanation(title, t, sentences(text));
}

function form(title: string, submit: string, metadata: string, t: Messages): Omit<ModalView, 'blocks'> {
  return {
    type: 'modal',
    callback_id: DECISION_FORM,
    private_metadata: metadata,
    title: plain(title),
    submit: plain(submit),
    close: plain(t.slack.form.cancel),
  };
}

function explanation(title: string, t: Messages, blocks: KnownBlock[]): ModalView {
  return { type: 'modal', title: plain(title), close: plain(t.slack.editForm.close), blocks };
}

function sentences(text: string): KnownBlock[] {
  return longText(text).map((part) => ({ type: 'section', text: plain(part) }));
}
