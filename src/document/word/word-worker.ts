import { parentPort } from 'node:worker_threads';
import { tellParent } from '../../lib/tell-parent.ts';
import { wordToMarkdown } from './word-to-markdown.ts';

/** One document in, its Markdown out; what cannot be read ends the thread. */
parentPort?.on('message', (bytes: Uint8Array) => {
  void wordToMarkdown(bytes).then(tellParent);
});
tellParent('ready');
