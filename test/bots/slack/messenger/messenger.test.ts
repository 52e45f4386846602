import { randomUUID } from 'node:crypto';
import { LogLevel, WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderContent } from '../../../../bots/slack/render/content.ts';
import { createSlackMessenger, type SlackMessengerOptions } from '../../../../bots/slack/messenger/messenger.ts';
import { SLACK_PACE } from '../../../../bots/slack/messenger/rate-limits.ts';
import { createSlackClient } from '../../../../bots/slack/connect/slack-client.ts';
import type { ChatContent } from '../../../../src/delivery/chat-content.ts';
import {
  type CallKind,
  DeliveryError,
  type EarlierAttempt,
  type MessageRef,
  type Place,
} from '../../../../src/delivery/messenger.ts';
import type { Thread } from '../../../../src/protocol/thread.ts';
import type { SlackFault } from '../../../emulators/slack/faults.ts';
import type { RenderedMessage } from '../../../emulators/slack/rendered.ts';
import { type SlackEmulator, startSlackEmulator } from '../../../emulators/slack/web-api.ts';
import { chatContents, frameOf } from '../../../fixtures/chat-contents.ts';

/** Long enough for an answer, short enough for a test of there being none. */
const TIMEOUT_MS = 1000;
const all = chatContents('en');
const notice = (byName: string): ChatContent => ({ ...all.notice, notice: { code: 'paused', byName } });

let slack: SlackEmulator;
let messenger: Hand;
let warnings: string[] = [];
let channel = '';
let root = '';
let earlier = { sentAt: new Date(), attempt: 1 };

beforeAll(async () => {
  slack = await startSlackEmulator({ channels: ['articles', 'closed', 'lost', 'busy', 'quiet'] });
});
afterAll(() => slack.stop());
beforeEach(async () => {
  slack.heal();
  warnings = [];
  messenger = messengerWith({});
  channel = slack.channel('articles');
  root = await slack.say(slack.user('ann'), channel, { text: 'An article, please' });
  earlier = { sentAt: new Date(), attempt: 1 };
});

/** One message of a content, and where it belongs: the first, or the `part` of that name. */
type Outgoing = Omit<Place, 'siblings'> & { readonly part?: string };

/** A messenger as the drain uses it: what is rendered is sent. */
interface Hand {
  post(outgoing: Outgoing): Promise<MessageRef>;
  edit(ref: MessageRef, outgoing: Outgoing): Promise<MessageRef>;
  find(outgoing: Outgoing, earlier: EarlierAttempt): Promise<MessageRef | undefined>;
}

function messengerWith(options: Partial<SlackMessengerOptions>): Hand {
  const client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: TIMEOUT_MS,
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  const made = createSlackMessenger({
    clientOf: () => Promise.resolve(client),
    log: { warn: (_, message) => void warnings.push(message) },
    ...options,
  });
  const messageOf = async ({ content, part }: Outgoing) => {
    const rendered = await made.render(content);
    return rendered.find(({ name }) => name === part) ?? rendered[0];
  };
  const placeOf = ({ part: _, ...place }: Outgoing): Place => ({ ...place, siblings: new Map() });
  return {
    post: async (one) => await made.post(await messageOf(one), placeOf(one)),
    edit: async (ref, one) => await made.edit(ref, await messageOf(one), placeOf(one)),
    find: async (one, before) => await made.find(await messageOf(one), placeOf(one), before),
  };
}

/** A message for the thread, or for wherever else. */
function outgoing(content: ChatContent, more: Partial<Outgoing> = {}): Outgoing {
  return {
    key: `7k3m9x2c4p0qrstv/1/1/${randomUUID()}`,
    thread: { platform: 'slack', workspace: slack.teamId, channel },
    root: { channel, ts: root },
    content,
    ...more,
  };
}

async function failureOf(attempt: Promise<unknown>): Promise<DeliveryError> {
  const failure: unknown = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof DeliveryError) return failure;
  throw new Error(`It did not fail as a messenger does: ${String(failure)}`);
}

