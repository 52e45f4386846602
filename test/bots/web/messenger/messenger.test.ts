import { describe, expect, it } from 'vitest';
import { createWebMessenger } from '../../../../bots/web/messenger/messenger.ts';
import { chatContents } from '../../../fixtures/chat-contents.ts';

describe('the web messenger', () => {
  it('takes whatever an article says, at once and as often as it comes', async () => {
    const messenger = createWebMessenger();
    const thread = { platform: 'web', channel: 'terminal:ann' };
    for (const content of Object.values(chatContents('en'))) {
      const [message, ...more] = await messenger.render(content);
      expect(more).toEqual([]);
      expect(messenger.limits('post', thread, message)).toEqual([]);
      const place = { key: 'a/1/1/card', thread, content, siblings: new Map() };
      const ref = await messenger.post(message, place);
      expect(await messenger.post(message, place)).toEqual(ref);
      expect(await messenger.find(message, place, { sentAt: new Date(), attempt: 1 })).toEqual(ref);
      expect(await messenger.edit(ref, message, place)).toEqual(ref);
    }
  });
});
