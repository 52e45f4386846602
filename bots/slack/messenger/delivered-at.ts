import type { DeliveredAt } from '../../../src/cards/status-card.ts';
import type { Delivered } from '../../../src/delivery/chat-content.ts';
import type { MessageRef } from '../../../src/delivery/messenger.ts';
import { linkTo, type Workspace } from '../connect/workspaces.ts';

interface ShownFile {
  readonly id: string;
  readonly name: string;
}

/** Files that were uploaded together: by the first of them they are found again, by all of them they are led to. */
export function toFilesRef(channel: string, files: readonly ShownFile[]): MessageRef {
  return {
    channel,
    file: files[0]?.id ?? '',
    files: files.map(({ id }) => id),
    names: files.map(({ name }) => name),
  };
}

/** Where the messages of a finished article are. @param workspace absent: nobody can say now, and files are only named */
export function deliveredAt(
  { messages, root }: Delivered,
  workspace: Pick<Workspace, 'url' | 'botUserId'> | undefined,
): DeliveredAt {
  const article = workspace && linkOf(messages['announcement'], root, workspace.url);
  const { files, names } = messages['files'] ?? {};
  const ids = textsIn(files);
  return {
    ...(article !== undefined && { article }),
    files: textsIn(names).map((name, at) => {
      const id = ids[at];
      return {
        name,
        ...(workspace !== undefined && id !== undefined && { address: fileLink(workspace, id, name) }),
      };
    }),
  };
}

function textsIn(value: MessageRef[string] | undefined): readonly string[] {
  return typeof value === 'object' ? value.map(String) : [];
}

function linkOf(message: MessageRef | undefined, root: MessageRef | undefined, url: string): string | undefined {
  const { channel, ts } = message ?? {};
  const { ts: thread } = root ?? {};
  return typeof channel === 'string' && typeof ts === 'string'
    ? linkTo(url, channel, ts, typeof thread === 'string' ? thread : undefined)
    : undefined;
}

/** As Slack itself writes the address of a file; who may not see it is told so by Slack. */
function fileLink({ url, botUserId }: Pick<Workspace, 'url' | 'botUserId'>, id: string, name: string): string {
  return `${url.replace(/\/*$/, '/')}files/${botUserId}/${id}/${encodeURIComponent(name)}`;
}