const replies = async (): Promise<readonly RenderedMessage[]> => (await slack.thread(channel, root)).slice(1);

describe('the Slack messenger', () => {
  it('opens the thread with the status card, and puts everything else into it', async () => {
    const { root: _, ...card } = outgoing(all.status);
    const ref = await messenger.post(card);
    await messenger.post(outgoing(all.critique, { root: ref }));
    const thread = await slack.thread(channel, String(ref['ts']));
    expect(thread.map(({ text }) => text)).toEqual([
      'Article: How tides work · Being written: the critic is reading',
      'Critique of draft 2: 7.4 of 10 · How tides work',
    ]);
  });

  it('leads from the card of what was delivered to the article and its files', async () => {
    const identify = () => Promise.resolve({ url: 'https://acme.slack.com/', botUserId: 'U0BOT' });
    const hand = messengerWith({ identify });
    const { root: _, ...card } = outgoing(all.status);
    const ref = await hand.post(card);
    const announcement = await hand.post(outgoing(all.final, { root: ref }));
    const files = await hand.post(outgoing(all.final, { root: ref, part: 'files' }));
    const content: ChatContent = {
      ...all.status,
      stage: 'delivered',
      controls: [],
      delivered: {
        title: 'The pull of the Moon',
        fileName: 'how-tides-work.md',
        messages: { announcement, files },
        root: ref,
      },
    };
    await hand.edit(ref, outgoing(content, { key: card.key }));
    const [shown] = await slack.thread(channel, String(ref['ts']));
    const blocks = JSON.stringify(shown?.blocks);
    expect(blocks).toContain('Article: The pull of the Moon');
    const at = String(announcement['ts']).replace('.', '');
    expect(blocks).toContain(
      `<https://acme.slack.com/archives/${channel}/p${at}?thread_ts=${String(ref['ts'])}&amp;cid=${channel}|Read the article>`,
    );
    for (const name of ['how-tides-work.md', 'how-tides-work.docx', 'how-tides-work.receipt.json'])
      expect(blocks).toMatch(new RegExp(`<https://acme\\.slack\\.com/files/U0BOT/F[A-Z0-9]+/${name}\\|${name}>`));

    const silent = messengerWith({ identify: () => Promise.reject(new Error('Slack does not answer')) });
    await silent.edit(ref, outgoing(content, { key: card.key }));
    const [plain] = await slack.thread(channel, String(ref['ts']));
    expect(plain?.shown).toContain('how-tides-work.docx');
    expect(JSON.stringify(plain?.blocks)).not.toContain('|how-tides');
  });

  describe('a draft in a conversation with one person', () => {
    const inConversation = async () => {
      const dm = await slack.dm(slack.user('ann'));
      const thread = { platform: 'slack', workspace: slack.teamId, channel: dm };
      const { root: _, ...card } = outgoing(all.status, { thread });
      const at = await messenger.post(card);
      const draft = outgoing(all.draftLong, { thread, root: at });
      const inThread = async () => (await slack.thread(dm, String(at['ts']))).slice(1);
      const calls = (method: string) => slack.calls(method).filter(({ args }) => args['channel'] === dm).length;
      const before = { start: calls('chat.startStream'), post: calls('chat.postMessage') };
      return { draft, inThread, calls, before };
    };
    const isWhole = (shown: RenderedMessage | undefined): void => {
      expect(shown?.shown).toContain('Draft 2');
      expect(shown?.shown).toContain('Twice a day');
      expect(shown?.buttons.map(({ text }) => text)).toContain('Approve');
    };

    it('comes bit by bit, and is the whole card in the end', async () => {
      const { draft, inThread, calls, before } = await inConversation();
      const appended = slack.calls('chat.appendStream').length;
      const ref = await messenger.post(draft);
      expect(calls('chat.startStream')).toBe(before.start + 1);
      expect(slack.calls('chat.appendStream').length).toBeGreaterThan(appended);
      expect(calls('chat.postMessage')).toBe(before.post);
      const [shown, ...more] = await inThread();
      expect(more).toEqual([]);
      isWhole(shown);
      expect(await messenger.find(draft, earlier)).toEqual(ref);
    });

    it.each<[string, string, SlackFault]>([
      ['somebody stops it', 'chat.appendStream', { kind: 'error', error: 'stopped_by_user' }],
      ['a piece gets lost', 'chat.appendStream', { kind: 'lost-request' }],
      ['Slack is silent over a piece', 'chat.appendStream', { kind: 'silent' }],
      ['its end gets lost', 'chat.stopStream', { kind: 'lost-response' }],
      ['there are no streams', 'chat.startStream', { kind: 'error', error: 'unknown_method' }],
      ['Slack asks to wait', 'chat.startStream', { kind: 'rate-limited', retryAfterSeconds: 30 }],
    ])('is whole and there once, when %s', async (_what, method, fault) => {
      const { draft, inThread } = await inConversation();
      slack.fault(method, fault);
      await messenger.post(draft);
      const [shown, ...more] = await inThread();
      expect(more).toEqual([]);
      isWhole(shown);
    });

    it.each<[string, string, SlackFault]>([
      ['nobody knows whether it began', 'chat.startStream', { kind: 'lost-response' }],
      ['it could not be replaced', 'chat.update', { kind: 'status', status: 503 }],
      ['it has to wait before it is replaced', 'chat.update', { kind: 'rate-limited', retryAfterSeconds: 1 }],
    ])('is found and made whole, when %s', async (_what, method, fault) => {
      const { draft, inThread } = await inConversation();
      slack.fault(method, fault);
      expect(await failureOf(messenger.post(draft))).toMatchObject({ failure: 'ambiguous' });
      expect(await messenger.find(draft, earlier)).toBeDefined();
      const [shown, ...more] = await inThread();
      expect(more).toEqual([]);
      isWhole(shown);
    });

    it('is no stream in a channel, whose other members would see nothing of it', async () => {
      const before = slack.calls('chat.startStream').length;
      await messenger.post(outgoing(all.draftLong));
      expect(slack.calls('chat.startStream')).toHaveLength(before);
      isWhole((await replies()).at(0));
    });
  });

  describe('the session with a person', () => {
    const inConversation = async (status: Partial<Extract<ChatContent, { kind: 'status' }>> = {}) => {
      const dm = await slack.dm(slack.user('ann'));
      const requester = { platform: 'slack', userId: slack.user('ann') };
      const content = { ...all.status, frame: { ...all.status.frame, channel: dm, requester }, ...status };
      const thread = { platform: 'slack', workspace: slack.teamId, channel: dm };
      return { dm, content, thread };
    };

    it('stands as its article does, in their conversation alone', async () => {
      const { dm, content, thread } = await inConversation();
      const { root: _, ...card } = outgoing(content, { thread });
      const ref = await messenger.post(card);
      const at = { thread, root: ref, part: 'session' };
      const session = await messenger.post(outgoing(content, at));
      expect(slack.session(dm, String(ref['ts']))).toBe('processing');
      await messenger.edit(session, outgoing({ ...content, stage: 'waiting' }, at));
      expect(slack.session(dm, String(ref['ts']))).toBe('suspended');
      await messenger.edit(session, outgoing({ ...content, stage: 'delivered' }, at));
      expect(slack.session(dm, String(ref['ts']))).toBe('closed');
      expect(await messenger.find(outgoing(content, at), earlier)).toBeUndefined();
      expect(renderContent(all.status).map(({ kind }) => kind)).toEqual(['message']);
    });

    it('holds up nothing where Slack does not take it, and asks no more where we are no agent', async () => {
      const { content, thread } = await inConversation();
      const { root: _, ...card } = outgoing(content, { thread });
      const ref = await messenger.post(card);
      const at = { thread, root: ref, part: 'session' };
      slack.fault('agents.sessions.setStatus', { kind: 'rate-limited', retryAfterSeconds: 30 }, { times: 2 });
      const session = await messenger.post(outgoing(content, at));
      expect(await failureOf(messenger.edit(session, outgoing({ ...content, stage: 'waiting' }, at)))).toMatchObject({
        failure: 'not-sent',
      });
      const hand = messengerWith({});
      slack.fault('agents.sessions.setStatus', { kind: 'error', error: 'missing_scope' });
      await hand.edit(session, outgoing({ ...content, stage: 'waiting' }, at));
      const asked = slack.calls('agents.sessions.setStatus').length;
      await hand.edit(session, outgoing({ ...content, stage: 'delivered' }, at));
      expect(slack.calls('agents.sessions.setStatus')).toHaveLength(asked);
    });
  });

  it('writes into the thread that there was before, even before there is a card', async () => {
    const { root: _, ...card } = outgoing(all.status);
    await messenger.post({ ...card, thread: { ...card.thread, thread: root } });
    expect((await replies()).map(({ shown }) => shown)).toEqual([expect.stringContaining('How tides work')]);
  });

  it('says with every message that nothing of it unfurls or is parsed, and which one it is', async () => {
    await messenger.post(outgoing(all.critique));
    expect(slack.calls('chat.postMessage').at(-1)?.args).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      link_names: 'false',
      parse: 'none',
      metadata: { event_type: 'copydesk_post', event_payload: { key: expect.stringMatching(/^[0-9a-f]{32}$/) } },
      client_msg_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    });
  });

  describe.each<[string, SlackFault, number]>([
    ['the answer is lost', { kind: 'lost-response' }, 1],
    ['the request is lost', { kind: 'lost-request' }, 0],
    ['Slack breaks after posting', { kind: 'status', status: 500, done: true }, 1],
    ['Slack breaks before posting', { kind: 'status', status: 503 }, 0],
    ['a page comes instead of an answer', { kind: 'html', done: true }, 1],
    ['a gateway answers with a page', { kind: 'html', status: 502 }, 0],
    ['nobody answers', { kind: 'silent', done: true }, 1],
    ['Slack speaks of a fatal error', { kind: 'error', error: 'fatal_error' }, 0],
  ])('when %s', (_what, fault, arrived) => {
    it('knows that it does not know, looks, and sends only what is not there', async () => {
      const message = outgoing(notice('Ann'));
      slack.fault('chat.postMessage', fault);
      expect(await failureOf(messenger.post(message))).toMatchObject({ failure: 'ambiguous' });
      const found = await messenger.find(message, earlier);
      expect(found === undefined ? 0 : 1).toBe(arrived);
      const ref = found ?? (await messenger.post(message));
      await messenger.edit(ref, outgoing(notice('Ben')));
      expect((await replies()).map(({ shown }) => shown)).toEqual([expect.stringContaining('Ben')]);
    });

    it('knows that the files it sent are there or not', async () => {
      const { final } = all;
      const message = outgoing(final, { part: 'files' });
      slack.fault('files.completeUploadExternal', fault);
      expect(await failureOf(messenger.post(message))).toMatchObject({ failure: 'ambiguous', answered: false });
      // Slack shows a file some time after it took it: `settleMs` is for that.
      await replies();
      const found = await messenger.find(message, earlier);
      expect(found === undefined ? 0 : 1).toBe(arrived);
      if (found === undefined) await messenger.post(message);
      expect((await replies()).map(({ files }) => files.map(({ name }) => name))).toEqual([
        ['how-tides-work.md', 'how-tides-work.docx', 'how-tides-work.receipt.json'],
      ]);
    });
  });

  it('finds the status card among the messages of the channel', async () => {
    const { root: _, ...card } = outgoing(all.status);
    slack.fault('chat.postMessage', { kind: 'lost-response' });
    await failureOf(messenger.post(card));
    const found = await messenger.find(card, earlier);
    expect((await slack.history(channel)).at(-1)?.ts).toBe(found?.['ts']);
    expect(await messenger.find({ ...card, key: 'another' }, earlier)).toBeUndefined();
  });

  it('looks through more than one page, and no further back than the message can be', async () => {
    const message = outgoing(notice('Ann'));
    const ref = await messenger.post(message);
    const others = Array.from({ length: 20 }, (_, index) => outgoing(notice(`Person ${index}`)));
    for (const other of others) await messenger.post(other);
    const last = outgoing(notice('Zoe'));
    const refOfLast = await messenger.post(last);
    expect(await messenger.find(message, earlier)).toEqual(ref);
    expect(await messenger.find(last, earlier)).toEqual(refOfLast);
    const later = { sentAt: new Date(Date.now() + 120_000), attempt: 1 };
    expect(await messenger.find(message, later)).toBeUndefined();
  });

  it('still does not know when it may not look for now, and waits as long as Slack asks', async () => {
    slack.fault('conversations.replies', { kind: 'rate-limited', retryAfterSeconds: 60 });
    expect(await failureOf(messenger.find(outgoing(all.notice), earlier))).toMatchObject({
      failure: 'ambiguous',
      code: '429',
      retryAfterMs: 60_000,
    });
  });

  it('gives up, and says how to go on, when it may not look at all: a second message would be worse', async () => {
    slack.fault('conversations.replies', { kind: 'error', error: 'missing_scope' });
    const failure = await failureOf(messenger.find(outgoing(all.notice), earlier));
    expect(failure).toMatchObject({ failure: 'refused', code: 'missing_scope' });
    expect(failure.message).toContain('bots/slack/manifest.yaml');
  });

  it.each([
    [{ kind: 'rate-limited', retryAfterSeconds: 7 } as const, 7000],
    [{ kind: 'rate-limited' } as const, 30_000],
  ])('holds nothing up when Slack asks to wait: %j', async (fault, retryAfterMs) => {
    slack.fault('chat.postMessage', fault);
    expect(await failureOf(messenger.post(outgoing(all.notice)))).toMatchObject({
      failure: 'not-sent',
      code: '429',
      retryAfterMs,
    });
    expect(await replies()).toEqual([]);
    await messenger.post(outgoing(all.notice));
  });

  describe('says what Slack asks to wait for:', () => {
    const limited: SlackFault = { kind: 'rate-limited', retryAfterSeconds: 7 };
    const aboutOf = async (method: string, attempt: () => Promise<unknown>, fault: SlackFault = limited) => {
      slack.fault(method, fault);
      return (await failureOf(attempt())).about?.replace(slack.teamId, 'T').replace(channel, 'C');
    };

    it('posts in that channel, edits and look-ups in the workspace, files, conversations', async () => {
      const message = outgoing(all.notice);
      expect(await aboutOf('chat.postMessage', () => messenger.post(message))).toBe('post:T:C');
      expect(await aboutOf('chat.update', () => messenger.edit({ channel, ts: root }, message))).toBe('update:T');
      expect(await aboutOf('conversations.replies', () => messenger.find(message, earlier))).toBe('read:T');
      const file = outgoing(all.final, { part: 'files' });
      for (const method of ['files.getUploadURLExternal', 'files.completeUploadExternal'])
        expect(await aboutOf(method, () => messenger.post(file))).toBe('files:T');
      const thread = { ...message.thread, channel: slack.user('ann') };
      expect(await aboutOf('conversations.open', () => messenger.post({ ...message, thread }))).toBe('open:T');
    });

    it('everything, when the token is refused', async () => {
      const revoked: SlackFault = { kind: 'error', error: 'token_revoked' };
      const message = outgoing(all.notice);
      expect(await aboutOf('chat.postMessage', () => messenger.post(message), revoked)).toBe('workspace:T');
      expect(await aboutOf('conversations.replies', () => messenger.find(message, earlier), revoked)).toBe(
        'workspace:T',
      );
    });
  });

  it('posts again what was deleted the moment it had been posted', async () => {
    slack.fault('chat.postMessage', { kind: 'error', error: 'duplicate_message_not_found' });
    await messenger.post(outgoing(notice('Ann')));
    expect((await replies()).map(({ shown }) => shown)).toEqual([expect.stringContaining('Ann')]);
    expect(slack.calls('chat.postMessage').at(-1)?.args).not.toHaveProperty('client_msg_id');
  });

  it('knows that nothing was sent when a file does not get as far as being shown', async () => {
    for (const method of ['files.getUploadURLExternal', 'upload']) {
      slack.fault(method, { kind: 'lost-response' });
      expect(await failureOf(messenger.post(outgoing(all.final, { part: 'files' })))).toMatchObject({
        failure: 'not-sent',
      });
    }
    slack.fault('upload', { kind: 'status', status: 500 });
    expect(await failureOf(messenger.post(outgoing(all.final, { part: 'files' })))).toMatchObject({ code: 'http_500' });
    expect(await replies()).toEqual([]);
  });

  it('sends plainer blocks with the same buttons when Slack does not take the blocks', async () => {
    slack.fault('chat.postMessage', { kind: 'error', error: 'invalid_blocks' });
    await messenger.post(outgoing(all.draftLong));
    const [message] = await replies();
    expect(message?.buttons.map(({ text }) => text)).toEqual(['Approve', 'Request changes', 'Edit', 'Reject']);
    expect(message?.blocks.map(({ type }) => type)).toEqual(['section', 'section', 'actions']);
    expect(message?.shown).toContain('Tidal power stations');
    expect(warnings).toHaveLength(1);
  });

  it('sends the text without blocks rather than nothing, and says where the buttons are', async () => {
    slack.fault('chat.postMessage', { kind: 'error', error: 'msg_blocks_too_long' }, { times: 2 });
    const ref = await messenger.post(outgoing(all.draftLong));
    const [message] = await replies();
    expect(message?.blocks).toEqual([]);
    expect(message?.shown).toContain('Tidal power stations');
    expect(message?.shown).toContain('Home tab');

    slack.fault('chat.update', { kind: 'error', error: 'invalid_blocks' }, { times: 2 });
    await messenger.edit(ref, outgoing(all.draftDecided));
    expect((await replies())[0]?.shown).toContain('Say more about the Sun.');
    expect((await replies())[0]?.shown).not.toContain('Home tab');
  });

  it('announces the finished article in the channel, once, and nowhere else', async () => {
    const isAnnounced = async (by: Hand, message: Outgoing): Promise<unknown> => {
      await by.post(message);
      return slack.calls('chat.postMessage').at(-1)?.args['reply_broadcast'];
    };
    const message = outgoing(all.final, { part: 'announcement' });
    expect(await isAnnounced(messenger, message)).toBe('true');
    expect(await isAnnounced(messengerWith({ announce: false }), message)).toBeUndefined();
    // Where people were talking already, only they are told.
    const within = { ...message, thread: { ...message.thread, thread: root } };
    expect(await isAnnounced(messenger, within)).toBeUndefined();
    const dm = await slack.dm(slack.user('ann'));
    const first = await messenger.post({ key: '1', thread: { platform: 'slack', channel: dm }, content: all.status });
    const inPerson = { ...message, thread: { platform: 'slack', channel: dm }, root: first };
    expect(await isAnnounced(messenger, inPerson)).toBeUndefined();
    expect(await isAnnounced(messenger, outgoing(all.final, { part: 'text-1' }))).toBeUndefined();
  });

  it('writes to a person in their own conversation with the bot, and finds it there', async () => {
    const ann = slack.user('ann');
    const opened = slack.calls('conversations.open').length;
    const content: ChatContent = {
      kind: 'notice',
      frame: frameOf('en'),
      notice: { code: 'undeliverable', where: 'C042', failure: 'is_archived' },
    };
    const { root: _, ...message } = outgoing(content, { thread: { platform: 'slack', channel: ann } });
    slack.fault('chat.postMessage', { kind: 'lost-response' });
    await failureOf(messenger.post(message));
    const dm = await slack.dm(ann);
    const told = (await slack.history(dm)).at(-1);
    expect(told?.shown).toContain('/article move 7k3m9x2c4p0qrstv');
    expect(await messenger.find(message, earlier)).toEqual({ channel: dm, ts: told?.ts });
    // Where that is was asked for once.
    expect(slack.calls('conversations.open').length - opened).toBe(1);
  });

  describe('is refused, and says the way out,', () => {
    it('in a channel without the bot', async () => {
      const closed = slack.channel('closed');
      slack.setMember(closed, false);
      const failure = await failureOf(
        messenger.post(outgoing(all.notice, { thread: { platform: 'slack', channel: closed } })),
      );
      expect(failure).toMatchObject({ failure: 'refused', code: 'not_in_channel' });
      expect(failure.message).toBe(
        `Could not post in Slack channel ${closed}: not_in_channel. Invite the bot with /invite @copydesk.`,
      );
      slack.setMember(closed, true);
    });

    it('in an archived channel', async () => {
      const closed = slack.channel('closed');
      slack.setArchived(closed, true);
      for (const part of ['announcement', 'files'])
        expect(
          await failureOf(
            messenger.post(outgoing(all.final, { part, thread: { platform: 'slack', channel: closed } })),
          ),
        ).toMatchObject({ failure: 'refused', code: 'is_archived' });
      slack.setArchived(closed, false);
    });

    it('in a channel that is gone', async () => {
      const lost = slack.channel('lost');
      slack.dropChannel(lost);
      const failure = await failureOf(
        messenger.post(outgoing(all.notice, { thread: { platform: 'slack', channel: lost } })),
      );
      expect(failure).toMatchObject({ failure: 'refused', code: 'channel_not_found' });
      expect(failure.message).toContain('/article move');
    });

    it('below a message that is gone, where there is nothing to find either', async () => {
      const { root: _, ...card } = outgoing(all.status);
      const ref = await messenger.post(card);
      await slack.remove(channel, String(ref['ts']));
      const message = outgoing(all.notice, { root: ref });
      expect(await failureOf(messenger.post(message))).toMatchObject({ failure: 'refused', code: 'thread_not_found' });
      expect(await messenger.find(message, earlier)).toBeUndefined();
    });

    it('for a person who is not there', async () => {
      const thread = { platform: 'slack', channel: 'U0NOB0DY' };
      expect(await failureOf(messenger.post(outgoing(all.notice, { thread })))).toMatchObject({
        failure: 'refused',
        code: 'user_not_found',
      });
    });

    it('for a change of what is no message of its own', async () => {
      const refs: readonly MessageRef[] = [{ channel, ts: root }, { channel }, { message: 5 }];
      for (const ref of refs)
        expect(await failureOf(messenger.edit(ref, outgoing(all.notice)))).toMatchObject({ failure: 'refused' });
    });
  });

  it('tells neither token nor text when it fails', async () => {
    slack.setRevoked(true);
    const message = outgoing(notice('Somebody with a long name'));
    const failures = [
      await failureOf(messenger.post(message)),
      await failureOf(messenger.find(message, earlier)),
      await failureOf(messenger.edit({ channel, ts: root }, message)),
      await failureOf(messengerWith({ clientOf: () => Promise.reject(new Error('no row')) }).post(message)),
    ];
    slack.setRevoked(false);
    expect(failures.map(({ code }) => code)).toEqual(['token_revoked', 'token_revoked', 'token_revoked', 'no-token']);
    for (const failure of failures) {
      const told = `${failure.message} ${JSON.stringify(failure)} ${String(failure.cause)} ${failure.stack ?? ''}`;
      expect(told).not.toContain(slack.botToken);
      expect(told).not.toContain('Somebody');
    }
  });
});

