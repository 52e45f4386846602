import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { type PlaceAnswer, type PlaceRequest, type PlaceServer, startPlaceServer, strictJson } from './place-server.ts';

export const GITHUB_TOKEN = 'github_pat_11EXAMPLE';
const run = promisify(execFile);

interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
  state: string;
}

export interface GitHub extends PlaceServer {
  readonly pulls: PullRequest[];
  /** Asks the repository itself. */
  git(...args: readonly string[]): Promise<string>;
  /** What is in a branch, by path. */
  files(branch: string): Promise<readonly string[]>;
  /** Merges a pull request, as somebody would. */
  merge(number: number): Promise<void>;
  /** Plans that have no drafts. */
  hasDrafts: boolean;
  /** What the token may. */
  mayPush: boolean;
}

/** The REST API of GitHub before a real repository: https://docs.github.com/en/rest. What it does not know it refuses. */
export async function startGitHub(): Promise<GitHub> {
  const folder = await mkdtemp(join(tmpdir(), 'copydesk-github-'));
  const env = {
    ...process.env,
    GIT_AUTHOR_NAME: 'Copydesk',
    GIT_AUTHOR_EMAIL: 'copydesk@example.com',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_COMMITTER_NAME: 'Copydesk',
    GIT_COMMITTER_EMAIL: 'copydesk@example.com',
  };
  const git = async (
    args: readonly string[],
    { input, index }: { readonly input?: string; readonly index?: string } = {},
  ): Promise<string> => {
    const running = run('git', args, {
      cwd: folder,
      env: { ...env, ...(index !== undefined && { GIT_INDEX_FILE: index }) },
    });
    if (input !== undefined) running.child.stdin?.end(input);
    return (await running).stdout.trim();
  };
  await git(['init', '--quiet', '--bare', '--initial-branch=main']);
  const empty = await git(['mktree'], { input: '' });
  const first = await git(['commit-tree', empty, '-m', 'Begin']);
  await git(['update-ref', 'refs/heads/main', first]);

  const pulls: PullRequest[] = [];
  const state = { hasDrafts: true, mayPush: true };
  let indexes = 0;
  const headOf = async (branch: string): Promise<string | undefined> =>
    await git(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]).catch(() => undefined);
  const shown = ({ number, title, draft, state: is }: PullRequest) => ({
    number,
    title,
    draft,
    state: is,
    html_url: `https://github.com/newsroom/site/pull/${number}`,
  });

  async function handle(request: PlaceRequest): Promise<PlaceAnswer> {
    const { method, path, query, headers } = request;
    expect(headers['user-agent']).toMatch(/^Copydesk\//);
    expect(headers.accept).toBe('application/vnd.github+json');
    expect(headers['x-github-api-version']).toBe('2022-11-28');
    if (headers.authorization !== `Bearer ${GITHUB_TOKEN}`) return refuse(401, 'Bad credentials');
    const [, rest] = /^\/repos\/newsroom\/site(\/.*)?$/.exec(path) ?? [];
    if (!path.startsWith('/repos/newsroom/site')) return refuse(404, 'Not Found');
    if (method !== 'GET' && !state.mayPush) return refuse(403, 'Resource not accessible by personal access token');
    if (rest === undefined)
      return {
        status: 200,
        body: { full_name: 'newsroom/site', default_branch: 'main', permissions: { pull: true, push: state.mayPush } },
      };
    const [, kind = '', what = ''] =
      /^\/(git\/ref\/heads|git\/commits|git\/trees|git\/refs|contents|pulls)(?:\/(.+))?$/.exec(
        decodeURIComponent(rest),
      ) ?? [];
    switch (`${method} ${kind}`) {
      case 'GET git/ref/heads': {
        const sha = await headOf(what);
        return sha === undefined ? refuse(404, 'Not Found') : { status: 200, body: refOf(what, sha) };
      }
      case 'GET git/commits':
        return { status: 200, body: { sha: what, tree: { sha: await git(['rev-parse', `${what}^{tree}`]) } } };
      case 'GET contents': {
        const ref = query.get('ref') ?? 'main';
        const type = await git(['cat-file', '-t', `${ref}:${what}`]).catch(() => 'none');
        if (type !== 'blob') return type === 'none' ? refuse(404, 'Not Found') : { status: 200, body: [] };
        const { stdout } = await run('git', ['cat-file', 'blob', `${ref}:${what}`], {
          cwd: folder,
          encoding: 'buffer',
        });
        // It breaks the lines.
        const content = stdout.toString('base64').replaceAll(/.{60}/g, '$&\n');
        return { status: 200, body: { type: 'file', encoding: 'base64', content } };
      }
      case 'POST git/trees': {
        const { base_tree, tree } = strictJson(request, ['base_tree', 'tree']) as {
          readonly base_tree: string;
          readonly tree: readonly {
            readonly path: string;
            readonly mode: string;
            readonly type: string;
            readonly content: string;
          }[];
        };
        const index = join(folder, `index-${(indexes += 1)}`);
        await git(['read-tree', base_tree], { index });
        for (const { path: at, mode, type, content } of tree) {
          expect([mode, type]).toEqual(['100644', 'blob']);
          const blob = await git(['hash-object', '-w', '--stdin'], { input: content });
          await git(['update-index', '--add', '--cacheinfo', `${mode},${blob},${at}`], { index });
        }
        return { status: 201, body: { sha: await git(['write-tree'], { index }) } };
      }
      case 'POST git/commits': {
        const { message, tree, parents } = strictJson(request, ['message', 'tree', 'parents']) as {
          readonly message: string;
          readonly tree: string;
          readonly parents: readonly string[];
        };
        const sha = await git(['commit-tree', tree, ...parents.flatMap((one) => ['-p', one]), '-m', message]);
        return { status: 201, body: { sha, tree: { sha: tree } } };
      }
      case 'POST git/refs': {
        const { ref, sha } = strictJson(request, ['ref', 'sha']) as { readonly ref: string; readonly sha: string };
        expect(ref).toMatch(/^refs\/heads\//);
        // All zeros: only if there is none.
        const isNew = await git(['update-ref', ref, sha, '0'.repeat(40)]).then(
          () => true,
          () => false,
        );
        return isNew
          ? { status: 201, body: refOf(ref.slice('refs/heads/'.length), sha) }
          : refuse(422, 'Reference already exists');
      }
      case 'GET pulls': {
        const [, head] = /^newsroom:(.+)$/.exec(query.get('head') ?? '') ?? [];
        const found = pulls.filter(
          (one) => one.head === head && (query.get('state') === 'all' || one.state === 'open'),
        );
        return { status: 200, body: found.map(shown) };
      }
      case 'POST pulls': {
        const fields = strictJson(request, ['title', 'head', 'base', 'body', 'draft']) as unknown as Omit<
          PullRequest,
          'draft'
        > & { readonly draft?: boolean };
        if (fields.draft === true && !state.hasDrafts)
          return refuse(422, 'Draft pull requests are not supported in this repository.');
        if ((await headOf(fields.head)) === undefined)
          return refuse(422, 'Validation Failed', [{ resource: 'PullRequest', field: 'head', code: 'invalid' }]);
        // From here on nobody comes in between.
        if (pulls.some(({ head, state: is }) => head === fields.head && is === 'open'))
          return refuse(422, 'Validation Failed', [
            {
              resource: 'PullRequest',
              code: 'custom',
              message: `A pull request already exists for newsroom:${fields.head}.`,
            },
          ]);
        const { title, body, head, base, draft = false } = fields;
        pulls.push({ number: 12 + pulls.length, title, body, head, base, draft, state: 'open' });
        return { status: 201, body: pulls.slice(-1).map(shown)[0] };
      }
      default:
        return refuse(404, 'Not Found');
    }
  }

  const server = await startPlaceServer(handle);
  return Object.assign(state, {
    ...server,
    pulls,
    git: (...args: readonly string[]) => git(args),
    files: async (branch: string) =>
      (await git(['ls-tree', '-r', '--name-only', `refs/heads/${branch}`])).split('\n').filter((name) => name !== ''),
    async merge(number: number) {
      const pull = pulls.find((one) => one.number === number);
      if (pull === undefined) throw new Error(`There is no pull request ${number}`);
      await git(['update-ref', `refs/heads/${pull.base}`, `refs/heads/${pull.head}`]);
      pull.state = 'closed';
    },
  });
}

const refOf = (branch: string, sha: string) => ({ ref: `refs/heads/${branch}`, object: { type: 'commit', sha } });

function refuse(status: number, message: string, errors?: readonly object[]): PlaceAnswer {
  return {
    status,
    body: { message, ...(errors !== undefined && { errors }), documentation_url: 'https://docs.github.com/rest' },
  };
}
