import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { READ_ACTION } from '../../../bots/slack/render/read-button.ts';
import { type JsonObject, object, text } from '../../../src/practice-model/json.ts';
import type { SlackFault } from '../../emulators/slack/faults.ts';
import { buttonsOf, type RenderedMessage } from '../../emulators/slack/rendered.ts';
import { eventually, openSlackDesk, type SlackDesk } from './slack-desk.ts';

const TOPIC = 'How faults pass';

/** What goes wrong, and with which of the calls: the first attempt at each message, or only the first of all. */
interface Scenario {
  readonly name: string;
  readonly method: 'chat.postMessage' | 'chat.update' | 'files.completeUploadExternal' | 'files.getUploadURLExternal';
  readonly fault: SlackFault;
  readonly onlyOnce?: boolean;
  /** Besides, for the look-up that follows. */
  readonly lookUp?: SlackFault;
}

const SCENARIOS: readonly Scenario[] = [
  ...(['chat.postMessage', 'chat.update', 'files.completeUploadExternal'] as const).flatMap((method): Scenario[] => [
    { name: 'HTTP 429 that says how long to wait', method, fault: { kind: 'rate-limited', retryAfterSeconds: 1 } },
    { name: 'HTTP 500 although it was done', method, fault: { kind: 'status', status: 500, done: true } },
    { name: 'a page instead of JSON although it was done', method, fault: { kind: 'html', done: true } },
    { name: 'an answer that gets lost', method, fault: { kind: 'lost-response' } },
    {
      name: 'a connection that nobody answers on, although it was done',
      method,
      fault: { kind: 'silent', done: true },
    },
  ]),
  { name: 'HTTP 500', method: 'chat.postMessage', fault: { kind: 'status', status: 500 } },
  { name: 'HTTP 503 with a page', method: 'chat.postMessage', fault: { kind: 'html', status: 503 } },
  { name: 'a request that gets lost', method: 'chat.postMessage', fault: { kind: 'lost-request' } },
  { name: 'a connection that nobody answers on', method: 'chat.postMessage', fault: { kind: 'silent' } },
  { name: 'fatal_error', method: 'chat.postMessage', fault: { kind: 'error', error: 'fatal_error' } },
  {
    name: 'HTTP 429 that does not say how long to wait',
    method: 'chat.postMessage',
    fault: { kind: 'rate-limited' },
    onlyOnce: true,
  },
  {
    name: 'an answer that gets lost, while reading is limited',
    method: 'chat.postMessage',
    fault: { kind: 'lost-response' },
    lookUp: { kind: 'rate-limited', retryAfterSeconds: 1 },
  },
  { name: 'HTTP 502', method: 'files.getUploadURLExternal', fault: { kind: 'status', status: 502 } },
  { name: 'an answer that gets lost', method: 'files.getUploadURLExternal', fault: { kind: 'lost-response' } },
];

const channelName = (index: number): string => `faults-${index}`;
const REFERENCE = 'reference';

let desk: SlackDesk;
let reference: readonly string[];
/** All at once, since most of their time they wait: what stands in the channel in the end. */
let outcomes: readonly Promise<{ readonly shown: readonly string[]; readonly faults: number }>[] = [];
beforeAll(async () => {
  const names = [REFERENCE, 'plain', ...SCENARIOS.map((_, index) => channelName(index))];
  desk = await openSlackDesk({ slack: { channels: ['general', 'articles', ...names] } });
  desk.scores(TOPIC, ...names.map(() => 9));
  reference = await deliverIn(desk.slack.channel(REFERENCE));
  outcomes = SCENARIOS.map(async (scenario, index) => {
    const failed = plan(scenario, desk.slack.channel(channelName(index)));
    return { shown: await deliverIn(desk.slack.channel(channelName(index))), faults: failed.size };
  });
  // Each is heard of by its own test.
  for (const outcome of outcomes) outcome.catch(() => undefined);
});
afterAll(() => desk.close());

