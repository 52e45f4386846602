import { describe, expect, it } from 'vitest';
import { bearsMark, markBlocks, messageMark, metadataOf } from '../../../../bots/slack/messenger/message-mark.ts';

const mark = messageMark('T1', 'C1', '7k3m9x2c4p0qrstv/3');

describe('messageMark', () => {
  it('is the same for the same message, and another for any other', () => {
    expect(messageMark('T1', 'C1', '7k3m9x2c4p0qrstv/3')).toEqual(mark);
    const others = [
      messageMark('T1', 'C1', '7k3m9x2c4p0qrstv/4'),
      messageMark('T2', 'C1', '7k3m9x2c4p0qrstv/3'),
      messageMark('T1', 'C2', '7k3m9x2c4p0qrstv/3'),
    ];
    expect(new Set([mark, ...others].map(({ clientMsgId }) => clientMsgId)).size).toBe(4);
    expect(mark.clientMsgId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('tells nobody which article it is', () => {
    expect(JSON.stringify(mark)).not.toContain('7k3m9x2c4p0qrstv');
  });
});

describe('bearsMark', () => {
  const blocks = [{ type: 'markdown', text: 'x' } as const, { type: 'divider' } as const];

  it.each([
    ['its metadata', { metadata: metadataOf(mark) }],
    ['the id we gave it', { client_msg_id: mark.clientMsgId }],
    ['the name of a block', { blocks: markBlocks(blocks, mark) }],
  ])('knows a message by %s alone', (_, message) => {
    expect(bearsMark(message, mark)).toBe(true);
    expect(bearsMark(message, messageMark('T1', 'C1', '7k3m9x2c4p0qrstv/4'))).toBe(false);
  });

  it('knows no message of somebody else', () => {
    expect(bearsMark({ text: 'Hello', blocks: [{ type: 'rich_text', block_id: 'xyz' }] }, mark)).toBe(false);
    expect(bearsMark({ metadata: { event_type: 'copydesk_post', event_payload: {} } }, mark)).toBe(false);
  });

  it('names a block whose name Slack keeps', () => {
    expect(markBlocks(blocks, mark).map((block) => block.block_id)).toEqual([undefined, `copydesk-${mark.digest}`]);
  });
});
