import { z } from 'zod';
import { createAsk } from './ask.ts';
import { articleOfFile, frontMatterFile } from './front-matter.ts';
import { ownNames } from './own-names.ts';
import { type Made, type Publication, PublishError, type Publisher, type PublishMode } from './publisher.ts';
import { refOf } from './ref-of.ts';

export interface GitHubTarget {
  readonly kind: 'github';
  /** Of its REST API, without a slash at its end. */
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string;
  /** Names the variable that holds the token. */
  readonly tokenEnv: string;
  /** The branch into which pull requests go. Absent: the repository's own. */
  readonly base?: string;
  /** `content/posts/`, or empty: the root. */
  readonly folder: string;
  /** `draft`: the pull request is one, and the file says so, too. */
  readonly mode: PublishMode;
  readonly allowPrivateAddresses: boolean;
}

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const repositoryOf = z.object({
  full_name: z.string(),
  default_branch: z.string(),
  permissions: z.object({ push: z.boolean() }).optional(),
});
const reference = z.object({ object: z.object({ sha }) });
const commitOf = z.object({ sha, tree: z.object({ sha }) });
const made = z.object({ sha });
const fileOf = z.object({ type: z.literal('file'), encoding: z.string(), content: z.string() });
const pullRequest = z.object({
  number: z.int().positive(),
  html_url: z.url({ protocol: /^https?$/ }),
  draft: z.boolean().optional(),
});

/**
 * Opens a pull request for each edition, with the article as one Markdown file, in one commit. The branch is named after article and
 * edition: by that it is found again. A later edition changes the file that the one before has made.
 */
export function createGitHubPublisher(
  { apiUrl, repository, base, folder, mode, allowPrivateAddresses }: Omit<GitHubTarget, 'kind' | 'tokenEnv'>,
  token: string,
): Publisher {
  const ask = createAsk({
    headers: () => ({
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    }),
    allowPrivateAddresses,
  });
  const api = `${apiUrl}/repos/${repository}`;
  const [owner = ''] = repository.split('/');

  async function get<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    return await ask({ method: 'GET', address: `${api}${path}`, schema, signal });
  }

  async function post<T>(path: string, content: object, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    return await ask({ method: 'POST', address: `${api}${path}`, content, schema, signal });
  }

  async function baseBranch(signal: AbortSignal): Promise<string> {
    const { default_branch, permissions } = await get('', repositoryOf, signal);
    if (permissions?.push === false) throw new PublishError('forbidden', `The token may not write to ${repository}`);
    return base ?? default_branch;
  }

  /** The commit of a branch. Undefined: there is none of that name. */
  async function headOf(branch: string, signal: AbortSignal): Promise<string | undefined> {
    return (await ifThere(get(`/git/ref/heads/${inPath(branch)}`, reference, signal)))?.object.sha;
  }

  /** Where the article's file is, or may be: not where somebody else's is. */
  async function pathFor(publication: Publication, at: string, signal: AbortSignal): Promise<string> {
    const known = refOf(publication.known, 'path');
    if (known !== undefined) return known;
    const paths = ownNames(publication).map((name) => `${folder}${name}`);
    for (const path of paths) {
      const file = await ifThere(get(`/contents/${inPath(path)}?ref=${at}`, fileOf, signal));
      if (file === undefined) return path;
      const text = Buffer.from(file.content, file.encoding === 'base64' ? 'base64' : 'utf8').toString('utf8');
      if (articleOfFile(text) === publication.first) return path;
    }
    throw new PublishError('rejected', `${paths.join(' and ')} are somebody else's`, { detail: paths.join(', ') });
  }

  /** One commit on the base, and then the branch that leads to it: it is there with its file, or not at all. */
  async function makeBranch(
    branch: string,
    parent: string,
    path: string,
    publication: Publication,
    signal: AbortSignal,
  ) {
    const { tree } = await get(`/git/commits/${parent}`, commitOf, signal);
    const content = frontMatterFile(publication, mode);
    const files = [{ path, mode: '100644', type: 'blob', content }];
    const changed = await post('/git/trees', { base_tree: tree.sha, tree: files }, made, signal);
    const commit = await post(
      '/git/commits',
      { message: titleOf(publication), tree: changed.sha, parents: [parent] },
      made,
      signal,
    );
    try {
      await post('/git/refs', { ref: `refs/heads/${branch}`, sha: commit.sha }, reference, signal);
    } catch (error) {
      // Another attempt was quicker, with the same file.
      if (!(error instanceof PublishError) || error.code !== 'rejected' || (await headOf(branch, signal)) === undefined)
        throw error;
    }
  }

  return {
    async publish(publication, signal) {
      const branch = `copydesk/${publication.first}-${publication.edition}`;
      const into = await baseBranch(signal);
      const query = new URLSearchParams({ head: `${owner}:${branch}`, state: 'all', per_page: '1' });
      const find = async () => (await get(`/pulls?${query.toString()}`, z.array(pullRequest), signal))[0];
      const parent = await headOf(into, signal);
      if (parent === undefined)
        throw new PublishError('not-found', `${repository} has no branch ${into}`, { detail: into });
      const path = await pathFor(publication, parent, signal);
      const there = await find();
      if (there !== undefined) return madeOf(there, path);
      if ((await headOf(branch, signal)) === undefined) await makeBranch(branch, parent, path, publication, signal);
      const fields = { title: titleOf(publication), head: branch, base: into, body: bodyOf(publication) };
      try {
        return madeOf(await open(fields, signal), path);
      } catch (error) {
        // Another attempt was quicker.
        const opened = error instanceof PublishError && error.code === 'rejected' ? await find() : undefined;
        if (opened === undefined) throw error;
        return madeOf(opened, path);
      }
    },

    async examine(signal) {
      const into = await baseBranch(signal);
      if ((await headOf(into, signal)) === undefined)
        throw new PublishError('not-found', `There is no branch ${into}`, { detail: into });
      return `${repository}, pull requests into ${into}`;
    },
  };

  async function open(fields: object, signal: AbortSignal): Promise<z.output<typeof pullRequest>> {
    if (mode === 'publish') return await post('/pulls', fields, pullRequest, signal);
    try {
      return await post('/pulls', { ...fields, draft: true }, pullRequest, signal);
    } catch (error) {
      // Some plans have no drafts of private repositories. A pull request publishes nothing by itself, either.
      if (!(error instanceof PublishError) || !/draft pull requests are not supported/i.test(error.detail ?? ''))
        throw error;
      return await post('/pulls', fields, pullRequest, signal);
    }
  }
}

function madeOf({ number, html_url }: z.output<typeof pullRequest>, path: string): Made {
  return { made: 'pull-request', address: html_url, ref: { path, number: String(number) } };
}

/** One line, as the subject of a commit and the title of the pull request. */
function titleOf({ title, edition }: Publication): string {
  return edition === 1 ? title : `${title} (edition ${edition})`;
}

function bodyOf({ summary, known }: Publication): string {
  const before = refOf(known, 'number');
  return before === undefined ? summary : `${summary}\n\n#${before}`;
}

/** What is asked for, or undefined where there is no such thing. */
async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PublishError && error.code === 'not-found') return undefined;
    throw error;
  }
}

function inPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
