import { parentPort } from 'node:worker_threads';
import { tellParent } from '../../../lib/tell-parent.ts';
import { guarded, type Guarding } from './guarded.ts';

/** One edit in, one result out: the next is sent when the answer is there. What fails ends the thread. */
parentPort?.on('message', (asked: Guarding) => {
  void guarded(asked).then(tellParent);
});
tellParent('ready');
