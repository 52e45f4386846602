import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec } from '../lib/payload-codec.ts';
import { createVault } from '../lib/vault.ts';
import { ConfigError } from './config-error.ts';
import type { Environment } from './environment.ts';

const FAILURES = fileURLToPath(new URL('../lib/encoded-failures.ts', import.meta.url));

/**
 * How payloads go to Temporal and come from there: for clients and workers alike, spread into their options.
 * @param encrypts `temporal.encrypt_payloads`; default: what was encrypted before is only read
 * @throws {ConfigError} when they are to be encrypted and there is no key.
 */
export function dataConverterOf(
  { dataKeys }: Pick<Environment, 'dataKeys'>,
  encrypts = false,
): { readonly dataConverter: DataConverter } {
  if (encrypts && dataKeys === undefined) throw missingDataKeys('temporal.encrypt_payloads');
  const vault = dataKeys && createVault(dataKeys, 'temporal payloads');
  return {
    dataConverter: {
      payloadCodecs: [createPayloadCodec(vault, { encrypts })],
      ...(encrypts && { failureConverterPath: FAILURES }),
    },
  };
}

/** @param setting which wants things to be encrypted */
export function missingDataKeys(setting: string): ConfigError {
  return new ConfigError([
    {
      where: 'environment COPYDESK_DATA_KEYS',
      what: `is not set, and ${setting} in config/copydesk.yaml is true; set it to a name and a key such as 2026-11:KEY, where KEY is what "openssl rand -base64 32" prints, the same for all processes`,
    },
  ]);
}
