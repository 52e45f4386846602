import { describe, expect, it } from 'vitest';
import { awaitedKeyOf } from '../../src/protocol/queue-order.ts';
import { fairnessKeyOf, fairnessKeyOfEndpoint } from '../../src/gateway/fairness-key.ts';

describe('who takes turns with whom', () => {
  it('is a workspace where there is one, and a chat elsewhere', () => {
    expect(fairnessKeyOf({ platform: 'slack', workspace: 'T1', channel: 'C1' })).toBe('slack:T1');
    expect(fairnessKeyOf({ platform: 'slack', workspace: 'T1', channel: 'C2' })).toBe('slack:T1');
    expect(fairnessKeyOf({ platform: 'telegram', channel: '-100123' })).toBe('telegram:-100123');
  });

  it('is what Temporal takes, also of names of any length and script, and tells them apart', () => {
    const long = (end: string): string => fairnessKeyOf({ platform: 'web', channel: `${'я'.repeat(60)}${end}` });
    expect(Buffer.byteLength(awaitedKeyOf(long('a')))).toBeLessThanOrEqual(64);
    expect(long('a')).not.toBe(long('b'));
    expect(Buffer.byteLength(fairnessKeyOfEndpoint('e'.repeat(100)))).toBeLessThanOrEqual(64);
  });

  it('is no workspace for an endpoint of the same name', () => {
    expect(fairnessKeyOfEndpoint('T1')).not.toBe(fairnessKeyOf({ platform: 'slack', workspace: 'T1', channel: 'C1' }));
  });
});
