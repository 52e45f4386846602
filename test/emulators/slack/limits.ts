import type { Json, JsonObject } from '../../../src/practice-model/json.ts';
import { list, object, text } from '../../../src/practice-model/json.ts';

/** What Slack answers when it will not take an argument: `error`, and where and why. */
export interface SlackRefusal {
  readonly error: string;
  readonly messages: readonly string[];
}

/** Slack's own numbers, from its method and Block Kit reference unless said otherwise; characters are UTF-16 units. */
export const LIMITS = {
  blocksPerMessage: 50,
  blocksPerView: 100,
  filesPerInput: 10,
  sectionText: 3000,
  sectionFields: 10,
  fieldText: 2000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  url: 3000,
  id: 255,
  /** All `markdown` blocks of a message together. */
  markdown: 12_000,
  /** Undocumented, measured in slackapi/bolt-js#2509: `msg_blocks_too_long` although every block is within its own limit. */
  allBlocks: 13_200,
  viewTitle: 24,
  privateMetadata: 3000,
  inputText: 3000,
  labelText: 2000,
  placeholder: 150,
  options: 100,
  optionText: 75,
  optionValue: 150,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  altText: 2000,
  /** `text` of chat.postMessage: longer ones are cut, which is a loss, so they count as too long here. */
  postedText: 40_000,
  /** `text` of chat.update. */
  updatedText: 4000,
} as const;

type Surface = 'message' | 'modal' | 'home';

const MESSAGE_ONLY = new Set(['markdown', 'table', 'file']);
const KNOWN_BLOCKS = new Set([
  'section',
  'header',
  'divider',
  'context',
  'actions',
  'image',
  'markdown',
  'rich_text',
  'input',
  'table',
  'video',
  'file',
]);

/** Collects what is wrong, each with its place, as Slack tells it. */
class Faults {
  readonly messages: string[] = [];

  add(place: string, what: string): void {
    this.messages.push(`[ERROR] ${what} [json-pointer:${place}]`);
  }

  /** A string that has to be there, within its limit. */
  string(place: string, value: Json | undefined, limit: number, required = true): void {
    if (value === undefined && !required) return;
    if (typeof value !== 'string') this.add(place, value === undefined ? 'missing required field' : 'must be a string');
    else if (value.length === 0 && required) this.add(place, 'must be more than 0 characters');
    else if (value.length > limit) this.add(place, `must be less than ${limit + 1} characters`);
  }

  count(place: string, values: readonly Json[], least: number, most: number): void {
    if (values.length < least) this.add(place, `no fewer than ${least} items required`);
    if (values.length > most) this.add(place, `no more than ${most} items allowed`);
  }

  textObject(place: string, value: Json | undefined, limit: number, only?: 'plain_text'): void {
    const { type, text: words } = object(value);
    if (value === undefined) this.add(place, 'missing required field');
    else if (type !== 'plain_text' && (only !== undefined || type !== 'mrkdwn'))
      this.add(`${place}/type`, `unsupported type: ${text(type)}`);
    else this.string(`${place}/text`, words, limit);
  }
}

/** Checks what a message consists of. Undefined: Slack takes it. */
export function refusalOfMessage(
  message: {
    readonly text?: Json | undefined;
    readonly blocks?: Json | undefined;
    readonly metadata?: Json | undefined;
  },
  textLimit: number,
): SlackRefusal | undefined {
  if (text(message.text).length > textLimit) return { error: 'msg_too_long', messages: [] };
  const metadata = message.metadata === undefined ? undefined : refusalOfMetadata(message.metadata);
  if (metadata !== undefined) return metadata;
  if (message.blocks === undefined) return undefined;
  const faults = new Faults();
  checkBlocks(faults, '/blocks', message.blocks, 'message');
  if (faults.messages.length > 0) return { error: 'invalid_blocks', messages: faults.messages };
  return lengthOfTexts(message.blocks) > LIMITS.allBlocks ? { error: 'msg_blocks_too_long', messages: [] } : undefined;
}

/** Checks a modal or an App Home. Undefined: Slack takes it. */
export function refusalOfView(view: Json | undefined): SlackRefusal | undefined {
  const faults = new Faults();
  const { type, title, submit, close, blocks, private_metadata, callback_id, external_id } = object(view);
  if (type !== 'modal' && type !== 'home') faults.add('/view/type', `unsupported type: ${text(type)}`);
  const surface = type === 'home' ? 'home' : 'modal';
  if (surface === 'modal') faults.textObject('/view/title', title, LIMITS.viewTitle, 'plain_text');
  else if (title !== undefined) faults.add('/view', 'additional property: title');
  if (submit !== undefined) faults.textObject('/view/submit', submit, LIMITS.viewTitle, 'plain_text');
  if (close !== undefined) faults.textObject('/view/close', close, LIMITS.viewTitle, 'plain_text');
  faults.string('/view/private_metadata', private_metadata, LIMITS.privateMetadata, false);
  faults.string('/view/callback_id', callback_id, LIMITS.id, false);
  faults.string('/view/external_id', external_id, LIMITS.id, false);
  checkBlocks(faults, '/view/blocks', blocks, surface);
  if (surface === 'modal' && submit === undefined && list(blocks).some((block) => object(block)['type'] === 'input'))
    faults.add('/view/submit', 'a view with an input block needs a submit button');
  return faults.messages.length === 0 ? undefined : { error: 'invalid_arguments', messages: faults.messages };
}

