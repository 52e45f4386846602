import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { isRunning } from '../../src/local/processes.ts';
import { makePlace, type Place, type Running } from '../support/place.ts';
import type { Person } from '../support/person.ts';
import { type ScriptedModel, startScriptedModel } from '../support/scripted-model.ts';

const USUAL_PORTS = [7233, 8233, 15_432] as const;

/** Somebody's program on that port: ours, or whoever else's is there already. */
function occupy(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(server));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

describe('npm start as a service', () => {
  let model: ScriptedModel;
  let place: Place;
  let elsewhere: Place;
  let others: readonly Server[];
  let service: Running;
  let atTerminal: Person;

  beforeAll(async () => {
    model = await startScriptedModel();
    others = await Promise.all(USUAL_PORTS.map(occupy));
    const env = { LLM_BASE_URL: model.url };
    [place, elsewhere] = await Promise.all([makePlace({ env }), makePlace({ env })]);
    service = place.start([]);
    atTerminal = elsewhere.sitDown(['--no-terminal']);
    await Promise.all([service.says(/Ready in/), atTerminal.sees('Ready in')]);
  });
  afterAll(async () => {
    for (const server of others) server.close();
    await Promise.all([place.remove(), elsewhere.remove()]);
    await model.stop();
  });

  it('runs on other ports when the usual ones are taken, and says so', async () => {
    const said = service.said();
    const [, temporal] = /Port 7233 is taken; Temporal listens on (\d+)/.exec(said) ?? [];
    const [, webUi] = /Port 8233 is taken; the Web UI is on (\d+)/.exec(said) ?? [];
    const [, postgres] = /Port 15432 is taken; PostgreSQL listens on (\d+)/.exec(said) ?? [];
    for (const address of [`http://127.0.0.1:${webUi}`, `127.0.0.1:${temporal}`, `127.0.0.1:${postgres}`])
      expect(said).toContain(address);
    expect((await fetch(`http://127.0.0.1:${webUi}`)).status).toBe(200);
  });

  it('asks nothing, with --no-terminal not even at a terminal', () => {
    for (const said of [service.said(), atTerminal.transcript()]) {
      expect(said).toContain(en.startup.service);
      expect(said).not.toContain(en.terminal.topicPrompt);
    }
  });

  it('keeps finished articles in lists for as long as copydesk.yaml says, where Temporal alone forgets them within a day', async () => {
    const [, address] = /Temporal +its own, at (\S+)/.exec(service.said()) ?? [];
    const connection = await Connection.connect({ address: address ?? '' });
    const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
    await connection.close();
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(90 * 86_400);
  });

  it('is examined by npm run doctor, and asked by npm run retry, without a setting', () => {
    const env = { PATH: process.env['PATH'], COPYDESK_DATA: place.data };
    const run = (...args: readonly string[]) => spawnSync(process.execPath, args, { env, encoding: 'utf8' });
    const doctor = run('src/doctor/main.ts', 'core');
    expect(doctor).toMatchObject({ status: 0, stderr: '' });
    expect(doctor.stdout).toContain(`npm start runs (process ${service.pid})`);
    for (const name of ['Temporal', 'Namespace', 'Search attributes', 'Workers', 'PostgreSQL', 'Tables', 'Articles'])
      expect(doctor.stdout).toMatch(new RegExp(`✓ ${name} `));
    expect(run('worker/retry/main.ts', '--stage', 'stuck', '--dry-run')).toMatchObject({
      status: 0,
      stdout: '0 stuck. Nothing was asked of them (--dry-run).\n',
    });
  });

  it('lets no second one onto its data, and tells it whom to stop', async () => {
    const { code, stdout, stderr } = await place.start([]).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(
      `Process ${service.pid} is already running Copydesk on ${place.data}. Stop it (kill ${service.pid})`,
    );
    expect(isRunning(service.pid)).toBe(true);
    expect(await place.holder()).toBe(service.pid);
  });

  it('ends on SIGTERM with everything it started, and nothing else', async () => {
    const theirs = elsewhere.servers().map(({ pid }) => pid);
    expect(place.servers().length).toBeGreaterThan(1);
    expect(await service.end('SIGTERM')).toMatchObject({ code: 0 });
    expect(place.servers()).toEqual([]);
    // PostgreSQL's helpers come and go, its server and Temporal's do not.
    expect(theirs.filter(isRunning).length).toBeGreaterThan(1);
    expect(atTerminal.transcript()).not.toContain(en.startup.stopping);
  });

  it('takes a second SIGTERM for the first', async () => {
    const pid = await elsewhere.holder();
    process.kill(pid, 'SIGTERM');
    process.kill(pid, 'SIGTERM');
    await atTerminal.sees(en.startup.stopped);
    expect(await atTerminal.ended).toBe(0);
    expect(elsewhere.servers()).toEqual([]);
  });
});
