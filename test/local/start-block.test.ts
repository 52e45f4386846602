import { describe, expect, it } from 'vitest';
import { renderStartBlock } from '../../src/local/start-block.ts';
import { messages } from '../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES } from '../../src/protocol/article.ts';

/** A terminal of 80 columns, with room for a border. */
const COLUMNS = 78;

describe.each(INTERFACE_LANGUAGES)('the start block in %s', (language) => {
  it.each([true, false])('fits a small terminal, with a chat in it: %s', (isInteractive) => {
    const block = renderStartBlock(messages(language).startup, {
      temporal: { kind: 'own', where: '127.0.0.1:7233' },
      database: { kind: 'own', where: '127.0.0.1:15432' },
      cache: { kind: 'in-process' },
      model: { kind: 'own', where: 'http://127.0.0.1:41234/v1' },
      webUi: undefined,
      dataFolder: '/home/ann/copydesk/.copydesk',
      readySeconds: 12.3,
      isInteractive,
    });
    expect(block.filter((line) => line.length > COLUMNS)).toEqual([]);
  });
});
