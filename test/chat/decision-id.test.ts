import { describe, expect, it } from 'vitest';
import { decisionIdOf } from '../../src/chat/decision-id.ts';

describe('decisionIdOf', () => {
  it('is the same UUID on every redelivery', () => {
    const id = decisionIdOf('slack:T1:C1:1718000000.000100:1718000042.5:U1');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(decisionIdOf('slack:T1:C1:1718000000.000100:1718000042.5:U1')).toBe(id);
  });

  it('tells events apart', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => decisionIdOf(`telegram:1:${index}`));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
