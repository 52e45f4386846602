// node scripts/sbom.js FILE writes what of npm is in this folder's node_modules, for whoever looks for what is in an image: CycloneDX 1.6,
// the same bytes for the same packages. `npm sbom` leaves out a third of them, and refuses a folder from which something was taken away, as
// the build of the image does.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: node scripts/sbom.js FILE\n');
  process.exit(2);
}
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const { name, version, description, license } = read('package.json');
// Written by npm beside what it installed.
const { packages } = read('node_modules/.package-lock.json');
const found = Object.entries(packages)
  .filter(([path, { dev = false, link = false }]) => !dev && !link && existsSync(path))
  .map(([path, entry]) => toComponent({ name: path.split('node_modules/').at(-1), ...entry }));
const components = [...new Map(found.map((component) => [component['bom-ref'], component])).values()].toSorted(
  (a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1),
);
const bom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    component: { type: 'application', description, ...toComponent({ name, version, license }, 'application') },
  },
  components,
};
writeFileSync(resolve(file), `${JSON.stringify(bom, undefined, 1)}\n`);
process.stdout.write(`${components.length} packages are in ${file}\n`);

function toComponent(entry, type = 'library') {
  const purl = `pkg:npm/${entry.name.replace('@', '%40')}@${entry.version}`;
  return {
    type,
    'bom-ref': purl,
    name: entry.name,
    version: entry.version,
    purl,
    ...(entry.license === undefined ? {} : { licenses: [toLicense(entry.license)] }),
    ...(entry.integrity === undefined ? {} : { hashes: entry.integrity.split(' ').map(toHash) }),
  };
}

/** `(MIT OR Apache-2.0)` is an expression, and not one of the list of licences. */
function toLicense(text) {
  return /[ ()]/.test(text) ? { expression: text } : { license: { name: text } };
}

/** npm's `sha512-<base64>`. */
function toHash(integrity) {
  const [algorithm, base64] = integrity.split(/-(.*)/s);
  return {
    alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
    content: Buffer.from(base64, 'base64').toString('hex'),
  };
}
