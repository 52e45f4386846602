import { fault, type Finding, ok, skipped, type Trouble, warning } from './doctor.ts';

export interface ModelEndpoint {
  /** `LLM_BASE_URL`. Without a slash at its end; it may hold a password, which is never shown. */
  readonly url: string | undefined;
  /** `LLM_API_KEY` */
  readonly key: string | undefined;
  /** Default: 10 s. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** Whether the model server answers and takes the key: asks for the list of its models, which costs nothing. */
export async function examineModel({ url, key, timeoutMs = TIMEOUT_MS }: ModelEndpoint): Promise<Finding> {
  if (url === undefined) return skipped('LLM_BASE_URL is not set; npm start brings the practice model.');
  const { host, pathname } = new URL(url);
  let response: Response;
  try {
    response = await askForModels(url, key, timeoutMs);
  } catch (error) {
    return { kind: 'fault', troubles: [unreachable(error, host, timeoutMs)] };
  }
  const { status } = response;
  const models = status === 200 ? modelsIn(await response.text().catch(() => '')) : undefined;
  if (models !== undefined)
    return ok(`${host} answers${key === undefined ? '' : ' and takes LLM_API_KEY'}: ${modelsCounted(models)}`);
  if (status === 401 || status === 403)
    return key === undefined
      ? fault(`${host} wants a key (${status})`, 'Set LLM_API_KEY to the key that its provider gave you.')
      : fault(`${host} refuses LLM_API_KEY (${status})`, 'Copy the key again, whole and without quotes.');
  if (status === 429)
    return warning(`${host} answers that too much was asked (429)`, 'Look at the limits and the balance of the key.');
  if (status >= 500) return fault(`${host} has trouble of its own (${status})`, 'Look at its log, or try again later.');
  // Not every server that writes articles has a list of its models.
  if ((status === 404 || status === 405) && pathname !== '/')
    return ok(
      `${host} answers. It has no list of models (${status}), so that LLM_API_KEY is tried with the first article`,
    );
  return warning(
    `what answers at ${host}${pathname} does not look like a model server (GET /models: ${status})`,
    'LLM_BASE_URL is the address that ends before /chat/completions, most often with /v1: https://api.openai.com/v1.',
  );
}

/** Of an address with a password in it, `fetch` wants to know nothing: it goes into a header. */
async function askForModels(url: string, key: string | undefined, timeoutMs: number): Promise<Response> {
  const address = new URL(`${url}/models`);
  const { username, password } = address;
  address.username = '';
  address.password = '';
  const authorization =
    key !== undefined
      ? `Bearer ${key}`
      : username === ''
        ? undefined
        : `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}`;
  return await fetch(address, {
    headers: { accept: 'application/json', ...(authorization !== undefined && { authorization }) },
    signal: AbortSignal.timeout(timeoutMs),
  });
}

/** How many there are; undefined: that is no list of models. */
function modelsIn(body: string): number | undefined {
  try {
    const list: unknown = JSON.parse(body);
    if (typeof list !== 'object' || list === null || !('data' in list)) return undefined;
    return Array.isArray(list.data) ? list.data.length : undefined;
  } catch {
    return undefined;
  }
}

function modelsCounted(models: number): string {
  return models === 1 ? '1 model' : `${models} models`;
}

function unreachable(error: unknown, host: string, timeoutMs: number): Trouble {
  if (error instanceof Error && error.name === 'TimeoutError')
    return {
      what: `${host} did not answer within ${timeoutMs / 1000} s`,
      wayOut: 'Check that the server is up, and that a firewall lets this machine reach it.',
    };
  const { cause } = error instanceof Error ? error : { cause: undefined };
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : '';
  return {
    what: `${host} cannot be reached${code}`,
    wayOut: 'Check LLM_BASE_URL and that the server is up; or take LLM_BASE_URL out for the practice model.',
  };
}
