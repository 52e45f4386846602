import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** A file within an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

// Sizes and signatures are those of APPNOTE.TXT, 4.3.
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const END = 0x06054b50;
const END_BYTES = 22;
const DEFLATED = 8;
const VERSION = 20;
/** Names are UTF-8. */
const UTF8 = 0x0800;
/** The first day that the format knows: 1 January 1980. */
const NO_DATE = 0x0021;

/** Reads an archive without comment, encryption and 64-bit sizes. */
export function readZip(archive: Buffer): readonly ZipEntry[] {
  const end = archive.length - END_BYTES;
  if (end < 0 || archive.readUInt32LE(end) !== END) throw new Error('Could not read a zip archive: it has no end');
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const name = archive.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes);
    const local = archive.readUInt32LE(at + 42);
    const start = local + LOCAL_BYTES + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20));
    entries.push({ name, bytes: archive.readUInt16LE(at + 10) === DEFLATED ? inflateRawSync(packed) : packed });
    at += CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
  }
  return entries;
}

/** Writes an archive: the same bytes for the same entries. */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const path = Buffer.from(name);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(VERSION, 0);
    common.writeUInt16LE(UTF8, 2);
    common.writeUInt16LE(DEFLATED, 4);
    common.writeUInt16LE(NO_DATE, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const central = Buffer.alloc(CENTRAL_BYTES - 4 - 2 - common.length);
    central.writeUInt32LE(offset, central.length - 4);
    directory.push(uint32(CENTRAL), uint16(VERSION), common, central, path);
    files.push(uint32(LOCAL), common, path, packed);
    offset += LOCAL_BYTES + path.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listing, end]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
