import { once } from 'node:events';
import { createServer } from 'node:net';
import { fault, type Finding, ok, warning } from './doctor.ts';

const HEALTH_TIMEOUT_MS = 3000;

/**
 * Whether Copydesk can listen on a port, or does already.
 * @param variable that names the port: `PORT`
 */
export async function examinePort(variable: string, port: number): Promise<Finding> {
  const code = await tryToListen(port);
  if (code === undefined) return ok(`port ${port} is free for Copydesk to listen on`);
  if (code !== 'EADDRINUSE')
    return fault(
      `Copydesk may not listen on port ${port} (${code})`,
      code === 'EACCES'
        ? `Ports below 1024 belong to the administrator: set ${variable} to a higher one, such as 3000, behind a proxy.`
        : `Set ${variable} to another port.`,
    );
  const health = await askHealth(port);
  if (health === 'healthy') return ok(`Copydesk listens on port ${port} already, and says that it is well`);
  if (health === 'unhealthy')
    return warning(
      `what listens on port ${port} says that it is not well (GET /healthz answers 503)`,
      'If it is Copydesk, its log says why; if it has only just started, look again in a moment.',
    );
  return fault(
    `another program listens on port ${port}`,
    `End that program, or set ${variable} to another port and send requests for the bot there.`,
  );
}

/** The code of the failure; undefined when the port was free. */
async function tryToListen(port: number): Promise<string | undefined> {
  // Whoever connects in that moment is not kept waiting, nor are we.
  const server = createServer((socket) => socket.on('error', () => undefined).destroy());
  try {
    server.listen(port);
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

async function askHealth(port: number): Promise<'healthy' | 'unhealthy' | 'something-else'> {
  try {
    const { status } = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
    });
    return status === 200 ? 'healthy' : status === 503 ? 'unhealthy' : 'something-else';
  } catch {
    return 'something-else';
  }
}
