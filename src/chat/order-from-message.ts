import { cleanLine, cleanText } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';
import { MAX_TOPIC_CHARS } from '../protocol/article.ts';
import { withoutAddresses } from './topic-addresses.ts';

/**
 * What an article made from somebody's message would be about, and rest on, for a form that the person can change: its first line, and
 * the addresses and the words in it, one below the other, as a form of ours reads them.
 */
export function orderFromMessage(text: string): { readonly topic: string; readonly sources: string } {
  const lines = cleanText(text)
    .split('\n')
    .map(cleanLine)
    .filter((line) => line !== '');
  const [first = ''] = lines;
  const { addresses } = withoutAddresses(lines.join(' '));
  const topic = withoutAddresses(first).topic;
  // A message that is no more than its topic is no source.
  const words = lines.length === 1 && topic === first && first.length <= MAX_TOPIC_CHARS ? [] : lines;
  const own = words.filter((line) => line.includes(' ') && withoutAddresses(line).topic !== '');
  return { topic: shorten(topic, MAX_TOPIC_CHARS), sources: [...addresses, ...own].join('\n') };
}
