import { it } from 'vitest';
import { TWENTY_VOTE } from '../bench/votes.ts';
import { CONFLICT_TIMEOUT_MS, expectNoConflict } from '../support/expect-no-conflict.ts';

// Ten thousand of them: `npm run bench -- votes`.
it('hundreds of votes of twenty people over three platforms, by processes that are killed, are what one register could have done', {
  timeout: CONFLICT_TIMEOUT_MS,
}, async () => {
  await expectNoConflict({ articles: 20, decisionsEach: 20 }, TWENTY_VOTE);
});