/** What stands in a channel, once a whole article is there. */
async function deliverIn(channel: string): Promise<readonly string[]> {
  // Twenty orders at once may be more than a busy machine takes in time: then people try again.
  const article = await eventually(() => desk.order(TOPIC, { channel }).catch(() => undefined), 'order that was taken');
  await article.until('waiting');
  await article.decide(await gateCard(article.articleId), 'approve', 'ann');
  for (const until = Date.now() + 80_000; ; ) {
    const messages = await desk.slack.everything(channel);
    const shown = messages.map((message) => normalised(message, article.articleId));
    const isWhole =
      messages.at(-1)?.files.some(({ name }) => name.endsWith('.receipt.json')) === true &&
      messages[0]?.text.includes('Delivered') === true &&
      messages.every(({ blocks }) =>
        buttonsOf(blocks).every(
          ({ value, actionId }) =>
            value === '' || READ_ACTION.test(actionId) || actionId.startsWith('article:translate:'),
        ),
      );
    if (isWhole) return shown;
    if (Date.now() > until) throw new Error(`It never got whole:\n${shown.join('\n---\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The card at the gate, not the one of the draft before: its sentence says why the loop stopped. */
async function gateCard(articleId: string): Promise<RenderedMessage> {
  const article = desk.article(articleId);
  for (const until = Date.now() + 80_000; ; ) {
    const thread = await article.thread().catch(() => []);
    const gate = thread.find(({ shown, buttons }) => shown.includes('The score reached') && buttons.length > 0);
    if (gate !== undefined) return gate;
    if (Date.now() > until) throw new Error('The article never came to its gate');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What people read, without what differs from article to article. */
function normalised({ text: notification, shown, files }: RenderedMessage, articleId: string): string {
  return (
    [notification, shown, ...files.map(({ name }) => name)]
      .join('\n')
      .replaceAll(articleId, '<id>')
      // Where a message or a file of this very article is.
      .replaceAll(/(?<=slack\.com\/archives\/)C\w+\/p\d+\?thread_ts=[\d.]+&amp;cid=C\w+/g, '<message>')
      .replaceAll(/(?<=slack\.com\/files\/\w+\/)F\w+/g, '<file>')
      .replaceAll(/\d{1,2} \w{3} \d{4}, \d\d:\d\d UTC/g, '<time>')
      .replaceAll(/\d+ model calls?.*/g, '<cost>')
  );
}

/** The same message, or the same change of one, on every attempt. */
function identityOf(method: Scenario['method'], args: JsonObject): string {
  switch (method) {
    case 'chat.postMessage':
      return text(object(object(args['metadata'])['event_payload'])['key']) || text(args['text']);
    case 'chat.update':
      return `${text(args['ts'])} ${text(args['text'])} ${JSON.stringify(args['blocks'])}`;
    case 'files.completeUploadExternal':
      return text(args['thread_ts']);
    case 'files.getUploadURLExternal':
      return text(args['filename']);
    default:
      return method satisfies never;
  }
}

/** What has failed once; it fills. */
function plan({ method, fault, onlyOnce = false, lookUp }: Scenario, channel: string): ReadonlySet<string> {
  const { slack } = desk;
  const failed = new Set<string>();
  const isFirst = (args: JsonObject): boolean => {
    // An upload does not say where it goes: then it is whoever comes next.
    const isHere = method === 'files.getUploadURLExternal' || [args['channel'], args['channel_id']].includes(channel);
    const identity = identityOf(method, args);
    if (!isHere || failed.has(identity) || (onlyOnce && failed.size > 0)) return false;
    failed.add(identity);
    return true;
  };
  slack.fault(method, fault, { times: method === 'files.getUploadURLExternal' ? 1 : Infinity, when: isFirst });
  for (const reading of ['conversations.replies', 'conversations.history'])
    if (lookUp !== undefined) slack.fault(reading, lookUp, { when: (args) => args['channel'] === channel });
  return failed;
}

describe('an article stands in Slack exactly once and whole', () => {
  it.each(SCENARIOS.map((scenario, index) => ({ ...scenario, index })))(
    'after $name ($method)',
    { timeout: 100_000 },
    async ({ index }) => {
      const outcome = await outcomes[index];
      expect(outcome?.shown).toEqual(reference);
      expect(outcome?.faults).toBeGreaterThan(0);
    },
  );

  it('also when Slack does not take its blocks: then in plain text', { timeout: 60_000 }, async () => {
    const { slack } = desk;
    const channel = slack.channel('plain');
    slack.fault(
      'chat.postMessage',
      { kind: 'error', error: 'invalid_blocks' },
      { times: Infinity, when: (args) => args['channel'] === channel && args['blocks'] !== undefined },
    );
    const article = await desk.order(TOPIC, { channel });
    const plain = await eventually(async () => {
      const shown = (await slack.everything(channel)).map((message) => message.shown);
      return shown.some((words) => words.includes('The score reached')) ? shown.join('\n') : undefined;
    }, 'gate in plain text');
    // The draft, whole, and where its buttons are.
    for (const words of ['How faults pass', 'Critique of draft 1', 'Home']) expect(plain).toContain(words);
    expect(article.articleId).not.toBe('');
  });
});
