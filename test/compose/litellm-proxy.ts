import { join } from 'node:path';
import { pickPort } from '../../src/local/ports.ts';
import { findPythonPackages } from '../support/python-packages.ts';
import { environmentOf, ROOT, serviceOf } from './compose-file.ts';
import { type NativeProcess, startNative, untilHealthy } from './native-process.ts';

/** For hooks: on a machine that does other things it takes long to start. */
export const LITELLM_START_MS = 90_000;
const STOP_MS = 30_000;

/** The one of `docker-compose.yml`. */
const VERSION = /:v(.+)$/.exec(serviceOf('litellm').image ?? '')?.[1] ?? '';

/** The command of the LiteLLM proxy; undefined where it is not installed and may not be. */
export async function findLitellm(): Promise<string | undefined> {
  const requirements = [`litellm[proxy]==${VERSION}`];
  const commands = await findPythonPackages({ name: `litellm-${VERSION}`, requirements });
  return commands && join(commands, 'litellm');
}

export interface LitellmProxy extends Pick<NativeProcess, 'output'> {
  /** Without a path. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts it as the service of `docker-compose.yml` does, on 127.0.0.1, and waits until it is healthy. */
export async function startLitellm(
  litellm: string,
  options: {
    /** What `.env` holds. */
    readonly dotEnv: Readonly<Record<string, string>>;
    /** More of its environment. */
    readonly env?: Readonly<Record<string, string>>;
    /** Default: that of the service, `config/litellm.yaml`. */
    readonly config?: string;
    readonly exceptPorts?: readonly number[];
  },
): Promise<LitellmProxy> {
  const { dotEnv, env, config = join(ROOT, 'config/litellm.yaml'), exceptPorts = [] } = options;
  const port = String(await pickPort(undefined, exceptPorts));
  const address = `http://127.0.0.1:${port}`;
  const here: Readonly<Record<string, string>> = { '/app/config.yaml': config, '0.0.0.0': '127.0.0.1', '4000': port };
  const args = (serviceOf('litellm').command ?? []).map((argument) => here[argument] ?? argument);
  const proxy = startNative([litellm, ...args], { env: { ...environmentOf('litellm', dotEnv), ...env } });
  const isAlive = async (): Promise<boolean> => (await fetch(`${address}/health/liveliness`)).ok;
  try {
    await untilHealthy(proxy, isAlive, LITELLM_START_MS);
  } catch (error) {
    await proxy.stop(STOP_MS);
    throw error;
  }
  return {
    address,
    output: proxy.output,
    stop: async () => {
      await proxy.stop(STOP_MS);
    },
  };
}
