import { parentPort } from 'node:worker_threads';
import { tellParent } from '../../lib/tell-parent.ts';
import { diffTexts } from '../diff/diff-texts.ts';
import { articlePdf } from '../pdf/article-pdf.ts';
import { articlePage } from './article-page.ts';
import { toHtml } from './to-html.ts';
import type { TypesetAnswer, TypesetAsk } from './typesetter.ts';

async function make(ask: TypesetAsk): Promise<TypesetAnswer[TypesetAsk['kind']]> {
  switch (ask.kind) {
    case 'html':
      return ask.sources.map(toHtml);
    case 'diff':
      return ask.pairs.map(([before, after]) => diffTexts(before, after));
    case 'page':
      return articlePage(ask.source);
    case 'pdf':
      return await articlePdf(ask.source);
    default:
      return ask satisfies never;
  }
}

/** One ask in, one answer out: the typesetter sends the next when it has the answer. What cannot be made ends the thread. */
parentPort?.on('message', (ask: TypesetAsk) => {
  void make(ask).then(tellParent);
});
tellParent('ready');
