import type { Payload, PayloadCodec } from '@temporalio/common';
import { UnsealError } from './seal.ts';
import type { Vault } from './vault.ts';

/** As Temporal's own examples call it, so that their tools know what they see. */
const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const LABEL = 'a payload of Temporal';
const LENGTH_BYTES = 4;

interface EncryptingCodec extends PayloadCodec {
  readonly encrypts: boolean;
}

/** Whether what goes through these codecs is encrypted, so that nothing of it may stand beside it in clear. */
export function isEncrypted(codecs: readonly PayloadCodec[]): boolean {
  return codecs.some((codec) => 'encrypts' in codec && codec.encrypts === true);
}

/**
 * Encrypts what workflows are given, say and remember before it goes to Temporal, whole with what it is. What is not encrypted is read all
 * the same, so that histories of before go on.
 * @param vault absent: there are no keys, and what is encrypted is refused with a sentence that says so
 * @param options.encrypts false: only what was encrypted before is decrypted
 */
export function createPayloadCodec(
  vault: Vault | undefined,
  { encrypts }: { readonly encrypts: boolean },
): EncryptingCodec {
  return {
    encrypts,
    encode: async (payloads) =>
      encrypts && vault !== undefined ? payloads.map((payload) => encode(vault, payload)) : payloads,
    decode: async (payloads) => payloads.map((payload) => decode(vault, payload)),
  };
}

function encode(vault: Vault, { metadata, data }: Payload): Payload {
  const about = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]);
  const head = Buffer.from(JSON.stringify(Object.fromEntries(about)));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(head.byteLength);
  const { keyId, bytes } = vault.close(Buffer.concat([length, head, data ?? Buffer.alloc(0)]), LABEL);
  return { metadata: { encoding: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(keyId) }, data: bytes };
}

/** @throws {UnsealError} when its key is not there, or it was changed. */
function decode(vault: Vault | undefined, payload: Payload): Payload {
  const { metadata, data } = payload;
  if (metadata?.['encoding'] === undefined || Buffer.from(metadata['encoding']).toString() !== ENCODING) return payload;
  const keyId = Buffer.from(metadata[KEY_ID] ?? []).toString();
  if (vault === undefined)
    throw new UnsealError(
      `What is stored as ${LABEL} was encrypted with the key ${keyId}, and COPYDESK_DATA_KEYS is not set. Set it as the other processes have it.`,
    );
  const opened = vault.open({ keyId, bytes: Buffer.from(data ?? []) }, LABEL);
  const end = LENGTH_BYTES + opened.readUInt32BE();
  // It was sealed by this very file.
  const about = JSON.parse(opened.subarray(LENGTH_BYTES, end).toString()) as Readonly<Record<string, string>>;
  return {
    metadata: Object.fromEntries(Object.entries(about).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
    data: opened.subarray(end),
  };
}
