import { it } from 'vitest';
import { CONFLICT_TIMEOUT_MS, expectNoConflict } from '../support/expect-no-conflict.ts';

// Ten thousand of them: `npm run bench -- decisions`.
it('hundreds of conflicting decisions over two platforms, by processes that are killed, come to one outcome each', {
  timeout: CONFLICT_TIMEOUT_MS,
}, async () => {
  await expectNoConflict({ articles: 40, decisionsEach: 10 });
});
