import { describe, expect, it } from 'vitest';
import { renderStartBlock } from '../../src/local/start-block.ts';
import { messages } from '../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES } from '../../src/protocol/article.ts';

/** A terminal of 80 columns, with room for a border. */
const COLUMNS = 78;

describe.each(INTERFACE_LANGUAGES)('the start block in %s', (language) => {
  it.each([
    { isInteractive: true },
    { isInteractive: false },
    { isInteractive: false, slack: 'socket', telegram: 'polling' },
    { isInteractive: false, slack: 'http', telegram: 'webhook' },
  ] as const)('fits a small terminal: %o', (chats) => {
    const block = renderStartBlock(messages(language).startup, {
      temporal: { kind: 'own', where: '127.0.0.1:7233' },
      database: { kind: 'own', where: '127.0.0.1:15432' },
      cache: { kind: 'in-process' },
      model: { kind: 'own', where: 'http://127.0.0.1:41234/v1' },
      webUi: undefined,
      page: 'http://127.0.0.1:8000',
      signIn: `http://127.0.0.1:8000/sign-in#${'x'.repeat(32)}`,
      dataFolder: '/home/ann/copydesk/.copydesk',
      readySeconds: 12.3,
      ...chats,
    });
    expect(block.filter((line) => line.length > COLUMNS)).toEqual([]);
  });

  it('says how to connect the chats that are not, and only those', () => {
    const t = messages(language).startup;
    const own = { kind: 'in-process' } as const;
    const parts = {
      temporal: own,
      database: own,
      cache: own,
      model: own,
      webUi: undefined,
      page: 'http://127.0.0.1:8000',
      signIn: `http://127.0.0.1:8000/sign-in#${'x'.repeat(32)}`,
    };
    const rest = { dataFolder: '.copydesk', readySeconds: 1, isInteractive: false };
    const text = renderStartBlock(t, { ...parts, ...rest, slack: 'socket' }).join('\n');
    expect(text).toContain(t.slack.socket);
    expect(text).not.toContain(t.connectSlack);
    expect(text).toContain(t.connectTelegram);
  });
});
