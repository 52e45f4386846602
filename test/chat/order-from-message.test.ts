import { describe, expect, it } from 'vitest';
import { orderFromMessage } from '../../src/chat/order-from-message.ts';
import { MAX_TOPIC_CHARS } from '../../src/protocol/article.ts';

describe('orderFromMessage', () => {
  it('takes one line for a topic, and for nothing else', () => {
    expect(orderFromMessage('  How tides work \n')).toEqual({ topic: 'How tides work', sources: '' });
    expect(orderFromMessage('')).toEqual({ topic: '', sources: '' });
  });

  it('takes the first line for the topic of a longer one, and all of it for a source', () => {
    expect(orderFromMessage('Tides at Fundy\n\nThe range was 16.3 m in May.\nok')).toEqual({
      topic: 'Tides at Fundy',
      sources: 'Tides at Fundy\nThe range was 16.3 m in May.',
    });
    const long = 'The sea rises and falls. '.repeat(40).trim();
    const { topic, sources } = orderFromMessage(long);
    expect(topic.length).toBeLessThanOrEqual(MAX_TOPIC_CHARS);
    expect(topic).toMatch(/…$/);
    expect(sources).toBe(long);
  });

  it('takes addresses for sources of their own', () => {
    expect(orderFromMessage('How tides work https://noaa.gov/tides')).toMatchObject({
      topic: 'How tides work',
      sources: expect.stringMatching(/^https:\/\/noaa\.gov\/tides\n/) as string,
    });
  });
});
