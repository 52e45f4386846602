import { parentPort } from 'node:worker_threads';
import { tellParent } from '../../lib/tell-parent.ts';
import { diffTexts } from '../diff/diff-texts.ts';
import { toHtml } from './to-html.ts';
import type { TypesetAnswer, TypesetAsk } from './typesetter.ts';

function make(ask: TypesetAsk): TypesetAnswer[TypesetAsk['kind']] {
  switch (ask.kind) {
    case 'html':
      return ask.sources.map(toHtml);
    case 'diff':
      return ask.pairs.map(([before, after]) => diffTexts(before, after));
    default:
      return ask satisfies never;
  }
}

/** One ask in, one answer out: the typesetter sends the next when it has the answer. */
parentPort?.on('message', (ask: TypesetAsk) => {
  tellParent(make(ask));
});
tellParent('ready');
