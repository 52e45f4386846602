import { describe, expect, it } from 'vitest';
import { createPublicLookup, isPrivateAddress } from '../../src/lib/public-address.ts';

describe('isPrivateAddress', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '64:ff9b:1::a00:1',
    '::127.0.0.1',
    '::ffff:0:127.0.0.1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    '100::1',
    '5f00::1',
    'fec0::1',
    'fe80::1%eth0',
    'ff02::1',
    '192.0.0.170',
    '198.18.0.1',
    '240.0.0.1',
    'not an address',
  ])('is true of %s', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['1.1.1.1', '172.32.0.1', '93.184.215.14', '2606:4700:4700::1111', '2a00:1450:4001::1', '::ffff:1.1.1.1'])(
    'is false of %s',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});

describe('createPublicLookup()', () => {
  it.each([true, false])('refuses a name of this machine (all: %s)', async (all) => {
    const error = await new Promise((resolve) => createPublicLookup()('localhost', { all }, resolve));
    expect(error).toMatchObject({ code: 'private-address' });
  });
});
