/** Asks the server behind. A process that was busy for seconds finds that a kept connection was closed meanwhile: then nothing was asked. */
export async function fetchInner(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (!(cause instanceof Error) || Reflect.get(cause, 'code') !== 'ECONNRESET') throw error;
    return await fetch(url, init);
  }
}
