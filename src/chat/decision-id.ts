import { createHash } from 'node:crypto';

/**
 * Id of the decision or control that a chat event asks for: a UUID that is the same however often the event is delivered.
 * @param eventKey names the event beyond doubt, the person included: `slack:T1:C1:1718000000.000100:1718000042.5:U1`.
 */
export function decisionIdOf(eventKey: string): string {
  const bytes = createHash('sha256').update(eventKey).digest().subarray(0, 16);
  // RFC 9562: version 8 (made as the application likes), variant 10.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
