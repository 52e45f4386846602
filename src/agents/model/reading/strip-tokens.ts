import { maskCode } from './mask-code.ts';
import type { Stripped } from './strip-reasoning.ts';

/** Head of a message in OpenAI's harmony format: `<|channel|>final <|constrain|>json<|message|>`. */
const HARMONY_HEAD = /<\|channel\|>\s{0,9}([a-z]{1,20})[^<]{0,100}(?:<\|constrain\|>[^<]{0,40})?<\|message\|>/gi;
const HARMONY_END = /<\|(?:end|return|start|channel|call)\|>/i;
/** What servers leave of it that drop the tokens: `analysisWe need to …assistantfinal# How tides work`. */
const WORDS_OF_HARMONY = 'assistantfinal';

/** The final channel of a harmony model; other texts stay. Without a final channel there is no answer. */
export function finalChannel(text: string): Stripped {
  if (/^\s*analysis/.test(text) && text.includes(WORDS_OF_HARMONY))
    return { text: text.slice(text.lastIndexOf(WORDS_OF_HARMONY) + WORDS_OF_HARMONY.length), unfinished: false };
  const heads = [...maskCode(text).matchAll(HARMONY_HEAD)];
  if (heads.length === 0) return { text, unfinished: false };
  const final = heads.findLast(([, channel = '']) => channel.toLowerCase() === 'final');
  if (final === undefined) return { text: '', unfinished: true };
  const body = text.slice(final.index + final[0].length);
  return { text: body.slice(0, HARMONY_END.exec(body)?.index), unfinished: false };
}

/** Where a turn ends: ChatML, Llama 3, Gemma, Phi, Cohere, DeepSeek. Behind it a model that does not stop plays the other side. */
const TURN_END =
  /<\|(?:im_end|eot_id|eom_id|endoftext|end_of_text|end|return|END_OF_TURN_TOKEN|END_RESPONSE)\|>|<end_of_turn>|<turn\|>|<｜end▁of▁sentence｜>/gi;
/** Where the assistant's turn begins, with its name. */
const TURN_START =
  /<\|(?:im_start|start)\|>\s?(?:assistant|model)?\s?|<\|start_header_id\|>\s?(?:assistant|model)?\s?<\|end_header_id\|>|<start_of_turn>\s?(?:model)?\s?|<\|turn>\s?(?:model)?\s?/gi;
const ANY_TOKEN = /<\|[\w▁/-]{2,40}\|>|<｜[\p{L}▁]{1,40}｜>|\[\/?INST\]|<(?:bos|eos|pad|unk)>|<unused\d{1,3}>/gu;
const LEADING = new RegExp(`^(?:\\s|${TURN_START.source}|${TURN_END.source}|${ANY_TOKEN.source})*`, 'iu');

/** Takes out the tokens with which chat templates are made, but for those that are code. */
export function stripTokens(given: string): string {
  const text = given.replace(LEADING, '');
  const masked = maskCode(text);
  TURN_END.lastIndex = 0;
  const whole = without(text.slice(0, TURN_END.exec(masked)?.index), ANY_TOKEN).trim();
  // Llama 2 and Mistral begin and end with the tags of struck out text.
  const inner = whole.replace(/^<s>/, '').replace(/<\/s>$/, '');
  return (/<\/?s>/.test(inner) ? whole : inner).trim();
}

function without(text: string, pattern: RegExp): string {
  const masked = maskCode(text);
  let kept = '';
  let done = 0;
  for (const { index, 0: found } of masked.matchAll(pattern)) {
    kept += text.slice(done, index);
    done = index + found.length;
  }
  return kept + text.slice(done);
}
