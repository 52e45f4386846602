import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Json, type JsonObject, list, object, text } from '../../../src/practice-model/json.ts';
import { type FaultOptions, Faults, type Outcome, type SlackAnswer, type SlackFault } from './faults.ts';
import { fetchInner } from './fetch-inner.ts';
import { LIMITS, refusalOfMessage } from './limits.ts';
import { createMethods, no, refused } from './methods.ts';
import { RateLimits } from './rate-limits.ts';
import { buttonsOf, type RenderedMessage, textOfBlocks } from './rendered.ts';
import type { SocketMode } from './socket-mode.ts';
import {
  createWorkspace,
  existing,
  type PrivateMessage,
  type SlackEmulatorOptions,
  type SlackView,
} from './workspace.ts';

/** One call of the Web API, as it arrived. */
export interface SlackCall {
  readonly method: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly args: JsonObject;
  /** The token it came with. */
  readonly token: string;
  /** The channel that it names. */
  readonly channel?: string;
  /** HTTP status of the answer, or why there was none. Absent while nothing is decided. */
  readonly status?: number | Exclude<Outcome, SlackAnswer>;
  /** What Slack says is wrong: `ratelimited`. */
  readonly error?: string;
}

type Recorded = { -readonly [Key in keyof SlackCall]: SlackCall[Key] };

/** A Slack workspace with the app installed: `emulate` behind, and in front what it lacks and how strict Slack is. */
export interface SlackEmulator {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly verificationToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly sockets: SocketMode;
  /** The id of a person, by handle. @throws when there is none. */
  user(handle: string): string;
  personName(userId: string): string;
  /** The workspace that a person belongs to. */
  teamOf(userId: string): string;
  /** The id of a channel, by name. @throws when there is none. */
  channel(name: string): string;
  group(handle: string): string;
  /** The direct conversation between a person and the bot. */
  dm(userId: string): Promise<string>;
  /** What stands in a channel outside of threads, oldest first. */
  history(channel: string): Promise<readonly RenderedMessage[]>;
  /** A thread with the message that opened it, oldest first; empty when that is not there. */
  thread(channel: string, ts: string): Promise<readonly RenderedMessage[]>;
  /** Every message of a channel, thread by thread. */
  everything(channel: string): Promise<readonly RenderedMessage[]>;
  /** Calls so far, of one method or all. */
  calls(method?: string): readonly SlackCall[];
  /** Calls that came again although a 429 had told them to wait longer: for that method, of chat.postMessage for that channel. */
  impatient(): readonly string[];
  /** Plans a fault for the next call of a method, `*`: of any, `response_url`: of those, `upload`: of a file's bytes. */
  fault(method: string, fault: SlackFault, options?: FaultOptions): void;
  /** Forgets all faults that lie ahead. */
  heal(): void;
  /** What a person alone has seen, oldest first. */
  privates(userId: string): readonly PrivateMessage[];
  tell(message: Omit<PrivateMessage, 'shown' | 'at'>): void;
  /** The modal that the person opened last and that is open still. */
  modal(userId: string): SlackView | undefined;
  /** How an agent session stands. */
  session(channel: string, thread: string): string | undefined;
  /** The modal that was opened with a trigger, as long as it is open. */
  modalBy(triggerId: string): SlackView | undefined;
  modalOf(viewId: string): SlackView | undefined;
  showModal(userId: string, view: JsonObject): void;
  closeModal(viewId: string): void;
  home(userId: string): SlackView | undefined;
  /** A trigger as it comes with an interaction: good for one modal within three seconds. */
  trigger(userId: string): string;
  /** An address for answers to one interaction: five, within thirty minutes. */
  responseUrl(at: { readonly userId: string; readonly channel: string; readonly messageTs?: string }): string;
  /** A message by a person. */
  say(userId: string, channel: string, message: { readonly text: string; readonly threadTs?: string }): Promise<string>;
  /** A file that a person uploaded: what an event says about it. */
  upload(userId: string, name: string, content: string | Buffer): JsonObject;
  remove(channel: string, ts: string): Promise<void>;
  setArchived(channel: string, isArchived: boolean): void;
  /** Takes the bot out of a channel, or back in. */
  setMember(channel: string, isMember: boolean): void;
  /** Deletes the channel. */
  dropChannel(channel: string): void;
  /** Another token of the app is good, as that of another workspace in which it is installed. */
  install(token: string): void;
  /** Every token of the app is worthless from now on, or good again. */
  setRevoked(isRevoked: boolean): void;
  stop(): Promise<void>;
}