/** Of which nothing is sent. */
const unsent = createSlackMessenger({
  clientOf: () => Promise.reject(new Error('Nothing is sent')),
  log: { warn: () => undefined },
});

describe('what a message is known by', () => {
  const digests = async (content: ChatContent): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries((await unsent.render(content)).map(({ name, digest }) => [name, digest]));

  it('is the same as long as people see the same, and fits into 64 characters', async () => {
    for (const content of Object.values(all)) {
      const known = await digests(content);
      expect(await digests(structuredClone(content))).toEqual(known);
      for (const digest of Object.values(known)) expect(digest).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  it('changes with what stands on a card, and not with what merely comes with it', async () => {
    const { gate } = all;
    const long = { ...gate, text: { ...gate.text, text: gate.text.text.repeat(15) } };
    const asked = await digests({ ...long, buttons: true });
    const closed = await digests({ ...long, buttons: false });
    expect(closed['card']).not.toBe(asked['card']);
    expect(asked['file']).toBeDefined();
    expect(closed['file']).toBe(asked['file']);
    const edited = { ...long, draft: { ...gate.draft, hash: '00000000' } };
    expect((await digests(edited))['file']).not.toBe(asked['file']);
  });
});

describe('the limits of Slack that a call uses up', () => {
  const thread = { platform: 'slack', workspace: 'T1', channel: 'C1' };
  const keysOf = async (call: CallKind, content: ChatContent, part = 'card', to: Thread = thread) => {
    const message = (await unsent.render(content)).find(({ name }) => name === part);
    if (message === undefined) throw new Error(`There is no ${part}`);
    return unsent.limits(call, to, message).map(({ key }) => key);
  };

  it('are those of its channel for a message, and of the workspace for a change', async () => {
    expect(await keysOf('post', all.notice)).toEqual(['post:T1:C1', 'workspace:T1']);
    expect(await keysOf('edit', all.notice)).toEqual(['update:T1', 'workspace:T1']);
    expect(await keysOf('find', all.notice)).toEqual(['read:T1', 'workspace:T1']);
  });

  it('are two for files, which are shown by a message of their own', async () => {
    for (const call of ['post', 'upload'] as const)
      expect(await keysOf(call, all.final, 'files')).toEqual(['post:T1:C1', 'files:T1', 'workspace:T1']);
  });

  it('have a conversation with a person among them until it is open', async () => {
    const person = { ...thread, channel: 'U1' };
    expect(await keysOf('post', all.notice, 'card', person)).toEqual(['post:T1:U1', 'open:T1', 'workspace:T1']);
  });

  it.each([
    ['update', 50, 1],
    ['read', 50, 1],
    ['open', 50, 1],
    ['files', 100, 2],
  ] as const)('never are more in a minute than Slack takes: %s', (what, perMinute, calls) => {
    const { everyMs, burst } = SLACK_PACE[what];
    expect((burst + 60_000 / everyMs) * calls).toBeLessThanOrEqual(perMinute);
  });
});

describe('createSlackClient', () => {
  it('sends each request once, and says so at once when it failed', async () => {
    const client = createSlackClient(slack.botToken, { apiUrl: slack.apiUrl });
    const before = slack.calls('auth.test').length;
    slack.fault('auth.test', { kind: 'status', status: 500 });
    await expect(client.auth.test()).rejects.toMatchObject({ statusCode: 500 });
    slack.fault('auth.test', { kind: 'rate-limited', retryAfterSeconds: 30 });
    await expect(client.auth.test()).rejects.toMatchObject({ retryAfter: 30 });
    expect(slack.calls('auth.test').length - before).toBe(2);
  });
});