/** `event_payload` holds strings, numbers, booleans, and flat objects or lists of them. */
function refusalOfMetadata(metadata: Json): SlackRefusal | undefined {
  const { event_type, event_payload } = object(metadata);
  if (
    typeof event_type !== 'string' ||
    !/^\w+$/.test(event_type) ||
    event_payload === null ||
    typeof event_payload !== 'object'
  )
    return { error: 'invalid_metadata_format', messages: [] };
  const isPlain = (value: Json | undefined): boolean => ['string', 'number', 'boolean'].includes(typeof value);
  const isFlat = (value: Json | undefined): boolean =>
    value !== null && typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(isPlain);
  const isFine = Object.values(object(event_payload)).every(
    (value) =>
      isPlain(value) ||
      isFlat(value) ||
      (Array.isArray(value) && list(value).every((one) => isFlat(one) || isPlain(one))),
  );
  return isFine ? undefined : { error: 'invalid_metadata_schema', messages: [] };
}

function checkBlocks(faults: Faults, place: string, value: Json | undefined, surface: Surface): void {
  if (!Array.isArray(value)) return faults.add(place, 'must be an array');
  const blocks = list(value);
  faults.count(
    place,
    blocks,
    surface === 'message' ? 1 : 0,
    surface === 'message' ? LIMITS.blocksPerMessage : LIMITS.blocksPerView,
  );
  const ids = blocks.map((block) => text(object(block)['block_id'])).filter((id) => id !== '');
  for (const id of ids.filter((one, index) => ids.indexOf(one) !== index))
    faults.add(place, `\`block_id\` "${id}" already exists`);
  for (const [index, block] of blocks.entries()) checkBlock(faults, `${place}/${index}`, object(block), surface);
  const markdown = blocks.map(object).filter(({ type }) => type === 'markdown');
  if (markdown.reduce((length, block) => length + text(block['text']).length, 0) > LIMITS.markdown)
    faults.add(place, `must be less than ${LIMITS.markdown + 1} characters in all markdown blocks`);
}

function checkBlock(faults: Faults, place: string, block: JsonObject, surface: Surface): void {
  const type = text(block['type']);
  if (!KNOWN_BLOCKS.has(type) || (surface !== 'message' && MESSAGE_ONLY.has(type)))
    return faults.add(`${place}/type`, `unsupported type: ${type}`);
  faults.string(`${place}/block_id`, block['block_id'], LIMITS.id, false);
  const elements = list(block['elements']);
  switch (type) {
    case 'section': {
      const fields = list(block['fields']);
      if (block['text'] !== undefined || fields.length === 0)
        faults.textObject(`${place}/text`, block['text'], LIMITS.sectionText);
      faults.count(`${place}/fields`, fields, 0, LIMITS.sectionFields);
      for (const [index, field] of fields.entries())
        faults.textObject(`${place}/fields/${index}`, field, LIMITS.fieldText);
      if (block['accessory'] !== undefined) checkElement(faults, `${place}/accessory`, object(block['accessory']));
      return;
    }
    case 'header':
      return faults.textObject(`${place}/text`, block['text'], LIMITS.headerText, 'plain_text');
    case 'context':
      faults.count(`${place}/elements`, elements, 1, LIMITS.contextElements);
      for (const [index, element] of elements.entries()) {
        if (object(element)['type'] === 'image') checkElement(faults, `${place}/elements/${index}`, object(element));
        else faults.textObject(`${place}/elements/${index}`, element, LIMITS.sectionText);
      }
      return;
    case 'actions': {
      faults.count(`${place}/elements`, elements, 1, LIMITS.actionsElements);
      const ids = elements.map((element) => text(object(element)['action_id'])).filter((id) => id !== '');
      for (const id of ids.filter((one, index) => ids.indexOf(one) !== index))
        faults.add(place, `\`action_id\` "${id}" already exists for another action in this block`);
      for (const [index, element] of elements.entries())
        checkElement(faults, `${place}/elements/${index}`, object(element));
      return;
    }
    case 'image':
      return checkElement(faults, place, block);
    case 'markdown':
      return faults.string(`${place}/text`, block['text'], LIMITS.markdown);
    case 'input':
      faults.textObject(`${place}/label`, block['label'], LIMITS.labelText, 'plain_text');
      if (block['hint'] !== undefined)
        faults.textObject(`${place}/hint`, block['hint'], LIMITS.labelText, 'plain_text');
      return checkElement(faults, `${place}/element`, object(block['element']));
    default:
  }
}

