import { createFolderPublisher, type FolderTarget } from './to-folder.ts';
import { createGhostPublisher, type GhostTarget } from './to-ghost.ts';
import { createWordPressPublisher, type WordPressTarget } from './to-wordpress.ts';
import type { Publisher } from './publisher.ts';

/** Where articles are published: `targets` of `config/publish.yaml` as plain data; every default lives there. */
export type TargetSettings = FolderTarget | GhostTarget | WordPressTarget;

/** One publisher for each target, by its name. @param keys by the variables that the targets name */
export function createPublishers(
  targets: Readonly<Record<string, TargetSettings>>,
  keys: Readonly<Record<string, string>>,
): ReadonlyMap<string, Publisher> {
  return new Map(Object.entries(targets).map(([name, target]) => [name, createPublisher(target, keys)]));
}

function createPublisher(target: TargetSettings, keys: Readonly<Record<string, string>>): Publisher {
  switch (target.kind) {
    case 'folder':
      return createFolderPublisher(target);
    case 'ghost':
      return createGhostPublisher(target, keys[target.keyEnv] ?? '');
    case 'wordpress':
      return createWordPressPublisher(target, keys[target.passwordEnv] ?? '');
    default:
      return target satisfies never;
  }
}
