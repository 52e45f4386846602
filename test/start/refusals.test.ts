import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePlace, type Place } from '../support/place.ts';

describe('a start that cannot come to anything', () => {
  let place: Place;
  beforeAll(async () => {
    place = await makePlace();
    await place.configure('workflows.yaml', 'quality_threshold: 8.0', 'quality_threshold: 80');
    await place.configure('workflows.yaml', 'approvers: [requester]', 'approvers: []');
    await place.configure('agents.yaml', 'max_claims: 8', 'max_claim: 8');
  });
  afterAll(() => place.remove());

  const expectNothingStarted = (): void => {
    expect(existsSync(place.data)).toBe(false);
    expect(place.servers()).toEqual([]);
  };

  it('is refused for a decision that cannot be read, before a look at anything else', async () => {
    const { code, stdout, stderr } = await place.start(['--demo', 'How tides work', '--decide', 'perhaps']).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^--decide takes approve, changes:WHAT or reject:WHY, not “perhaps”\.\n\nnpm start /);
    expect(stderr).not.toContain('.yaml');
    expectNothingStarted();
  });

  it.each(['src/local/main.ts', 'worker/main.ts', 'bots/terminal/main.ts'])(
    'is refused by %s with every fault of every file and variable at its place',
    async (program) => {
      const env = { LLM_BASE_URL: 'localhost:4000', COPYDESK_DATE: 'x', LLM_API_KEY: 'sk-with "quotes"' };
      const { code, stdout, stderr } = await place.start([], { program, env }).ended;
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      const lines = stderr.trimEnd().split('\n');
      expect(lines).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^environment LLM_BASE_URL: must be an address such as /),
          expect.stringMatching(/^environment LLM_API_KEY: has spaces/),
          expect.stringMatching(/^environment COPYDESK_DATE: is not known; did you mean COPYDESK_DATA\?$/),
          expect.stringMatching(
            /^config\/workflows\.yaml:5:\d+ article_workflow\.quality_threshold: must be between 0 and 10/,
          ),
          expect.stringMatching(/^config\/workflows\.yaml:\d+:\d+ article_workflow\.approval\.approvers: .*nobody/),
          expect.stringMatching(
            /^config\/agents\.yaml:\d+:\d+ agents\.fact_checker\.max_claim: .*did you mean max_claims\?$/,
          ),
        ]),
      );
      expect(lines).toHaveLength(6);
      expect(stderr).not.toContain('quotes"');
      expectNothingStarted();
    },
  );
});
