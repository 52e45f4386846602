import { withoutControls } from './without-controls.ts';
import { stripReasoning, stripReasoningBeforeJson, type Stripped } from './strip-reasoning.ts';
import { finalChannel, stripTokens } from './strip-tokens.ts';
import { unwrapArticle, unwrapProse } from './unwrap-article.ts';

/**
 * The one place where an answer is freed from what is not the answer: channels, reasoning, control tokens; of prose also preface, fence, front
 * matter and closing offers.
 */
export function cleanArticle(text: string): Stripped {
  const { text: prose, unfinished } = cleanAnswer(text, stripReasoning);
  return { text: unwrapArticle(prose), unfinished };
}

/** The same for a section of an article, whose first line is no title of it. */
export function cleanSection(text: string): Stripped {
  const { text: prose, unfinished } = cleanAnswer(text, stripReasoning);
  return { text: unwrapProse(prose).text, unfinished };
}

/** The same for what continues an article, where a heading is a section's. */
export function cleanContinuation(text: string): string {
  return cleanSection(text).text;
}

/** The same for an answer that is to be JSON, which {@link readJson} finds in whatever stands around it. */
export function cleanJson(text: string): Stripped {
  return cleanAnswer(text, stripReasoningBeforeJson);
}

function cleanAnswer(given: string, strip: (text: string) => Stripped): Stripped {
  const channel = finalChannel(withoutControls(given).trim());
  if (channel.unfinished) return channel;
  const first = strip(channel.text);
  if (first.unfinished) return first;
  // A token of the template may stand before a block of reasoning, or behind it.
  const second = strip(stripTokens(first.text));
  return second.unfinished ? second : { text: stripTokens(second.text), unfinished: false };
}
