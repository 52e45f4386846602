import type { InputBlock, ModalView, PlainTextInput } from '@slack/types';
import {
  LENGTH_WORDS,
  MAX_DESCRIPTION_CHARS,
  toArticleRequest,
  type TypedRequest,
} from '../../../../src/chat/to-article-request.ts';
import { refused } from '../../../../src/chat/reply.ts';
import type { OrderChoices } from '../../../../src/config/orders-schema.ts';
import { SOURCE_ENDINGS } from '../../../../src/chat/take-file.ts';
import { shorten } from '../../../../src/lib/shorten.ts';
import { replyWords } from '../../../../src/chat/reply-words.ts';
import { type Messages, messages } from '../../../../src/messages/messages.ts';
import { type InterfaceLanguage, MAX_SOURCE_FILES, MAX_TOPIC_CHARS } from '../../../../src/protocol/article.ts';
import { type ApprovalRoom, MAX_APPROVALS, MAX_MORE_APPROVERS } from '../../../../src/protocol/stricter.ts';
import { plain } from '../../render/blocks.ts';
import { PREFIX } from '../../platform.ts';
import type { SharedFile } from '../shared-file.ts';
import { filesIn, type FormState, typedIn, usersIn } from './form-state.ts';
import { type Origin, writeOrigin } from './origin.ts';

export const ARTICLE_FORM = 'article-form';
/** Slack: the most a text input takes. */
const MAX_INPUT_CHARS = 3000;
const AUTO = 'auto';
/** Slack: of one select, and of the text of each. */
const MAX_OPTIONS = 100;
const MAX_OPTION_CHARS = 75;

const FIELDS = [
  'topic',
  'template',
  'purpose',
  'audience',
  'length',
  'language',
  'tone',
  'mustMention',
  'mustAvoid',
  'sources',
  'approvals',
] as const;
type Field = (typeof FIELDS)[number];
/** Files for the article to rest on. */
export const FILES = 'files';
/** People who have to approve it. */
export const APPROVERS = 'approvers';
type Block = Field | typeof FILES | typeof APPROVERS;

/** A kind of text that the house has: its id, and what people call it. */
export interface TemplateChoice {
  readonly id: string;
  readonly words: Readonly<Record<string, { readonly name: string }>>;
}

/** Asks what an article should be. @param filled `topic` and `sources` that the person may change */
export function articleForm(
  origin: Origin,
  language: InterfaceLanguage,
  {
    topic = '',
    sources = '',
    templates,
    choices,
    room,
  }: {
    readonly topic?: string;
    readonly sources?: string;
    readonly templates: readonly TemplateChoice[];
    readonly choices: OrderChoices;
    /** Of an article there of whichever kind. */
    readonly room: ApprovalRoom;
  },
): ModalView {
  const t = messages(language);
  const { form } = t.slack;
  const { moreApprovals } = t.answers;
  const names = new Intl.DisplayNames(language, { type: 'language' });
  const ofTopic = { text: plain(form.languageOfTopic), value: AUTO };
  return {
    type: 'modal',
    callback_id: ARTICLE_FORM,
    private_metadata: writeOrigin(origin),
    title: plain(form.title),
    submit: plain(form.submit),
    close: plain(form.cancel),
    blocks: [
      input('topic', form.topic, {
        type: 'plain_text_input',
        action_id: 'topic',
        max_length: MAX_TOPIC_CHARS,
        placeholder: plain(form.topicPlaceholder),
        focus_on_load: true,
        ...(topic !== '' && { initial_value: topic.slice(0, MAX_TOPIC_CHARS) }),
      }),
      ...(templates.length === 0 ? [] : [templateSelect(templates, language)]),
      optional('purpose', form.purpose, description('purpose', form.purposePlaceholder)),
      optional('audience', form.audience, description('audience', form.audiencePlaceholder)),
      optional('length', form.length, {
        type: 'number_input',
        action_id: 'length',
        is_decimal_allowed: false,
        min_value: String(LENGTH_WORDS.least),
        max_value: String(LENGTH_WORDS.most),
      }),
      input('language', form.language, {
        type: 'static_select',
        action_id: 'language',
        options: [ofTopic, ...choices.languages.map((tag) => ({ text: plain(names.of(tag) ?? tag), value: tag }))],
        initial_option: ofTopic,
      }),
      optional('tone', form.tone, description('tone', form.tonePlaceholder)),
      optional('mustMention', form.mustMention, manyLines('mustMention'), form.mustMentionHint),
      optional('mustAvoid', form.mustAvoid, manyLines('mustAvoid'), form.mustAvoidHint),
      optional('sources', form.sources, manyLines('sources', sources), form.sourcesHint),
      optional(
        FILES,
        form.files,
        { type: 'file_input', action_id: FILES, filetypes: [...SOURCE_ENDINGS], max_files: MAX_SOURCE_FILES },
        form.filesHint,
      ),
      optional(
        'approvals',
        moreApprovals.approvals,
        {
          type: 'number_input',
          action_id: 'approvals',
          is_decimal_allowed: false,
          min_value: '1',
          max_value: String(MAX_APPROVALS),
        },
        moreApprovals.room(room),
      ),
      optional(APPROVERS, moreApprovals.approvers, {
        type: 'multi_users_select',
        action_id: APPROVERS,
        max_selected_items: MAX_MORE_APPROVERS,
      }),
    ],
  };
}

