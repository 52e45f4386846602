import { createHash, createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { type PlaceAnswer, type PlaceRequest, type PlaceServer, startPlaceServer } from './place-server.ts';

export const S3_KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
export const S3_BUCKET = 'my-site';

export interface S3Object {
  readonly text: string;
  readonly type: string | undefined;
  readonly meta: Readonly<Record<string, string>>;
}

export interface S3 extends PlaceServer {
  readonly objects: Map<string, S3Object>;
}

/** Amazon S3 by path, as far as objects of one bucket go. Computes each signature for itself. */
export async function startS3(region = 'eu-central-1'): Promise<S3> {
  const objects = new Map<string, S3Object>();

  function handle(request: PlaceRequest): PlaceAnswer {
    const { method, path, headers, bytes } = request;
    const fault = objectionTo(request, region);
    if (fault !== undefined) return refuse(403, fault, method);
    const [, bucket, key] = /^\/([^/]+)(?:\/(.+))?$/.exec(decodeURIComponent(path)) ?? [];
    if (bucket !== S3_BUCKET) return refuse(404, 'NoSuchBucket', method);
    if (method === 'HEAD' && key === undefined) return { status: 200 };
    if (method === 'HEAD' && key !== undefined) {
      const there = objects.get(key);
      return there === undefined ? { status: 404 } : { status: 200, headers: { ...there.meta } };
    }
    if (method !== 'PUT' || key === undefined) return refuse(405, 'MethodNotAllowed', method);
    if (headers['x-amz-checksum-sha256'] !== createHash('sha256').update(bytes).digest('base64'))
      return refuse(400, 'BadDigest', method);
    const meta = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
    objects.set(key, {
      text: bytes.toString('utf8'),
      type: headers['content-type'],
      meta: Object.fromEntries(meta) as Record<string, string>,
    });
    return { status: 200, headers: { etag: '"x"' } };
  }

  return { ...(await startPlaceServer(handle)), objects };
}

/** Signature version 4: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function objectionTo({ method, path, query, headers, bytes }: PlaceRequest, region: string): string | undefined {
  const [, id, day = '', inRegion, signed = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  if (id !== S3_KEYS.accessKeyId) return 'InvalidAccessKeyId';
  expect(inRegion).toBe(region);
  const hash = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
  const content = headers['x-amz-content-sha256'];
  if (content !== hash(bytes)) return 'XAmzContentSHA256Mismatch';
  // Whatever says something to S3 has to be signed.
  const names = signed.split(';');
  for (const name of Object.keys(headers).filter((one) => one.startsWith('x-amz-') || one === 'host'))
    expect(names).toContain(name);
  const moment = String(headers['x-amz-date']);
  const at = Date.parse(moment.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(Date.now() - at) < 15 * 60_000)) return 'RequestTimeTooSkewed';
  const lines = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonical = [method, path, query.toString(), lines, signed, content].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const key = ['s3', 'aws4_request'].reduce(mac, mac(mac(`AWS4${S3_KEYS.secretAccessKey}`, day), region));
  const expected = mac(key, ['AWS4-HMAC-SHA256', moment, scope, hash(canonical)].join('\n')).toString('hex');
  return signature === expected ? undefined : 'SignatureDoesNotMatch';
}

function refuse(status: number, code: string, method: string): PlaceAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>In words: ${code}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, ...(method !== 'HEAD' && { body }) };
}
