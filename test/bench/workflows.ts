import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';

export { article } from '../../src/workflows/index.ts';

const { noop } = proxyActivities<{ noop(): Promise<void> }>({ startToCloseTimeout: '1 minute' });

/** The article as one would first write it: two rounds of write, post, critique, post; ask; wait; edit, post. */
export async function bare(): Promise<void> {
  let isApproved = false;
  setHandler(defineSignal('approve'), () => {
    isApproved = true;
  });
  for (let round = 0; round < 2; round += 1) for (let step = 0; step < 4; step += 1) await noop();
  await noop();
  await condition(() => isApproved);
  await noop();
  await noop();
}
