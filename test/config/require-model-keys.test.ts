import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { requireModelKeys } from '../../src/config/require-model-keys.ts';

describe('requireModelKeys', () => {
  const { agents } = loadConfig('config');
  const searching = { agents: { ...agents, factChecker: { ...agents.factChecker, provider: 'perplexity' as const } } };

  it('asks for no key when the model checks facts', () => {
    expect(() => requireModelKeys({ agents }, {})).not.toThrow();
  });

  it('names the missing key of Perplexity, and both ways out', () => {
    expect(() => requireModelKeys(searching, {})).toThrow(
      /^environment PERPLEXITY_API_KEY: is not set, .*set the key, or write provider: model$/,
    );
    expect(() => requireModelKeys(searching, { perplexityApiKey: 'pplx-1' })).not.toThrow();
  });
});
