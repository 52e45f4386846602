import { afterAll, beforeAll, describe } from 'vitest';
import type { ListenersBench } from './bench.ts';
import { decisionsAreCarriedOut } from './decisions.ts';
import { outagesAreSaid } from './outages.ts';
import { racesHaveOneOutcome } from './races.ts';
import { whatComesAgainCountsOnce } from './redelivery.ts';
import { refusalsAreExplained } from './refusals.ts';
import { repliesAreNoDecisions } from './replies.ts';
import { createScene } from './scene.ts';
import { threadsTellWhatHappened } from './threads.ts';

/** What the listeners of every chat platform have to do. */
export function listenersContract(name: string, open: () => Promise<ListenersBench>): void {
  describe(`${name} listeners`, () => {
    const scene = createScene(name, open);
    beforeAll(scene.open);
    afterAll(scene.close);

    decisionsAreCarriedOut(scene);
    refusalsAreExplained(scene);
    whatComesAgainCountsOnce(scene);
    racesHaveOneOutcome(scene);
    threadsTellWhatHappened(scene);
    outagesAreSaid(scene);
    repliesAreNoDecisions(scene);
  });
}
