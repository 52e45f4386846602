import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { findOnPath, isExecutable } from '../../src/local/command.ts';
import { pickPort } from '../../src/local/ports.ts';
import {
  makeTemporaryFolder,
  type NativeProcess,
  runNative,
  startNative,
  untilHealthy,
} from '../compose/native-process.ts';
import { CACHE_FOLDER } from '../support/heavy.ts';

const KUBERNETES = '1.36.3';
const ETCD = '3.7.3';
const TOKEN = 'of-the-tests';
const START_MS = 120_000;
const STOP_MS = 10_000;

/** The programs of a control plane that takes manifests and runs nothing. */
export interface ControlPlane {
  readonly server: string;
  readonly etcd: string;
}

/**
 * The API server of Kubernetes and its etcd: from the cache, or, with `MAKE_KUBERNETES=true` and a Go toolchain, built into it. That takes ten
 * minutes or more of two cores, so CI does not. Otherwise `undefined`.
 */
export async function findControlPlane(): Promise<ControlPlane | undefined> {
  const folder = join(CACHE_FOLDER, 'bin');
  const server = join(folder, `kube-apiserver-${KUBERNETES}`);
  const etcd = join(folder, `etcd-${ETCD}`);
  if ((await isExecutable(server)) && (await isExecutable(etcd))) return { server, etcd };
  const go = await findOnPath('go', process.env['PATH']);
  if (process.env['MAKE_KUBERNETES'] !== 'true' || go === undefined) return undefined;

  await mkdir(folder, { recursive: true });
  const making = await mkdtemp(join(folder, '.making-'));
  const run = (...args: readonly string[]): Promise<string> =>
    runNative([go, ...args], { cwd: making, env: { CGO_ENABLED: '0' } });
  try {
    await run('mod', 'init', 'copydesk.example/control-plane');
    const [, mod = ''] =
      /"GoMod": "(.*)"/.exec(await run('mod', 'download', '-json', `k8s.io/kubernetes@v${KUBERNETES}`)) ?? [];
    // Its parts lie beside it in its own repository, and are modules of their own elsewhere.
    const parts = [...(await readFile(mod, 'utf8')).matchAll(/^\s*(k8s\.io\/\S+) => \.\/staging\//gm)].map(
      ([, part]) => `-replace=${part}=${part}@v${KUBERNETES.replace(/^1\./, '0.')}`,
    );
    await run('mod', 'edit', `-require=k8s.io/kubernetes@v${KUBERNETES}`, ...parts);
    const packages = ['k8s.io/kubernetes/cmd/kube-apiserver', 'go.etcd.io/etcd/server/v3'];
    await run('get', `${packages[0]}@v${KUBERNETES}`, `${packages[1]}@v${ETCD}`);
    await run('build', '-ldflags=-s -w', '-o', `${making}/`, ...packages);
    await rename(join(making, 'kube-apiserver'), server);
    await rename(join(making, 'server'), etcd);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return { server, etcd };
}

export interface Answer {
  readonly status: number;
  /** What the API server is not happy with, and takes all the same. */
  readonly warnings: readonly string[];
  readonly message: string;
}

/** Asks the API server as somebody who may do everything. */
export type Ask = (method: string, path: string, body?: object) => Promise<Answer>;

/** Starts an empty one on 127.0.0.1. */
export async function startControlPlane({
  server,
  etcd,
}: ControlPlane): Promise<{ readonly ask: Ask; readonly stop: () => Promise<void> }> {
  const folder = await makeTemporaryFolder('control-plane');
  const [port, clients] = [await pickPort(), await pickPort()];
  const peers = await pickPort(undefined, [port, clients]);
  const at = (path: string): string => join(folder.path, path);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(at('key.pem'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
  await writeFile(at('tokens.csv'), `${TOKEN},tests,tests,"system:masters"\n`);
  const url = (to: number): string => `http://127.0.0.1:${to}`;
  const processes: NativeProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const process of processes.toReversed()) await process.stop(STOP_MS);
    await folder.remove();
  };
  const start = (command: readonly string[]): NativeProcess => {
    const process = startNative(command, { cwd: folder.path });
    processes.push(process);
    return process;
  };
  start([
    etcd,
    `--data-dir=${at('etcd')}`,
    `--listen-client-urls=${url(clients)}`,
    `--advertise-client-urls=${url(clients)}`,
    `--listen-peer-urls=${url(peers)}`,
    `--initial-advertise-peer-urls=${url(peers)}`,
    `--initial-cluster=default=${url(peers)}`,
  ]);
  const api = start([
    server,
    `--etcd-servers=${url(clients)}`,
    '--service-account-issuer=https://127.0.0.1',
    `--service-account-signing-key-file=${at('key.pem')}`,
    `--service-account-key-file=${at('key.pem')}`,
    `--cert-dir=${at('certs')}`,
    `--token-auth-file=${at('tokens.csv')}`,
    '--authorization-mode=AlwaysAllow',
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    '--service-cluster-ip-range=10.96.0.0/16',
  ]);
  // It makes its own certificate, which is what we trust.
  const ask: Ask = async (method, path, body) =>
    await askAt(port, await readFile(at('certs/apiserver.crt')), method, path, body);
  try {
    await untilHealthy(api, async () => (await ask('GET', '/readyz')).status === 200, START_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ask, stop };
}

function askAt(port: number, ca: Buffer, method: string, path: string, body?: object): Promise<Answer> {
  const type = method === 'PATCH' ? 'application/apply-patch+yaml' : 'application/json';
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        ca,
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': type },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const warnings = [response.headers['warning'] ?? []].flat();
          resolve({ status: response.statusCode ?? 0, warnings, message: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    asking.on('error', reject);
    asking.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
