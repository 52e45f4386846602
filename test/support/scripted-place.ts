import { PublishError, type Made, type Publication, type Publisher } from '../../src/publish/publisher.ts';
import { refOf } from '../../src/publish/ref-of.ts';

/** What the next attempts meet. `lost`: it is made, and the answer never arrives · a promise: made once that is over. */
export type PlaceFault = PublishError | 'lost' | 'silent' | Promise<void>;

export interface ScriptedPlace extends Publisher {
  /** What stands there, in the order in which it was made. */
  readonly posts: readonly { readonly article: string; readonly edition: number; readonly text: string }[];
  readonly attempts: readonly Publication[];
  meet(...faults: readonly PlaceFault[]): void;
}

/** A place for articles as the port promises it: each has one post, whatever happens between a request and its answer. */
export function createScriptedPlace(): ScriptedPlace {
  const posts: { article: string; edition: number; text: string }[] = [];
  const attempts: Publication[] = [];
  const faults: PlaceFault[] = [];
  return {
    posts,
    attempts,
    meet: (...more) => void faults.push(...more),
    async publish(publication, signal): Promise<Made> {
      attempts.push(publication);
      const fault = faults.shift();
      if (fault instanceof PublishError) throw fault;
      if (fault instanceof Promise) await fault;
      if (fault === 'silent')
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      const { first, edition, text } = publication;
      const known = refOf(publication.known, 'article');
      const post = posts.find(({ article }) => article === (known ?? first));
      if (post === undefined) posts.push({ article: first, edition, text });
      else Object.assign(post, { edition, text });
      if (fault === 'lost') throw new PublishError('unavailable', 'The connection broke', { detail: 'ECONNRESET' });
      return { made: 'draft', address: `https://blog.example/${first}`, ref: { article: first } };
    },
    examine: () => Promise.resolve('there'),
  };
}
