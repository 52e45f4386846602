import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeFigures } from './write-figures.ts';
import type { Rehearsal } from './rehearsal.ts';
import { rehearseMany } from './many.ts';
import { rehearseScale } from './scale.ts';
import { rehearseSlowWorlds } from './slow-worlds.ts';
import { rehearseSoak } from './soak.ts';
import { rehearseVersions } from './versions.ts';

// `npm run rehearse -- NAME`: lets the product live through what production brings, on the servers of docker-compose.yml, and writes down the figures.

/** By the names that they are asked for. */
const REHEARSALS: Readonly<Record<string, Rehearsal>> = {
  many: rehearseMany,
  scale: rehearseScale,
  'slow-worlds': rehearseSlowWorlds,
  soak: rehearseSoak,
  versions: rehearseVersions,
};
const PAGE = join(import.meta.dirname, '../../docs/operations.md');

const names = Object.keys(REHEARSALS).join(', ');
const { values, positionals } = parseArgs({
  options: {
    print: { type: 'boolean' },
    hours: { type: 'string' },
    minutes: { type: 'string' },
    samples: { type: 'string' },
    over: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
  allowPositionals: true,
});
const { hours, minutes } = values;
const loadMs =
  hours === undefined && minutes === undefined
    ? undefined
    : Number(hours ?? 0) * 3_600_000 + Number(minutes ?? 0) * 60_000;
const isTime = loadMs === undefined || (loadMs > 0 && Number.isFinite(loadMs));
const unknown = positionals.filter((name) => REHEARSALS[name] === undefined);
const hasSamples = values.over !== true || values.samples !== undefined;
if (values.help === true || positionals.length === 0 || !isTime || !hasSamples || unknown.length > 0) {
  console.error(`npm run rehearse -- NAME …    of ${names}; its figures go into docs/operations.md
  --print                     only prints them
  --hours N, --minutes N      so long its load goes on; for a short look, with --print
  --samples FILE              soak: keeps there what it sees, as it sees it
  --over                      soak: only makes its figures, of what was kept in --samples

SIGUSR2 ends a soak early; its figures say how long it was.

Ends with 0 when all was as it has to be, 1 when it was not, 2 when nobody knows what to rehearse.`);
  process.exit(values.help === true ? 0 : 2);
}
for (const name of positionals) {
  const { figures, faults } = (await REHEARSALS[name]?.((line) => console.error(line), {
    ...(loadMs !== undefined && { loadMs }),
    ...(values.samples !== undefined && { samplesFile: values.samples }),
    isOver: values.over === true,
  })) ?? { figures: '', faults: [] };
  console.log(`${figures}\n`);
  for (const fault of faults) console.error(`NOT AS IT HAS TO BE: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  else if (values.print !== true) await writeFigures(PAGE, name, figures);
}
process.exit();
