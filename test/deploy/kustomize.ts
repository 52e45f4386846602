import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { findOnPath, isExecutable } from '../../src/local/command.ts';
import { ROOT } from '../compose/compose-file.ts';
import { runNative } from '../compose/native-process.ts';
import { CACHE_FOLDER, MAY_MAKE } from '../support/heavy.ts';
import type { Manifest } from './manifests.ts';

const VERSION = '5.8.1';
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * How to render a folder: with the kustomize of the cache or the PATH, that of kubectl, or, in CI with a Go toolchain, one that is built into
 * the cache (a minute on 2 cores). Otherwise `undefined`.
 */
export async function findKustomize(): Promise<readonly string[] | undefined> {
  const folder = join(CACHE_FOLDER, 'bin');
  const built = join(folder, `kustomize-${VERSION}`);
  if (await isExecutable(built)) return [built, 'build'];
  const { PATH } = process.env;
  const [kustomize, kubectl, go] = await Promise.all(
    ['kustomize', 'kubectl', 'go'].map((name) => findOnPath(name, PATH)),
  );
  if (kustomize !== undefined) return [kustomize, 'build'];
  if (kubectl !== undefined) return [kubectl, 'kustomize'];
  if (!MAY_MAKE || go === undefined) return undefined;

  await mkdir(folder, { recursive: true });
  const making = await mkdtemp(join(folder, '.making-'));
  try {
    await runNative([go, 'install', '-ldflags=-s -w', `sigs.k8s.io/kustomize/kustomize/v5@v${VERSION}`], {
      cwd: making,
      env: { GOBIN: making, CGO_ENABLED: '0' },
    });
    await rename(join(making, 'kustomize'), built);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return [built, 'build'];
}

/** What `kubectl apply -k` would send of a folder of the repository. @throws with what kustomize says */
export async function render(kustomize: readonly string[], folder: string): Promise<readonly Manifest[]> {
  const [file = '', ...args] = kustomize;
  const { stdout } = await promisify(execFile)(file, [...args, join(ROOT, folder)], {
    maxBuffer: MAX_BYTES,
  });
  return parseAllDocuments(stdout).map((document) => document.toJS() as Manifest);
}
