import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { namedKeys, requireModelKeys } from '../../src/config/require-model-keys.ts';

describe('requireModelKeys', () => {
  const { agents } = loadConfig('config');
  const searching = { agents: { ...agents, factChecker: { ...agents.factChecker, providers: ['perplexity'] } } };

  it('asks for no key when the model checks facts', () => {
    expect(() => requireModelKeys({ agents }, {}, {})).not.toThrow();
  });

  it('names the missing key of Perplexity, and both ways out', () => {
    expect(() => requireModelKeys(searching, {}, {})).toThrow(
      /^environment PERPLEXITY_API_KEY: is not set, .*set the key, or write provider: model$/,
    );
    expect(() => requireModelKeys(searching, { perplexityApiKey: 'pplx-1' }, {})).not.toThrow();
  });

  it('names the missing key of an external agent, and hands over those that are there', () => {
    const checker = { kind: 'chat', baseUrl: 'https://c.example', keyEnv: 'CHECKER_KEY', ...agents.critic } as const;
    const withChecker = { agents: { ...agents, external: { checker } } };
    expect(() => requireModelKeys(withChecker, {}, { CHECKER_KEY: ' ' })).toThrow(
      /^environment CHECKER_KEY: is not set, and agents\.external\.checker\.key_env/,
    );
    expect(() => requireModelKeys(withChecker, {}, { CHECKER_KEY: 'k' })).not.toThrow();
    expect(namedKeys(withChecker, { CHECKER_KEY: ' k ', OTHER: 'x' })).toEqual({ CHECKER_KEY: 'k' });
  });

  it('names every variable of a key that an agent asks for', () => {
    const api = { kind: 'chat', keyEnv: 'CRITIC_KEY' } as const;
    const own = { agents: { ...agents, critic: { ...agents.critic, api }, editor: { ...agents.editor, api } } };
    expect(() => requireModelKeys(own, {}, { CRITIC_KEY: ' ' })).toThrow(
      /^environment CRITIC_KEY: is not set, .*api\.key_env in agents\.yaml names it; set it, or remove the line$/,
    );
    expect(() => requireModelKeys(own, {}, { CRITIC_KEY: 'k' })).not.toThrow();
    expect(namedKeys(own, { CRITIC_KEY: ' k ', OTHER: 'x' })).toEqual({ CRITIC_KEY: 'k' });
  });

  it('names the variable of a model that is asked when the first one fails', () => {
    const fallback = { ...agents.writer, api: { kind: 'chat', keyEnv: 'SECOND_KEY' } } as const;
    const own = { agents: { ...agents, writer: { ...agents.writer, fallbacks: [fallback] } } };
    expect(() => requireModelKeys(own, {}, {})).toThrow(
      /^environment SECOND_KEY: is not set, and agents\.writer\.models\[1\]\.api\.key_env in agents\.yaml names it/,
    );
    expect(namedKeys(own, { SECOND_KEY: 'k' })).toEqual({ SECOND_KEY: 'k' });
  });
});
