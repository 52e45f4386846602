import { expect, it } from 'vitest';
import { sayNext } from '../../../worker/agents/say-next.ts';
import { TEST_SETTINGS } from '../../support/settings.ts';

it('never asks another orchestrator for what goes with an article: no command writes it', () => {
  const draft = { version: 1, hash: '0a1b2c3d', draftId: 'd1', author: 'agent', critiqueId: 'c1', score: 9 };
  const rules = { ...TEST_SETTINGS, extras: [{ name: 'summary', maxChars: 300 }] };
  expect(sayNext({ drafts: [draft] }, rules)).toMatchObject({ kind: 'ask-people', version: 1, reason: 'threshold' });
});
