import type { ArticleRequest } from '../protocol/article.ts';

/*
 * Words by which a text gives orders to the model that reads it, as they stand in reports of such attacks. No list is complete: tags that
 * nobody can imitate keep the order from being one; this says which sentences a critic is not shown, and when a score should not pass without
 * a person.
 */

/** A whole sentence is an order, in whatever article it stands. */
const ORDERS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\b[^.!?\n]{0,40}\b(?:instructions?|prompts?|rules|guidelines|directions|rubric)\b/i,
  /(?:игнорируй|забудь|не\s{1,3}обращай)[^.!?\n]{0,60}(?:инструкци|указани|правил|промпт)/i,
  /(?:ігноруй|забудь)[^.!?\n]{0,60}(?:інструкці|вказів|правил)/i,
  /\b(?:ignoriere|vergiss)\b[^.!?\n]{0,60}\b(?:anweisung|regel|vorgabe)/i,
  /\b(?:ignore[zr]?|oublie[zr]?)\b[^.!?\n]{0,60}\b(?:instructions|consignes|règles)/i,
  /\b(?:ignora|olvida|esquece|ignore|dimentica)\b[^.!?\n]{0,60}\b(?:instruc|istruzion|reglas|regras|regole)/i,
  /(?:忽略|无视|忘记)[^。！？\n]{0,30}(?:指令|指示|规则|提示)/,
  /(?:指示|命令|ルール|プロンプト)[^。！？\n]{0,10}(?:無視|忘れ)/,
  /\b(?:give|rate|score|grade|award)\b[^.!?\n]{0,40}\b(?:text|draft|article|piece|this|it)\b[^.!?\n]{0,40}\b(?:10|ten|full marks|perfect|highest)\b/i,
  /(?:поставь|оцени|дай)[^.!?\n]{0,40}(?:тексту|черновик|статье|статью|этому|его)[^.!?\n]{0,40}(?:10|десят|максим|высш)/i,
  /\b(?:text|draft|article|piece)\b[^.!?\n]{0,40}\b(?:deserves?|merits?|must (?:get|have|receive))\b[^.!?\n]{0,40}\b(?:10|ten|full marks|perfect|highest|score)\b/i,
  /(?:текст|черновик|стать[яю])[^.!?\n]{0,40}(?:заслуживает|достоин|достойн[ао])[^.!?\n]{0,40}(?:10|десят|максим|высш|балл|оценк)/i,
];

/** Whoever writes about models writes so, too. */
const ADDRESSES: readonly RegExp[] = [
  /\b(?:you are now|from now on you|as an ai|dear (?:ai|model|reviewer)|note to (?:the )?(?:ai|model|critic|reviewer))\b/i,
  /\bsystem prompt\b/i,
];

/** Whether one of the texts seems to address the model rather than its readers. Linear in their length. */
export function givesOrders(texts: readonly string[]): boolean {
  return texts.some((text) => [...ORDERS, ...ADDRESSES].some((order) => order.test(text)));
}

/** All that the critic reads and somebody else wrote. */
export function materialOf(
  { topic, purpose = '', audience = '', tone = '', mustMention = [], mustAvoid = [] }: ArticleRequest,
  draft: string,
  comments: readonly { readonly text: string }[],
): readonly string[] {
  return [topic, purpose, audience, tone, ...mustMention, ...mustAvoid, draft, ...comments.map(({ text }) => text)];
}

/** Stands where a sentence was that a critic is not shown. */
const WITHHELD = '[…]';
const SENTENCES = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/** A text without the sentences that give orders to whoever judges it: a model cannot obey what it does not read. */
export function withoutOrders(text: string): string {
  const isOrder = (sentence: string): boolean => ORDERS.some((order) => order.test(sentence));
  if (!isOrder(text)) return text;
  return text
    .split(/(?<=\n)/)
    .flatMap((line) => (isOrder(line) ? [...SENTENCES.segment(line)].map(({ segment }) => segment) : [line]))
    .map((sentence) => (isOrder(sentence) ? `${WITHHELD}${sentence.slice(sentence.trimEnd().length)}` : sentence))
    .join('');
}