function checkElement(faults: Faults, place: string, element: JsonObject): void {
  const type = text(element['type']);
  faults.string(`${place}/action_id`, element['action_id'], LIMITS.id, false);
  if (element['placeholder'] !== undefined)
    faults.textObject(`${place}/placeholder`, element['placeholder'], LIMITS.placeholder, 'plain_text');
  if (element['confirm'] !== undefined) checkConfirm(faults, `${place}/confirm`, object(element['confirm']));
  const options = list(element['options']);
  const checkOptions = (least: number, most: number): void => {
    if (element['option_groups'] !== undefined) return;
    faults.count(`${place}/options`, options, least, most);
    for (const [index, option] of options.entries()) {
      faults.textObject(`${place}/options/${index}/text`, object(option)['text'], LIMITS.optionText);
      faults.string(`${place}/options/${index}/value`, object(option)['value'], LIMITS.optionValue);
    }
    const initial = element['initial_option'];
    if (initial !== undefined && !options.some((option) => JSON.stringify(option) === JSON.stringify(initial)))
      faults.add(`${place}/initial_option`, 'must be one of the options');
  };
  switch (type) {
    case 'button':
    case 'workflow_button':
      faults.textObject(`${place}/text`, element['text'], LIMITS.buttonText, 'plain_text');
      faults.string(`${place}/value`, element['value'], LIMITS.buttonValue, false);
      faults.string(`${place}/url`, element['url'], LIMITS.url, false);
      if (element['style'] !== undefined && !['primary', 'danger'].includes(text(element['style'])))
        faults.add(`${place}/style`, 'must be a valid enum value');
      return;
    case 'image':
      faults.string(`${place}/alt_text`, element['alt_text'], LIMITS.altText);
      return faults.string(`${place}/image_url`, element['image_url'], LIMITS.url);
    case 'plain_text_input': {
      faults.string(`${place}/initial_value`, element['initial_value'], LIMITS.inputText, false);
      for (const bound of ['min_length', 'max_length'])
        if (
          element[bound] !== undefined &&
          !(Number(element[bound]) >= 0 && Number(element[bound]) <= LIMITS.inputText)
        )
          faults.add(`${place}/${bound}`, `must be less than ${LIMITS.inputText + 1}`);
      return;
    }
    case 'static_select':
    case 'multi_static_select':
      return checkOptions(1, LIMITS.options);
    case 'radio_buttons':
    case 'checkboxes':
      return checkOptions(1, 10);
    case 'overflow':
      return checkOptions(1, 5);
    case 'number_input':
      if (typeof element['is_decimal_allowed'] !== 'boolean')
        faults.add(`${place}/is_decimal_allowed`, 'missing required field');
      return;
    case 'users_select':
    case 'multi_users_select':
    case 'conversations_select':
    case 'channels_select':
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
    case 'email_text_input':
    case 'url_text_input':
    case 'rich_text_input':
      return;
    case 'file_input': {
      const most = element['max_files'] ?? LIMITS.filesPerInput;
      if (!(Number(most) >= 1 && Number(most) <= LIMITS.filesPerInput))
        faults.add(`${place}/max_files`, `must be between 1 and ${LIMITS.filesPerInput}`);
      return;
    }
    default:
      faults.add(`${place}/type`, `unsupported type: ${type}`);
  }
}

function checkConfirm(faults: Faults, place: string, confirm: JsonObject): void {
  faults.textObject(`${place}/title`, confirm['title'], LIMITS.confirmTitle, 'plain_text');
  faults.textObject(`${place}/text`, confirm['text'], LIMITS.confirmText);
  faults.textObject(`${place}/confirm`, confirm['confirm'], LIMITS.confirmButton, 'plain_text');
  faults.textObject(`${place}/deny`, confirm['deny'], LIMITS.confirmButton, 'plain_text');
}

/** Everything that people read in the blocks. */
function lengthOfTexts(value: Json | undefined, key = ''): number {
  if (typeof value === 'string') return key === 'text' ? value.length : 0;
  if (Array.isArray(value)) return list(value).reduce<number>((length, one) => length + lengthOfTexts(one, key), 0);
  return Object.entries(object(value)).reduce((length, [name, one]) => length + lengthOfTexts(one, name), 0);
}
