import { openDataFolder } from '../../src/local/data-folder.ts';
import { startPostgres } from '../../src/local/postgres-server.ts';
import { startTemporalServer } from '../../src/local/temporal-server.ts';

/** What a host process brings up and keeps until it is told to end (SIGTERM) or killed. */
export interface HostRequest {
  readonly folder: string;
  readonly durable?: boolean;
  readonly postgres?: { readonly native?: string; readonly rootFolder?: string };
  readonly temporal?: { readonly cli: string };
}

/** What it says on its first line of output. */
export interface HostAnswer {
  readonly error?: { readonly code: string; readonly message: string };
  readonly postgres?: { readonly url: string; readonly pid: number; readonly reused: boolean };
  readonly temporal?: { readonly address: string; readonly pid: number; readonly reused: boolean };
  readonly log: readonly string[];
}

async function main(request: HostRequest): Promise<void> {
  const lines: string[] = [];
  const log = (line: string): number => lines.push(line);
  try {
    const folder = await openDataFolder(request.folder);
    const common = { dataFolder: folder.path, port: 0, log, durable: request.durable };
    const postgres = request.postgres && (await startPostgres({ ...common, ...request.postgres }));
    const temporal = request.temporal && (await startTemporalServer({ ...common, uiPort: 0, ...request.temporal }));
    const alive = setInterval(() => undefined, 60_000);
    process.once('SIGTERM', () => {
      clearInterval(alive);
      void Promise.all([postgres?.stop(), temporal?.stop()]).then(() => folder.release());
    });
    answer({
      log: lines,
      ...(postgres && { postgres: { url: postgres.url, pid: postgres.pid, reused: postgres.reused } }),
      ...(temporal && { temporal: { address: temporal.address, pid: temporal.pid, reused: temporal.reused } }),
    });
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    answer({ error: { code, message }, log: lines });
  }
}

function answer(said: HostAnswer): void {
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

await main(JSON.parse(process.argv[2] ?? '{}') as HostRequest);
