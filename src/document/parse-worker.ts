import { parentPort } from 'node:worker_threads';
import { tellParent } from '../lib/tell-parent.ts';
import { parseDocument } from './markdown/parse-document.ts';

/** One text in, one document out: the reader sends the next when it has the answer. */
parentPort?.on('message', (text: string) => {
  tellParent(parseDocument(text));
});
tellParent('ready');
