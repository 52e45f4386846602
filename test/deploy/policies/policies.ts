import { compose } from './compose.ts';
import { network } from './network.ts';
import { alone, ending, images, probes, resources, spread, unprivileged, writable } from './pods.ts';
import type { Policy } from './policy.ts';
import { budgets, builds, config, references, scaling, services } from './references.ts';
import { schema } from './schema.ts';
import { secrets, variables } from './secrets.ts';

/** What holds for every installation. */
export const POLICIES = {
  schema,
  unprivileged,
  alone,
  writable,
  images,
  resources,
  probes,
  ending,
  spread,
  secrets,
  variables,
  network,
  budgets,
  services,
  references,
  scaling,
  builds,
  config,
} satisfies Record<string, Policy>;

/** What holds for one that brings all servers, as Compose does. */
export const OF_DEMO = { compose } satisfies Record<string, Policy>;
