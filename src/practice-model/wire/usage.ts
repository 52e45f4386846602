/** An estimate good enough to see tokens move: OpenAI's rule of thumb is four characters of English a token; by bytes it also fits Cyrillic. */
const BYTES_PER_TOKEN = 4;

export function tokensIn(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}