/** One of those that `emulate` knows. */
const INNER_TOKEN = 'xoxb-inner-0';

const TRIGGER_LIFE_MS = 3000;
const RESPONSE_URL_USES = 5;
const RESPONSE_URL_LIFE_MS = 30 * 60_000;
const SECOND_MS = 1000;

interface ResponseUrl {
  readonly userId: string;
  readonly channel: string;
  readonly messageTs?: string;
  readonly until: number;
  uses: number;
}

export async function startSlackEmulator(options: SlackEmulatorOptions = {}): Promise<SlackEmulator> {
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // Who is cut off in the middle of what they say is no fault of this server.
      if (request.complete)
        workspace.unexpected.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `http://${(await options.way?.(own)) ?? own}`;
  const workspace = await createWorkspace(origin, options);
  const methods = createMethods(workspace);
  const faults = new Faults();
  const limits = new RateLimits(options.rateLimits ?? false);
  const calls: Recorded[] = [];
  const silent = new Set<Socket>();
  const responseUrls = new Map<string, ResponseUrl>();
  const ownFiles = new Map<string, Buffer>();
  server.on('upgrade', (request, socket) => workspace.sockets.upgrade(request, socket as Socket));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (url.pathname.startsWith('/api/')) {
      const method = url.pathname.slice('/api/'.length);
      const args = argumentsIn(body, request.headers['content-type'] ?? '', url);
      const bearer = token ?? (typeof args['token'] === 'string' ? args['token'] : undefined);
      await reply(response, method, args, bearer ?? '', () => call(method, args, bearer));
    } else if (url.pathname.startsWith('/upload/')) {
      const id = url.pathname.split('/').at(-1) ?? '';
      await reply(response, 'upload', { id }, token ?? '', () => upload(id, body, request.headers['content-type']));
    } else if (url.pathname.startsWith('/respond/')) {
      const args = argumentsIn(body, request.headers['content-type'] ?? '', url);
      await reply(response, 'response_url', args, '', () => respond(url.pathname, args));
    } else if (ownFiles.has(url.pathname)) {
      const mayRead = token === workspace.botToken && !workspace.isRevoked && workspace.scopes.includes('files:read');
      if (mayRead)
        response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(ownFiles.get(url.pathname));
      // Whoever may not read it is sent on to a page to log in.
      else response.writeHead(302, { location: `${origin}/?redir=${encodeURIComponent(url.pathname)}` }).end();
    } else {
      const passed = await fetchInner(`${workspace.inner}${url.pathname}${url.search}`, {
        method: request.method ?? 'GET',
        redirect: 'manual',
        headers: {
          'content-type': request.headers['content-type'] ?? 'text/plain',
          ...(token !== undefined && {
            authorization: `Bearer ${token === workspace.botToken ? INNER_TOKEN : token}`,
          }),
        },
        ...(body.length > 0 && { body }),
      });
      const location = passed.headers.get('location');
      response.writeHead(passed.status, {
        'content-type': passed.headers.get('content-type') ?? 'text/plain',
        ...(location !== null && { location }),
      });
      response.end(Buffer.from(await passed.arrayBuffer()));
    }
  }

  async function reply(
    response: ServerResponse,
    method: string,
    args: JsonObject,
    token: string,
    perform: () => Promise<SlackAnswer>,
  ): Promise<void> {
    const channel = text(args['channel']) || text(args['channel_id']) || undefined;
    const record: Recorded = { method, at: Date.now(), args, token, ...(channel !== undefined && { channel }) };
    calls.push(record);
    limits.arrived(method, channel, token);
    const outcome = await faults.through(
      method,
      args,
      async () => tooMany(method, channel, token) ?? (await perform()),
    );
    note(record, outcome);
    if (outcome === 'broken') {
      response.socket?.destroy();
      return;
    }
    if (outcome === 'silence') {
      if (response.socket !== null) silent.add(response.socket);
      return;
    }
    response.writeHead(outcome.status, {
      'content-type': 'application/json; charset=utf-8',
      'x-slack-req-id': randomBytes(16).toString('hex'),
      ...outcome.headers,
    });
    response.end(outcome.body);
  }

  /** The answer to who calls too often. */
  function tooMany(method: string, channel: string | undefined, token: string): SlackAnswer | undefined {
    const waitMs = limits.waitMs(method, channel, token);
    if (waitMs === undefined) return undefined;
    return {
      status: 429,
      body: JSON.stringify(no('ratelimited')),
      headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / SECOND_MS))) },
    };
  }

  function note(record: Recorded, outcome: Outcome): void {
    if (typeof outcome === 'string') {
      record.status = outcome;
      return;
    }
    record.status = outcome.status;
    const error = text(object(parsed(outcome.body))['error']);
    if (error !== '') record.error = error;
    const retryAfter = Number(outcome.headers?.['retry-after'] ?? 0);
    if (outcome.status === 429 && retryAfter > 0)
      limits.told(record.method, record.channel, retryAfter * SECOND_MS, record.token);
  }

  async function call(method: string, args: JsonObject, token: string | undefined): Promise<SlackAnswer> {
    const isKnown =
      token === workspace.botToken || token === workspace.appToken || workspace.installed.has(token ?? '');
    const needsToken = !method.startsWith('oauth.');
    const body =
      needsToken && token === undefined
        ? no('not_authed')
        : needsToken && !isKnown
          ? no('invalid_auth')
          : workspace.isRevoked
            ? no('token_revoked')
            : token === workspace.appToken && !['apps.connections.open', 'auth.test'].includes(method)
              ? no('not_allowed_token_type')
              : await (methods[method] ?? ((given: JsonObject) => workspace.ask(method, given)))(args, token);
    return {
      status: 200,
      body: JSON.stringify(body),
      headers: {
        'x-oauth-scopes': token === workspace.appToken ? 'connections:write' : workspace.scopes.join(','),
        'x-accepted-oauth-scopes': '',
      },
    };
  }

  async function upload(id: string, body: Buffer, contentType: string | undefined): Promise<SlackAnswer> {
    const known = workspace.uploads.get(id);
    if (known === undefined || known.completed)
      return { status: 404, body: 'file_not_found', headers: { 'content-type': 'text/plain' } };
    const type = contentType ?? 'application/octet-stream';
    // The length counts the file, not the form that a browser wraps around it.
    const bytes = type.startsWith('multipart/form-data') ? fileInForm(body, type) : body;
    workspace.uploads.set(id, { ...known, bytes });
    const passed = await fetchInner(`${workspace.inner}/upload/v1/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    });
    return {
      status: passed.status,
      body: passed.ok ? `OK - ${bytes.length}` : await passed.text(),
      headers: { 'content-type': 'text/plain' },
    };
  }

  /** An answer to an interaction, by its `response_url`. */
  async function respond(path: string, args: JsonObject): Promise<SlackAnswer> {
    const at = responseUrls.get(path);
    if (at === undefined || Date.now() > at.until)
      return { status: 404, body: 'expired_url', headers: { 'content-type': 'text/plain' } };
    if (at.uses >= RESPONSE_URL_USES)
      return { status: 404, body: 'used_url', headers: { 'content-type': 'text/plain' } };
    const refusal = refusalOfMessage(args, LIMITS.postedText);
    if (refusal !== undefined) return { status: 200, body: JSON.stringify(refused(refusal)) };
    at.uses += 1;
    if (args['delete_original'] === true) {
      if (at.messageTs !== undefined) await workspace.ask('chat.delete', { channel: at.channel, ts: at.messageTs });
    } else if (args['replace_original'] === true && at.messageTs !== undefined) {
      await workspace.ask('chat.update', {
        channel: at.channel,
        ts: at.messageTs,
        text: text(args['text']),
        ...(args['blocks'] !== undefined && { blocks: args['blocks'] }),
      });
    } else if (args['response_type'] === 'in_channel') {
      await workspace.ask('chat.postMessage', { ...args, channel: at.channel });
    } else {
      const threadTs = text(args['thread_ts']);
      workspace.tell({
        user: at.userId,
        channel: at.channel,
        ...(threadTs !== '' && { threadTs }),
        text: text(args['text']),
        blocks: list(args['blocks']).map(object),
        via: 'response_url',
      });
    }
    return { status: 200, body: 'ok', headers: { 'content-type': 'text/plain' } };
  }

  const render = (channel: string, message: JsonObject): RenderedMessage => {
    const ts = text(message['ts']);
    const threadTs = text(message['thread_ts']);
    const blocks = list(message['blocks']).map(object);
    const files = list(message['files'])
      .map(object)
      .map((file) => {
        const id = text(file['id']);
        return {
          id,
          name: text(file['name']),
          title: text(file['title']),
          bytes: workspace.uploads.get(id)?.bytes ?? Buffer.alloc(0),
        };
      });
    return {
      channel,
      ts,
      ...(threadTs !== '' && threadTs !== ts && { threadTs }),
      user: text(message['user']),
      text: text(message['text']),
      blocks,
      shown: [
        blocks.length === 0 ? text(message['text']) : textOfBlocks(blocks),
        ...files.flatMap(({ name, title, bytes }) => [
          name,
          title,
          ...(name.endsWith('.md') ? [bytes.toString('utf8')] : []),
        ]),
      ].join('\n'),
      buttons: buttonsOf(blocks),
      files,
      edits: workspace.edits.get(`${channel} ${ts}`) ?? 0,
      ...(message['metadata'] !== undefined && { metadata: object(message['metadata']) }),
      raw: message,
    };
  };

  const history = async (channel: string): Promise<readonly RenderedMessage[]> => {
    await Promise.all(workspace.sharing);
    const { messages } = await workspace.ask('conversations.history', { channel, limit: 1000 });
    return list(messages)
      .map((message) => render(channel, object(message)))
      .toReversed();
  };
  const thread = async (channel: string, ts: string): Promise<readonly RenderedMessage[]> => {
    await Promise.all(workspace.sharing);
    const found = await workspace.thread(channel, ts);
    return found.map((message) => render(channel, message));
  };

  const channelOf = (id: string): { isMember: boolean; isArchived: boolean } =>
    existing(workspace.channels.get(id), `channel ${id}`);

  return {
    apiUrl: `${origin}/api/`,
    teamId: workspace.teamId,
    appId: workspace.appId,
    botUserId: workspace.botUserId,
    botId: workspace.botId,
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    signingSecret: randomBytes(16).toString('hex'),
    verificationToken: randomBytes(12).toString('hex'),
    clientId: workspace.clientId,
    clientSecret: workspace.clientSecret,
    sockets: workspace.sockets,
    user: (handle) => workspace.userId(handle),
    personName: (userId) => workspace.person(userId)?.realName ?? userId,
    teamOf: (userId) => workspace.teamOf(userId),
    channel: (name) =>
      existing([...workspace.channels.values()].find((channel) => channel.name === name)?.id, `channel ${name}`),
    group: (handle) => workspace.groupId(handle),
    async dm(userId) {
      return text(object((await workspace.ask('conversations.open', { users: userId }))['channel'])['id']);
    },
    history,
    thread,
    async everything(channel) {
      const threads = await Promise.all((await history(channel)).map(({ ts }) => thread(channel, ts)));
      return threads.flat();
    },
    calls: (method) => (method === undefined ? calls : calls.filter((one) => one.method === method)),
    impatient: () => limits.impatient(),
    fault: (method, fault, faultOptions) => faults.plan(method, fault, faultOptions),
    heal: () => faults.clear(),
    privates: (userId) => workspace.privates.filter(({ user }) => user === userId),
    tell: (message) => workspace.tell(message),
    modal: (userId) => [...workspace.modals.values()].findLast(({ user }) => user === userId),
    modalBy: (triggerId) => workspace.modals.get(workspace.triggers.get(triggerId)?.viewId ?? ''),
    modalOf: (viewId) => workspace.modals.get(viewId),
    showModal: (userId, view) => workspace.showModal(userId, view),
    closeModal: (viewId) => void workspace.modals.delete(viewId),
    home: (userId) => workspace.homes.get(userId),
    session: (channel, root) => workspace.sessions.get(`${channel} ${root}`),
    trigger(userId) {
      const id = `${Date.now()}.7210000000000.${randomBytes(16).toString('hex')}`;
      workspace.triggers.set(id, { userId, until: Date.now() + TRIGGER_LIFE_MS, used: false });
      return id;
    },
    responseUrl(at) {
      const path = `/respond/${workspace.teamId}/${Date.now()}/${randomBytes(12).toString('base64url')}`;
      responseUrls.set(path, { ...at, until: Date.now() + RESPONSE_URL_LIFE_MS, uses: 0 });
      return `${origin}${path}`;
    },
    async say(userId, channel, message) {
      const posted = await workspace.askAs(userId, 'chat.postMessage', {
        channel,
        // A message may be nothing but a file, which `emulate` does not know.
        text: message.text === '' ? ' ' : message.text,
        ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
      });
      if (posted['ok'] === true) return text(posted['ts']);
      throw new Error(`${userId} could not say that in ${channel}: ${text(posted['error'])}`);
    },
    upload(userId, name, content) {
      const id = `F${randomBytes(5).toString('hex').toUpperCase()}`;
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const [file, download] = ['', 'download/'].map(
        (folder) => `/files-pri/${workspace.teamId}-${id}/${folder}${encodeURIComponent(name)}`,
      ) as [string, string];
      ownFiles.set(file, bytes).set(download, bytes);
      const urls = { url_private: `${origin}${file}`, url_private_download: `${origin}${download}` };
      const told = { id, name, title: name, user: userId, size: bytes.length, ...urls };
      workspace.shared.set(id, told);
      // Of what came from another company an event says no more.
      return workspace.teamOf(userId) === workspace.teamId
        ? told
        : { id, mode: 'file_access', file_access: 'check_file_info', created: 0, timestamp: 0, user: '' };
    },
    async remove(channel, ts) {
      await workspace.ask('chat.delete', { channel, ts });
    },
    setArchived(channel, isArchived) {
      channelOf(channel).isArchived = isArchived;
    },
    setMember(channel, isMember) {
      channelOf(channel).isMember = isMember;
    },
    dropChannel: (channel) => void workspace.channels.delete(channel),
    install: (token) => void workspace.installed.add(token),
    setRevoked(isRevoked) {
      workspace.isRevoked = isRevoked;
    },
    async stop() {
      await Promise.allSettled(workspace.sharing);
      for (const socket of silent) socket.destroy();
      workspace.sockets.drop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await workspace.close();
      if (workspace.unexpected.length > 0)
        throw new Error(`Slack's emulator was not up to this:\n${workspace.unexpected.join('\n')}`);
    },
  };
}

/** Arguments whose values are JSON when they come in a form. */
const JSON_ARGUMENTS = new Set(['blocks', 'attachments', 'metadata', 'view', 'files', 'unfurls']);

/** Arguments as Slack takes them: JSON, or a form whose values may be JSON. */
function argumentsIn(body: Buffer, contentType: string, url: URL): JsonObject {
  const query = Object.fromEntries(url.searchParams);
  if (contentType.includes('application/json'))
    return { ...query, ...(JSON.parse(body.toString('utf8') || '{}') as JsonObject) };
  const form = [...new URLSearchParams(body.toString('utf8'))].map(
    ([key, value]) => [key, JSON_ARGUMENTS.has(key) ? parsed(value) : value] as const,
  );
  return { ...query, ...Object.fromEntries(form) };
}

function parsed(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/** The first part of a form that a file was sent in. */
function fileInForm(body: Buffer, contentType: string): Buffer {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1] ?? '';
  const start = body.indexOf('\r\n\r\n') + 4;
  return body.subarray(start, body.indexOf(`\r\n--${boundary}`, start));
}
