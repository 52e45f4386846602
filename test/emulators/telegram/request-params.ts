import type { IncomingMessage } from 'node:http';
import { badRequest } from './api-error.ts';

/** A file that came in a multipart request. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The parameters of a request. As on Telegram's server each is a string, and means what the method takes it for. */
export interface Params {
  /** Names and values as they came, for tests to look at. */
  readonly fields: Readonly<Record<string, string>>;
  text(name: string): string | undefined;
  integer(name: string): number | undefined;
  flag(name: string): boolean;
  /** @throws when it is not JSON. */
  json(name: string): unknown;
  file(name: string): UploadedFile | undefined;
}

/** Reads JSON, urlencoded and multipart bodies, and the query string. @throws ApiError for what is none of them. */
export async function readParams(request: IncomingMessage): Promise<Params> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { searchParams } = new URL(request.url ?? '/', 'http://telegram');
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return createParams(searchParams.entries());
  if (type.startsWith('application/json')) return paramsOfJson(body.toString('utf8'));
  if (type.startsWith('application/x-www-form-urlencoded'))
    return createParams(new URLSearchParams(body.toString('utf8')).entries());
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary === undefined) throw badRequest('unsupported content type');
  return readMultipart(body, boundary);
}

/** @throws ApiError when the text is no JSON object. */
export function paramsOfJson(text: string): Params {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest("can't parse JSON object: Expected an Object");
  const fields = Object.entries(value)
    .filter(([, field]) => field !== null)
    .map(([name, field]): [string, string] => [name, typeof field === 'string' ? field : JSON.stringify(field)]);
  return createParams(fields);
}

function createParams(
  entries: Iterable<readonly [string, string]>,
  files: ReadonlyMap<string, UploadedFile> = new Map(),
): Params {
  const fields = Object.fromEntries(entries);
  const text = (name: string): string | undefined => fields[name];
  return {
    fields,
    text,
    integer(name) {
      const value = text(name);
      if (value === undefined || value === '') return undefined;
      return /^-?\d+/.test(value) ? Number.parseInt(value, 10) : 0;
    },
    flag: (name) => /^(?:true|yes|1)$/i.test(text(name) ?? ''),
    json(name) {
      const value = text(name);
      return value === undefined || value === '' ? undefined : parse(value);
    },
    file: (name) => files.get(name),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest("can't parse JSON object");
  }
}

function readMultipart(body: Buffer, boundary: string): Params {
  const fields: [string, string][] = [];
  const files = new Map<string, UploadedFile>();
  const mark = Buffer.from(`--${boundary}`);
  for (let at = body.indexOf(mark); at !== -1; ) {
    const next = body.indexOf(mark, at + mark.length);
    if (next === -1) break;
    // Between the boundaries: line break, headers, empty line, content, line break.
    const part = body.subarray(at + mark.length + 2, next - 2);
    const split = part.indexOf('\r\n\r\n');
    const disposition = /^content-disposition:(.*)$/im.exec(part.subarray(0, split).toString('utf8'))?.[1] ?? '';
    const name = /\bname="([^"]*)"/.exec(disposition)?.[1];
    const fileName = /\bfilename="([^"]*)"/.exec(disposition)?.[1];
    const content = part.subarray(split + 4);
    if (name === undefined || split === -1) throw badRequest('failed to parse multipart form data');
    if (fileName === undefined) fields.push([name, content.toString('utf8')]);
    else files.set(name, { name: fileName, bytes: content });
    at = next;
  }
  return createParams(fields, files);
}
