import assert from 'node:assert';
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { TextDecoder, TextEncoder } from 'node:util';
import vm from 'node:vm';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import { WORKFLOW_TYPE } from '../src/protocol/names.ts';

export class WorkflowBundleError extends Error {
  override readonly name = 'WorkflowBundleError';
  readonly code = 'workflow-bundle';
}

/**
 * The workflow code as one script: read from `path` when it was built before (the container image does), else made now, in about a second.
 * It is loaded once on trial, because a bundle that throws would leave a worker that runs and does nothing.
 * @throws {@link WorkflowBundleError}
 */
export async function loadWorkflowBundle(path?: string): Promise<WorkflowBundle> {
  const bundle = path === undefined ? await buildWorkflowBundle() : { code: await read(path) };
  tryBundle(bundle.code);
  return bundle;
}

/** Bundles `src/workflows`. */
export async function buildWorkflowBundle(): Promise<WorkflowBundle> {
  try {
    return await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('../src/workflows/index.ts', import.meta.url)),
      workflowInterceptorModules: [fileURLToPath(new URL('../src/workflows/trace.ts', import.meta.url))],
      payloadConverterPath: fileURLToPath(new URL('../src/workflows/payload-converter.ts', import.meta.url)),
      logger: new DefaultLogger('ERROR'),
      // Lines of a stack are found by the map; with the sources in it, it would be twice the size of the code.
      webpackConfigHook: (config) => ({ ...config, devtool: 'inline-nosources-source-map' }),
    });
  } catch (error) {
    throw new WorkflowBundleError(`The workflow code could not be bundled: ${messageOf(error)}`, { cause: error });
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new WorkflowBundleError(
      `The workflow bundle ${path} could not be read. Make it with "npm run bundle", or unset WORKFLOW_BUNDLE.`,
      { cause: error },
    );
  }
}

/** Loads the code as Temporal's workflow sandbox would, with the same globals. */
function tryBundle(code: string): void {
  const sandbox: Record<string, unknown> = {
    assert,
    AbortController,
    AsyncLocalStorage,
    console,
    TextDecoder,
    TextEncoder,
    URL,
    URLSearchParams,
    __webpack_module_cache__: {},
  };
  try {
    const context = vm.createContext(sandbox);
    new vm.Script(code, { filename: 'workflow-bundle.js' }).runInContext(context, { timeout: 10_000 });
    const isThere: unknown = vm.runInContext(
      `typeof __TEMPORAL__.importWorkflows().${WORKFLOW_TYPE} === 'function'`,
      context,
      { timeout: 10_000 },
    );
    if (isThere !== true) throw new Error(`it exports no workflow "${WORKFLOW_TYPE}"`);
  } catch (error) {
    throw new WorkflowBundleError(`The workflow bundle does not load: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  // Errors from another context are not instances of our Error.
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
