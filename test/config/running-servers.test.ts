import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { forgetRunningServers, noteRunningServers, withRunningServers } from '../../src/config/running-servers.ts';

const OWN = {
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  TEMPORAL_CONFIG_FILE: '/data/no-temporal.toml',
  DATABASE_URL: 'postgres://copydesk:secret@127.0.0.1:15432/copydesk',
  LLM_BASE_URL: 'http://127.0.0.1:4010/v1',
  WEB_PORT: '8000',
};
/** Beyond what any system gives to a process. */
const NOBODY = 2 ** 31 - 2;

describe('withRunningServers', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'copydesk-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  });
  const given = (more: Readonly<Record<string, string>> = {}) => ({ COPYDESK_DATA: folder, ...more });

  it('knows the servers that a running npm start brought up, until they end', () => {
    expect(withRunningServers(given())).toEqual({ variables: given() });
    noteRunningServers(folder, { ...OWN, SLACK_BOT_TOKEN: 'xoxb-1' });
    expect(withRunningServers(given())).toEqual({ pid: process.pid, variables: given(OWN) });
    noteRunningServers(folder, {});
    expect(withRunningServers(given())).toEqual({ variables: given() });
    forgetRunningServers(folder);
    expect(withRunningServers(given())).toEqual({ variables: given() });
  });

  it('is for the owner of the data folder only', () => {
    noteRunningServers(folder, OWN);
    expect(statSync(join(folder, 'running.json')).mode & 0o777).toBe(0o600);
  });

  it('lets what is configured stand, and takes none of it for the servers of npm start', () => {
    noteRunningServers(folder, OWN);
    const configured = {
      TEMPORAL_ADDRESS: 'temporal:7233',
      TEMPORAL_NAMESPACE: 'news',
      DATABASE_URL: 'postgres://db/copydesk',
      LLM_BASE_URL: 'https://llm.example/v1',
    };
    expect(withRunningServers(given(configured)).variables).toEqual(given({ ...configured, WEB_PORT: OWN.WEB_PORT }));
    expect(withRunningServers(given({ TEMPORAL_NAMESPACE: 'news', TEMPORAL_API_KEY: 'key' })).variables).toEqual(
      given(OWN),
    );
  });

  it.each([
    ['of a process that was killed', JSON.stringify({ pid: NOBODY, variables: OWN })],
    [
      'of a process whose id went to another program since',
      JSON.stringify({ pid: process.pid, started: 'yesterday', variables: OWN }),
    ],
    ['that does not say when its process started', JSON.stringify({ pid: process.pid, variables: OWN })],
    ['of nobody', '{}'],
    ['that is half written', '{"pid":'],
  ])('does not believe a note %s', (_, text) => {
    writeFileSync(join(folder, 'running.json'), text);
    expect(withRunningServers(given())).toEqual({ variables: given() });
  });
});
