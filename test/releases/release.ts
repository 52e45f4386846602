import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buttonsOfToday, type KnownButton } from './surface/buttons.ts';
import { completeSettings } from './surface/complete-settings.ts';
import { type Migrations, migrationsOfToday } from './surface/migrations.ts';
import { type Names, namesOfToday } from './surface/names.ts';
import { type Settings, settingsOfToday } from './surface/settings.ts';

/** What others hold in their hands: all of it that can be told without a server. */
export interface Surface {
  readonly names: Names;
  readonly buttons: readonly KnownButton[];
  readonly settings: Settings;
  /** The text of each file of a configuration with every key. */
  readonly config: Readonly<Record<string, string>>;
  readonly migrations: Migrations;
}

export function surfaceOfToday(): Surface {
  return {
    names: namesOfToday(),
    buttons: buttonsOfToday(),
    settings: settingsOfToday(),
    config: completeSettings(),
    migrations: migrationsOfToday(),
  };
}

const PARTS = ['names', 'buttons', 'settings', 'migrations'] as const satisfies readonly (keyof Surface)[];

export function writeSurface(folder: string, surface: Surface): void {
  mkdirSync(folder, { recursive: true });
  writeConfig(join(folder, 'config'), surface.config);
  for (const part of PARTS)
    writeFileSync(join(folder, `${part}.json`), `${JSON.stringify(surface[part], undefined, 1)}\n`);
}

/** Makes a folder of settings of it. */
export function writeConfig(folder: string, config: Surface['config']): void {
  for (const [name, text] of Object.entries(config)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

export function readSurface(folder: string): Surface {
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  return {
    ...(Object.fromEntries(PARTS.map((part) => [part, JSON.parse(read(`${part}.json`)) as unknown])) as Omit<
      Surface,
      'config'
    >),
    config: Object.fromEntries(
      readdirSync(join(folder, 'config'), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:yaml|md)$/.test(name))
        .map((name) => [name, read(`config/${name}`)]),
    ),
  };
}
