import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import type { SentAnswer } from '../lib/send-request.ts';
import { sendTo } from './ask.ts';
import { frontMatterFile } from './front-matter.ts';
import { ownNames } from './own-names.ts';
import { type Made, PublishError, type Publisher, type PublishMode } from './publisher.ts';
import { refOf } from './ref-of.ts';

export interface S3Target {
  readonly kind: 's3';
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Before each name: `posts/`. May be empty. */
  readonly prefix: string;
  /** Name the variables that hold the key's id and the key. */
  readonly accessKeyEnv: string;
  readonly secretKeyEnv: string;
  readonly mode: PublishMode;
  /** Where people read what lies at the root of the bucket, without a slash at its end. Absent: nowhere. */
  readonly publicUrl?: string;
  readonly allowPrivateAddresses: boolean;
}

/** Says whose object it is: as metadata, which S3 shows without the object. */
const MARK = 'x-amz-meta-copydesk-article';

/** Puts each article as a Markdown file into a bucket: by path, as every server that speaks S3 has it, and with its checksum. */
export function createS3Publisher(
  {
    endpoint,
    region,
    bucket,
    prefix,
    mode,
    publicUrl,
    allowPrivateAddresses,
  }: Omit<S3Target, 'kind' | 'accessKeyEnv' | 'secretKeyEnv'>,
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
): Publisher {
  const base = `${endpoint}/${bucket}`;

  async function send(
    method: 'HEAD' | 'PUT',
    address: string,
    signal: AbortSignal,
    { body = '', headers = {} }: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<SentAnswer> {
    const signer = new AwsV4Signer({
      ...keys,
      method,
      url: address,
      // Unless it is told, it leaves the content out of what it signs.
      headers: { ...headers, 'x-amz-content-sha256': digest(body).toString('hex') },
      service: 's3',
      region,
    });
    const signed = await signer.sign();
    return await sendTo(signed.url.toString(), {
      method,
      headers: Object.fromEntries(signed.headers),
      ...(method === 'PUT' && { body }),
      allowPrivateAddresses,
      signal,
    });
  }

  /** The article whose object it is. Undefined: it is somebody else's, or we may not know. */
  async function ownerOf(key: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      const { headers } = await send('HEAD', addressOf(key), signal);
      const owner = headers[MARK];
      return typeof owner === 'string' ? owner : undefined;
    } catch (error) {
      if (!(error instanceof PublishError)) throw error;
      if (error.code === 'not-found') return 'nobody';
      // Who may not list a bucket is not told what is not there.
      if (error.code === 'forbidden') return undefined;
      throw error;
    }
  }

  function addressOf(key: string): string {
    return `${base}/${key.split('/').map(encodeURIComponent).join('/')}`;
  }

  return {
    async publish(publication, signal) {
      const { first } = publication;
      const known = refOf(publication.known, 'key');
      const [plain, withId] = ownNames(publication).map((name) => `${prefix}${name}`);
      let key = known ?? withId ?? '';
      if (known === undefined && plain !== undefined) {
        const owner = await ownerOf(plain, signal);
        if (owner === 'nobody' || owner === first) key = plain;
      }
      const body = frontMatterFile(publication, mode);
      await send('PUT', addressOf(key), signal, {
        body,
        headers: {
          'content-type': 'text/markdown; charset=utf-8',
          'x-amz-checksum-sha256': digest(body).toString('base64'),
          [MARK]: first,
        },
      });
      return {
        made: mode === 'draft' ? 'draft' : 'file',
        ...(publicUrl === undefined
          ? { place: `s3://${bucket}/${key}` }
          : { address: `${publicUrl}/${key.split('/').map(encodeURIComponent).join('/')}` }),
        ref: { key },
      } satisfies Made;
    },

    async examine(signal) {
      await send('HEAD', base, signal);
      return `the bucket ${bucket} at ${new URL(endpoint).host}`;
    },
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
