import { createFolderPublisher, type FolderTarget } from './to-folder.ts';
import { createGhostPublisher, type GhostTarget } from './to-ghost.ts';
import { createGitHubPublisher, type GitHubTarget } from './to-github.ts';
import { createS3Publisher, type S3Target } from './to-s3.ts';
import { createTelegraphPublisher, type TelegraphTarget } from './to-telegraph.ts';
import { createWebhookPublisher, type WebhookTarget } from './to-webhook.ts';
import { createWordPressPublisher, type WordPressTarget } from './to-wordpress.ts';
import type { Publisher } from './publisher.ts';

/** Where articles are published: `targets` of `config/publish.yaml` as plain data; every default lives there. */
export type TargetSettings =
  | FolderTarget
  | GhostTarget
  | WordPressTarget
  | GitHubTarget
  | TelegraphTarget
  | S3Target
  | WebhookTarget;

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
    case 'github':
      return createGitHubPublisher(target, keys[target.tokenEnv] ?? '');
    case 'telegraph':
      return createTelegraphPublisher(target, keys[target.tokenEnv] ?? '');
    case 's3':
      return createS3Publisher(target, {
        accessKeyId: keys[target.accessKeyEnv] ?? '',
        secretAccessKey: keys[target.secretKeyEnv] ?? '',
      });
    case 'webhook':
      return createWebhookPublisher(target, keys[target.secretEnv] ?? '');
    default:
      return target satisfies never;
  }
}
