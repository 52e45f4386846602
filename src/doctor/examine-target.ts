import type { PublishFailureCode } from '../protocol/publication.ts';
import { PublishError, type Publisher } from '../publish/publisher.ts';
import { fault, type Finding, ok, warning } from './doctor.ts';

/** A place that is well answers in a second. */
const TIMEOUT_MS = 10_000;

const AWAY =
  'Look whether it is up, and whether this machine reaches it. Until then articles that go there wait, and are tried again.';
const WAYS_OUT: Readonly<Partial<Record<PublishFailureCode, string>>> = {
  unauthorized: 'Make a new key there, and set it in the variable that the target names.',
  forbidden: 'Give the key the right to write there; for `mode: publish` the right to publish, too.',
  'not-found': 'Check what the target names: its address, repository, branch or bucket; or the key may not see it.',
  'rate-limited': 'Wait. Articles that go there are tried again when it takes requests again.',
  unavailable: AWAY,
  timeout: AWAY,
  'private-address':
    'Check its address; if it is to be on this machine or its networks, set allow_private_addresses: true.',
  moved: 'Write the address to which it sends us into the target.',
  'unusable-answer': 'Check the address: something else answers there.',
  'not-writable': 'Make the folder one that the worker may write, or name another one.',
};

/** Whether a place where articles are published can be reached, and would take one. Nothing is written there. */
export async function examineTarget(publisher: Publisher): Promise<Finding> {
  const late = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return ok(await publisher.examine(late));
  } catch (error) {
    if (late.aborted) return warning(`did not answer within ${TIMEOUT_MS / 1000} s`, AWAY);
    if (!(error instanceof PublishError)) throw error;
    const wayOut = WAYS_OUT[error.code] ?? 'Check the target in config/publish.yaml.';
    // What comes back by itself is no fault of the settings.
    const says = error.code === 'rate-limited' || error.code === 'unavailable' ? warning : fault;
    return says(error.message, wayOut);
  }
}
