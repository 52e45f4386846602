import { createFolderPublisher, type FolderTarget } from './to-folder.ts';
import type { Publisher } from './publisher.ts';

/** Where articles are published: `targets` of `config/publish.yaml` as plain data; every default lives there. */
export type TargetSettings = FolderTarget;

/** One publisher for each target, by its name. */
export function createPublishers(targets: Readonly<Record<string, TargetSettings>>): ReadonlyMap<string, Publisher> {
  return new Map(Object.entries(targets).map(([name, target]) => [name, createPublisher(target)]));
}

function createPublisher(target: TargetSettings): Publisher {
  return createFolderPublisher(target);
}