function input(field: Block, label: string, element: InputBlock['element'], hint?: string): InputBlock {
  return {
    type: 'input',
    block_id: field,
    label: plain(label),
    element,
    ...(hint !== undefined && { hint: plain(hint) }),
  };
}

function optional(field: Block, label: string, element: InputBlock['element'], hint?: string): InputBlock {
  return { ...input(field, label, element, hint), optional: true };
}

function templateSelect(templates: readonly TemplateChoice[], language: InterfaceLanguage): InputBlock {
  const { form } = messages(language).slack;
  const whicheverFits = { text: plain(form.templateThatFits), value: AUTO };
  const named = templates.slice(0, MAX_OPTIONS - 1).map(({ id, words }) => ({
    text: plain((words[language]?.name ?? words['en']?.name ?? id).slice(0, MAX_OPTION_CHARS)),
    value: id,
  }));
  return input('template', form.template, {
    type: 'static_select',
    action_id: 'template',
    options: [whicheverFits, ...named],
    initial_option: whicheverFits,
  });
}

function description(field: Field, placeholder: string): PlainTextInput {
  return {
    type: 'plain_text_input',
    action_id: field,
    max_length: MAX_DESCRIPTION_CHARS,
    placeholder: plain(placeholder),
  };
}

function manyLines(field: Field, filled = ''): PlainTextInput {
  return {
    type: 'plain_text_input',
    action_id: field,
    multiline: true,
    max_length: MAX_INPUT_CHARS,
    ...(filled !== '' && { initial_value: shorten(filled, MAX_INPUT_CHARS) }),
  };
}

/** What a filled-in form asks for, and what is wrong with it by field. */
export function readArticleForm(
  state: FormState,
  t: Messages,
): {
  readonly request: TypedRequest;
  readonly files: readonly SharedFile[];
  /** Slack's ids of who has to approve it. */
  readonly approvers: readonly string[];
  readonly errors: Readonly<Partial<Record<Field, string>>>;
} {
  const typed = (field: Field): string => typedIn(state, field);
  const length = typed('length');
  const approvals = typed('approvals');
  const rest = {
    template: typed('template') === AUTO ? {} : { template: typed('template') },
    purpose: { purpose: typed('purpose') },
    audience: { audience: typed('audience') },
    length: length === '' ? {} : { lengthWords: Number(length) },
    language: { language: typed('language') || AUTO },
    tone: { tone: typed('tone') },
    mustMention: { mustMention: typed('mustMention').split('\n') },
    // The two may contradict each other.
    mustAvoid: { mustMention: typed('mustMention').split('\n'), mustAvoid: typed('mustAvoid').split('\n') },
    sources: { sources: typed('sources').split('\n') },
    approvals: approvals === '' ? {} : { approvals: Number(approvals) },
  } as const satisfies Record<Exclude<Field, 'topic'>, Partial<TypedRequest>>;
  const topic = typed('topic');
  const faults = FIELDS.flatMap((field) => {
    // Each field on its own, so that each fault is shown where it is.
    const alone = field === 'topic' ? { topic } : { topic: '-', ...rest[field] };
    // What is wrong with a field does not depend on the language of the topic.
    const made = toArticleRequest(alone, AUTO, () => ({ language: 'en', isAssumed: true }));
    return 'fault' in made ? [[field, replyWords(refused(made.fault), t, PREFIX)] as const] : [];
  });
  return {
    request: {
      topic,
      ...rest.template,
      ...rest.purpose,
      ...rest.audience,
      ...rest.length,
      ...rest.language,
      ...rest.tone,
      ...rest.mustAvoid,
      ...rest.sources,
      ...rest.approvals,
    },
    approvers: usersIn(state, APPROVERS),
    files: filesIn(state, FILES),
    errors: Object.fromEntries(faults),
  };
}
