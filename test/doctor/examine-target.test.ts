import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineTarget } from '../../src/doctor/examine-target.ts';
import { createPublishers } from '../../src/publish/create-publishers.ts';
import { GHOST_ADMIN_KEY, type Ghost, startGhost } from '../emulators/places/ghost.ts';

let ghost: Ghost;
beforeAll(async () => {
  ghost = await startGhost();
});
afterAll(() => ghost.stop());

const look = async (key = GHOST_ADMIN_KEY, allowPrivateAddresses = true) => {
  const target = {
    kind: 'ghost',
    url: ghost.url,
    keyEnv: 'KEY',
    mode: 'draft',
    tags: [],
    allowPrivateAddresses,
  } as const;
  const [publisher] = createPublishers({ blog: target }, { KEY: key }).values();
  if (publisher === undefined) throw new Error('There is no publisher');
  return await examineTarget(publisher);
};

describe('examineTarget', () => {
  it('says what is there, and writes nothing', async () => {
    expect(await look()).toEqual({ kind: 'ok', detail: 'Our blog (Ghost 5.130)' });
    expect(ghost.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('says what to do about a key that is refused', async () => {
    const finding = await look(`${'f'.repeat(24)}:${'0'.repeat(64)}`);
    expect(finding).toMatchObject({
      kind: 'fault',
      troubles: [
        {
          what: expect.stringContaining('Unknown Admin API Key') as string,
          wayOut: 'Make a new key there, and set it in the variable that the target names.',
        },
      ],
    });
    expect(JSON.stringify(finding)).not.toContain('0'.repeat(64));
  });

  it('says that a private address has to be allowed', async () => {
    expect(await look(GHOST_ADMIN_KEY, false)).toMatchObject({
      kind: 'fault',
      troubles: [{ wayOut: expect.stringContaining('allow_private_addresses: true') as string }],
    });
  });

  it('takes what is away for no fault of the settings', async () => {
    ghost.always({ status: 503 });
    expect(await look()).toMatchObject({ kind: 'warning' });
    ghost.always(undefined);
  });
});
