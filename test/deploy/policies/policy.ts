import type { Manifest } from '../manifests.ts';

/** What is wrong with manifests, each fault a sentence that begins with where; none: they keep the policy. */
export type Policy = (manifests: readonly Manifest[]) => readonly string[] | Promise<readonly string[]>;
