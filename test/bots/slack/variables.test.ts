import { describe, expect, it } from 'vitest';
import { readSlackVariables, requireSlackVariables } from '../../../bots/slack/variables.ts';
import { ConfigError } from '../../../src/config/config-error.ts';
import type { Variables } from '../../../src/config/environment.ts';

const BOT = 'xoxb-100-200-botsecret';
const APP = 'xapp-1-A1-300-appsecret';
const SECRET = '0123456789abcdef0123456789abcdef';

function faultsOf(
  variables: Variables,
  read: (variables: Variables) => unknown = readSlackVariables,
): readonly string[] {
  try {
    read(variables);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // No fault shows a value.
    for (const value of [BOT, APP, SECRET]) expect(error.message).not.toContain(value);
    return error.message.split('\n');
  }
  throw new Error('There was no fault');
}

describe('readSlackVariables', () => {
  it('asks for nothing when nothing is set', () => {
    expect(readSlackVariables({})).toBeUndefined();
    expect(
      readSlackVariables({ PORT: '3000', SLACK_API_URL: 'http://localhost/api', SLACK_BOT_TOKEN: ' ' }),
    ).toBeUndefined();
  });

  it('chooses Socket Mode by its token, also where a host sets PORT', () => {
    expect(readSlackVariables({ SLACK_BOT_TOKEN: ` ${BOT} `, SLACK_APP_TOKEN: APP, PORT: '8080' })).toEqual({
      access: { kind: 'token', botToken: BOT },
      mode: { kind: 'socket', appToken: APP },
      secrets: [BOT, APP],
    });
  });

  it('chooses HTTP by signing secret and port', () => {
    expect(
      readSlackVariables({
        SLACK_BOT_TOKEN: BOT,
        SLACK_SIGNING_SECRET: SECRET,
        PORT: '3000',
        SLACK_API_URL: 'http://localhost:1234/api',
      }),
    ).toEqual({
      access: { kind: 'token', botToken: BOT },
      mode: { kind: 'http', signingSecret: SECRET, port: 3000 },
      apiUrl: 'http://localhost:1234/api/',
      secrets: [BOT, SECRET],
    });
  });

  it.each([
    [
      { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_SIGNING_SECRET: SECRET },
      /are both set.*keep SLACK_APP_TOKEN/,
    ],
    [{ SLACK_BOT_TOKEN: BOT }, /SLACK_APP_TOKEN: is not set, nor is SLACK_SIGNING_SECRET; set SLACK_BOT_TOKEN and/],
    [{ SLACK_APP_TOKEN: APP }, /SLACK_BOT_TOKEN: is not set, but SLACK_APP_TOKEN is/],
    [{ SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: SECRET }, /PORT: is not set/],
    [{ SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: SECRET, PORT: '99999' }, /PORT: must be a port/],
    [
      { SLACK_BOT_TOKEN: APP, SLACK_APP_TOKEN: APP },
      /SLACK_BOT_TOKEN: .*app-level token: that belongs in SLACK_APP_TOKEN/,
    ],
    [{ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: BOT }, /SLACK_APP_TOKEN: .*bot token: that belongs in SLACK_BOT_TOKEN/],
    [{ SLACK_BOT_TOKEN: 'xoxp-1-2', SLACK_APP_TOKEN: APP }, /SLACK_BOT_TOKEN: .*a token of another kind/],
    [{ SLACK_BOT_TOKEN: '"xoxb-1 2"', SLACK_APP_TOKEN: APP }, /without quotes/],
    [
      { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: APP, PORT: '3000' },
      /SLACK_SIGNING_SECRET: must be the Signing Secret/,
    ],
    [{ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_API_URL: 'slack.com' }, /SLACK_API_URL: must be an address/],
  ])('says what is wrong and the way out: %j', (variables, fault) => {
    expect(faultsOf(variables)).toEqual([expect.stringMatching(fault)]);
  });

  it('lists every fault', () => {
    expect(faultsOf({ SLACK_BOT_TOKEN: APP, SLACK_APP_TOKEN: BOT, SLACK_API_URL: 'nowhere' })).toHaveLength(3);
  });

  it('notices a slip in a name', () => {
    expect(faultsOf({ SLACK_BOT_TOKN: BOT, SLACK_APP_TOKEN: APP })[0]).toContain(
      'SLACK_BOT_TOKN is set: did you mean SLACK_BOT_TOKEN?',
    );
  });
});

describe('requireSlackVariables', () => {
  it('says what to set when nothing is', () => {
    expect(faultsOf({}, requireSlackVariables)).toEqual([
      expect.stringMatching(
        /SLACK_BOT_TOKEN: is not set; set SLACK_BOT_TOKEN and SLACK_APP_TOKEN .*or SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and PORT/,
      ),
    ]);
  });
});
