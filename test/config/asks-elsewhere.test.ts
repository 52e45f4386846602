import { describe, expect, it } from 'vitest';
import { asksElsewhere } from '../../src/config/asks-elsewhere.ts';
import { type Config, loadConfig } from '../../src/config/load.ts';

const { agents } = loadConfig('config');
const elsewhere = { ...agents.writer, api: { baseUrl: 'https://api.example.com/v1' } } as Config['agents']['writer'];

describe('asksElsewhere', () => {
  it.each<[string, Partial<Config['agents']>, boolean]>([
    ['agents that all ask the server under LLM_BASE_URL', {}, false],
    ['an agent with a server of its own', { writer: elsewhere }, true],
    ['an agent whose second model has one', { critic: { ...agents.critic, fallbacks: [elsewhere] } }, true],
    [
      'a fact-checker that searches the web',
      { factChecker: { ...agents.factChecker, providers: ['perplexity'] } },
      true,
    ],
  ])('tells of %s', (_what, changed, isElsewhere) => {
    expect(asksElsewhere({ agents: { ...agents, ...changed } })).toBe(isElsewhere);
  });
});
