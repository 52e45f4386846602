import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { readEnvironment, type Variables } from '../../src/config/environment.ts';

function faultsOf(variables: Variables): readonly string[] {
  try {
    readEnvironment(variables);
  } catch (error) {
    return error instanceof ConfigError ? error.message.split('\n') : [`not a ConfigError: ${String(error)}`];
  }
  return [];
}

describe('readEnvironment', () => {
  it('needs nothing', () => {
    expect(readEnvironment({ PATH: '/bin', SLACK_BOT_TOKEN: 'x' })).toEqual({
      configFolder: 'config',
      dataFolder: '.copydesk',
      perplexityBaseUrl: 'https://api.perplexity.ai/v1',
      secrets: [],
    });
  });

  it('takes a variable that is empty for one that is not set', () => {
    expect(readEnvironment({ LLM_BASE_URL: '', DATABASE_URL: ' ', COPYDESK_DATA: '', LOG_LEVEL: '' })).toEqual(
      readEnvironment({}),
    );
  });

  it('reads what is set', () => {
    expect(
      readEnvironment({
        TEMPORAL_ADDRESS: 'cluster.example.com:7233',
        LLM_BASE_URL: 'http://127.0.0.1:4000/v1/ ',
        LOG_LEVEL: 'DEBUG',
        PRACTICE_MODEL_MOOD: 'liar',
        EDITOR: 'nano',
        VISUAL: 'code --wait',
        LANG: 'en_GB.UTF-8',
        LC_ALL: 'ru_RU.UTF-8',
        COPYDESK_DATA: '/var/lib/copydesk',
      }),
    ).toMatchObject({
      temporalAddress: 'cluster.example.com:7233',
      llmBaseUrl: 'http://127.0.0.1:4000/v1',
      logLevel: 'debug',
      practiceModelMood: 'liar',
      editor: 'code --wait',
      locale: 'ru_RU.UTF-8',
      dataFolder: '/var/lib/copydesk',
    });
  });

  it('lists what must never be logged, passwords within addresses included', () => {
    const { secrets } = readEnvironment({
      LLM_API_KEY: 'sk-one',
      PERPLEXITY_API_KEY: 'pplx-two',
      TEMPORAL_API_KEY: 'three',
      DATABASE_URL: 'postgres://desk:p%40ss@db:5432/copydesk',
      REDIS_URL: 'redis://:four@cache:6379',
      COPYDESK_SECRET: 'a-secret-of-thirty-two-characters',
    });
    expect(secrets).toEqual([
      'sk-one',
      'pplx-two',
      'three',
      'a-secret-of-thirty-two-characters',
      'p%40ss',
      'p@ss',
      'four',
    ]);
  });

  it('lists every fault, and shows no value', () => {
    const canary = 'canary';
    const faults = faultsOf({
      DATABASE_URL: `mysql://desk:${canary}@db/copydesk`,
      REDIS_URL: `${canary}:6379`,
      LLM_BASE_URL: `api.example.com/${canary}`,
      LLM_API_KEY: `sk ${canary}`,
      TEMPORAL_ADDRESS: `https://${canary}:7233`,
      LOG_LEVEL: canary,
      COPYDESK_SECRET: canary,
      PRACTICE_MODEL_MOOD: canary,
      COPYDESK_DATE: canary,
    });
    expect(faults.join('\n')).not.toContain(canary);
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'environment TEMPORAL_ADDRESS',
      'environment DATABASE_URL',
      'environment REDIS_URL',
      'environment LLM_BASE_URL',
      'environment LLM_API_KEY',
      'environment PRACTICE_MODEL_MOOD',
      'environment LOG_LEVEL',
      'environment COPYDESK_SECRET',
      'environment COPYDESK_DATE',
    ]);
    expect(faults).toContain(
      'environment DATABASE_URL: must be an address such as postgres://USER:PASSWORD@localhost:5432/copydesk',
    );
    expect(faults).toContain(
      'environment COPYDESK_SECRET: must have at least 32 characters, such as what "openssl rand -hex 32" prints',
    );
    expect(faults).toContain('environment COPYDESK_DATE: is not known; did you mean COPYDESK_DATA?');
  });
});
