/** Where an article lives in chat. Carries no token: the platform's own process knows which one to use. */
export interface Thread {
  readonly platform: string;
  /** Slack: team id. Telegram and terminal: absent. */
  readonly workspace?: string;
  /** Slack channel, Telegram chat, terminal: the user's name. */
  readonly channel: string;
  /** What the platform needs to write below an existing message: Slack `thread_ts`, Telegram topic id. Absent: a thread is opened by the first message. */
  readonly thread?: string;
}

/** `slack:T024BE7LH:C042`: a channel as the table `articles` names it, whatever the thread. */
export function channelKey({ platform, workspace = '', channel }: Thread): string {
  return `${platform}:${workspace}:${channel}`;
}

/** What {@link channelKey} names. */
export function threadIn(key: string): Omit<Thread, 'thread'> {
  const [platform = '', workspace = '', ...channel] = key.split(':');
  return { platform, ...(workspace !== '' && { workspace }), channel: channel.join(':') };
}

export function isSameThread(one: Thread, other: Thread): boolean {
  return (
    one.platform === other.platform &&
    one.workspace === other.workspace &&
    one.channel === other.channel &&
    one.thread === other.thread
  );
}
