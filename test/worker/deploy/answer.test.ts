import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/config/config-error.ts';
import { answerDeploy } from '../../../worker/deploy/answer.ts';
import type { DeployAsked } from '../../../worker/deploy/asked.ts';
import type { DeployedVersion, Deployment, DeploymentState } from '../../../worker/deploy/deployment.ts';

const NONE = { articles: 0, waiting: 0, others: 0, failing: 0 };
const AT = (day: number): Date => new Date(Date.UTC(2026, 10, day, 9, 12));
const version = (buildId: string, role: DeployedVersion['role'], rest: Partial<DeployedVersion> = {}) => ({
  ...NONE,
  buildId,
  role,
  since: AT(20),
  workers: 2,
  ...rest,
});
const NEW = version('c3', 'new');
const CURRENT = version('b2', 'current', { articles: 12, waiting: 8, lastCurrent: AT(20) });
const BEFORE = version('a1', 'draining', { articles: 5, waiting: 4, others: 1, lastCurrent: AT(18) });

type Change = readonly [what: string, build: string | undefined, percent?: number];

/** A deployment in one state, which notes what is asked of it. */
function open(state: Partial<DeploymentState> | undefined, serverVersion = '1.32.0') {
  const changes: Change[] = [];
  const full =
    state === undefined
      ? undefined
      : {
          versions: [NEW, CURRENT, BEFORE],
          current: 'b2',
          unversioned: { ...NONE, workers: 0 },
          token: new Uint8Array(),
          ...state,
        };
  const deployment: Deployment = {
    name: 'copydesk',
    serverVersion: async () => serverVersion,
    look: async () => full,
    setCurrent: async (build) => void changes.push(['current', build]),
    setRamping: async (build, percent) => void changes.push(['ramping', build, percent]),
    async renew(build) {
      changes.push(['renew', build]);
      return 4;
    },
    drop: async (build) => void changes.push(['drop', build]),
  };
  const ask = async (asked: Exclude<DeployAsked, { readonly kind: 'help' }>, patienceMs = 0) => {
    const lines: string[] = [];
    const print = (line: string): void => void lines.push(line);
    const code = await answerDeploy(asked, { deployment, ownBuild: async () => 'c3', print, patienceMs });
    return { code, said: lines.join('\n'), changes };
  };
  return { deployment, ask };
}

describe('npm run deploy -- status', () => {
  it('tells of each version what it is there for, who works on it, what runs on it and what may be dropped', async () => {
    const old = version('9z', 'drained', { workers: 0, since: AT(11) });
    const { code, said } = await open({ versions: [NEW, CURRENT, BEFORE, old] }).ask({ kind: 'status' });
    expect(code).toBe(0);
    expect(said).toBe(`Deployment copydesk

VERSION  IS            SINCE (UTC)       WORKERS  ARTICLES        OTHERS
c3       not promoted  2026-11-20 09:12  2        0               0
b2       current       2026-11-20 09:12  2        12 (8 waiting)  0
a1       draining      2026-11-20 09:12  2        5 (4 waiting)   1
9z       drained       2026-11-11 09:12  0        0               0

a1: npm run deploy -- renew a1 has the 4 that wait for people go on with the current version.
9z: nothing runs on it, and it may be forgotten: npm run deploy -- drop 9z.
c3 has workers: npm run deploy -- promote c3.`);
  });

  it('shows the share of what is tried, and workers without a version where there are any', async () => {
    const { said } = await open({
      versions: [version('c3', 'ramping'), CURRENT],
      ramping: 'c3',
      rampPercent: 20,
      unversioned: { ...NONE, articles: 3, workers: 1 },
    }).ask({ kind: 'status' });
    expect(said).toMatch(/^c3 +ramping, 20% /m);
    expect(said).toMatch(/^\(no version\) +1 +3 +0$/m);
  });

  it('says what waits for workers that are not there', async () => {
    const { said } = await open({
      versions: [version('b2', 'current', { workers: 0 }), version('a1', 'draining', { workers: 0, articles: 1 })],
    }).ask({ kind: 'status' });
    expect(said).toContain('b2: no worker asks for work. What begins on it waits until one does.');
    expect(said).toContain('a1: no worker asks for work. 1 run waits until one does.');
  });

  it('says where code fails again and again, and the way out', async () => {
    const { said } = await open({
      versions: [
        version('c3', 'current', { articles: 2, failing: 2 }),
        version('b2', 'draining', { articles: 3, waiting: 2, failing: 1 }),
      ],
      unversioned: { ...NONE, articles: 3, failing: 3, workers: 0 },
    }).ask({ kind: 'status' });
    expect(said).toContain(
      'c3: 2 runs do not get on, since its code fails there again and again: the log of its workers says how. So that nothing more begins on it: npm run deploy -- rollback.',
    );
    expect(said).toMatch(/^b2: 1 run does not get on.* says how\.$/m);
    expect(said).not.toContain('renew');
    expect(said).toContain('(no version): 3 runs do not get on, since the code that they were given fails');
  });

  it('says that new articles wait where no version was promoted yet', async () => {
    const { ask } = open({ versions: [NEW] });
    const nothing = open({ versions: [NEW], current: undefined as never });
    expect((await ask({ kind: 'status' })).said).not.toContain('Nothing is current');
    expect((await nothing.ask({ kind: 'status' })).said).toContain(
      'Nothing is current: new articles wait. npm run deploy -- promote c3',
    );
  });

  it('says where there are no versions at all', async () => {
    const { code, said } = await open(undefined).ask({ kind: 'status' });
    expect(code).toBe(0);
    expect(said).toContain('No worker has been part of the deployment copydesk yet: worker.versioning.enabled');
  });

  it('says of a server that is too old what it does not do', async () => {
    expect((await open({}, '1.29.1').ask({ kind: 'status' })).said).toContain(
      'This is Temporal 1.29.1: articles stay on their version until their end. From 1.31 on they go over at their gates.',
    );
    expect((await open({}, '1.31.0').ask({ kind: 'status' })).said).not.toContain('This is Temporal');
  });
});

describe('npm run deploy -- promote', () => {
  it('has new articles begin on this checkout, or on the build that is named', async () => {
    const { code, said, changes } = await open({}).ask({ kind: 'promote' });
    expect([code, changes]).toEqual([0, [['current', 'c3']]]);
    expect(said).toContain('c3 is current: new articles begin on it, others come to it at their next gate.');
    expect(said).toContain('Let the workers of b2 work until');
    expect((await open({}).ask({ kind: 'promote', build: 'a1' })).changes).toEqual([['current', 'a1']]);
  });

  it('gives a version a share of what begins', async () => {
    const { code, said, changes } = await open({}).ask({ kind: 'promote', build: 'c3', rampPercent: 20 });
    expect([code, changes]).toEqual([0, [['ramping', 'c3', 20]]]);
    expect(said).toContain('Of 100 new articles 20 begin on c3 now, the others on b2.');
  });

  it('tries nothing where the other articles would wait', async () => {
    const nothing = { versions: [NEW], current: undefined as never };
    const refused = await open(nothing).ask({ kind: 'promote', build: 'c3', rampPercent: 20 });
    expect([refused.code, refused.changes]).toEqual([1, []]);
    expect(refused.said).toContain('all other articles would wait. All on c3: npm run deploy -- promote c3.');
    const tried = await open({ ...nothing, unversioned: { ...NONE, workers: 1 } }).ask({
      kind: 'promote',
      build: 'c3',
      rampPercent: 20,
    });
    expect([tried.code, tried.changes]).toEqual([0, [['ramping', 'c3', 20]]]);
  });

  it.each([
    ['a version without a worker', [version('c3', 'new', { workers: 0 }), CURRENT]],
    ['a version that nobody knows', [CURRENT]],
  ])('refuses %s, since what begins there would wait', async (_, versions) => {
    const { code, said, changes } = await open({ versions }).ask({ kind: 'promote', build: 'c3' });
    expect([code, changes]).toEqual([1, []]);
    expect(said).toContain('Nothing was changed: no worker of c3 asks for work');
    expect(said).toContain('Others do: b2.');
  });

  it('has nothing to do for what is current', async () => {
    const { code, said, changes } = await open({}).ask({ kind: 'promote', build: 'b2' });
    expect([code, said, changes]).toEqual([0, 'b2 is current already.', []]);
  });

  it('says of what else is being tried that it still gets its share, or no longer does', async () => {
    const trying = { ramping: 'x', rampPercent: 20 };
    const share = 'But of 100 new articles 20 begin on x, which is being tried: npm run deploy -- rollback ends that.';
    expect((await open(trying).ask({ kind: 'promote', build: 'c3' })).said).toContain(share);
    expect((await open(trying).ask({ kind: 'promote', build: 'b2' })).said).toBe(`b2 is current already. ${share}`);
    expect((await open(trying).ask({ kind: 'rollback', build: 'a1' })).said).toContain(share);
    expect((await open(trying).ask({ kind: 'promote', build: 'c3', rampPercent: 5 })).said).toContain(
      'Of 100 new articles 5 begin on c3 now, the others on b2. x is given no more of them.',
    );
    expect((await open({ ...trying, ramping: 'c3' }).ask({ kind: 'promote', build: 'c3' })).said).not.toContain('But');
  });

  it('does not take the trial of another version with the same share for its own', async () => {
    const { deployment, ask } = open({});
    const { look } = deployment;
    let asked = 0;
    Object.assign(deployment, {
      look: async () => ({ ...(await look()), ...(asked > 0 && { ramping: 'a1', rampPercent: 20 }) }),
      setRamping() {
        asked += 1;
        return Promise.reject(Object.assign(new Error('4 DEADLINE_EXCEEDED'), { code: 4 }));
      },
    });
    const { code, said } = await ask({ kind: 'promote', build: 'c3', rampPercent: 20 });
    expect([code, asked]).toEqual([1, 1]);
    expect(said).toContain('somebody else has changed it at the same moment');
  });

  it.each(['promote', 'rollback'] as const)('changes only what it has looked at: %s', async (kind) => {
    const { deployment, ask } = open({});
    const { look } = deployment;
    let looked = 0;
    const tokens: Uint8Array[] = [];
    Object.assign(deployment, {
      async look() {
        looked += 1;
        return { ...(await look()), token: new Uint8Array([looked]), ...(looked > 1 && { current: 'x' }) };
      },
      setCurrent(_: string, token: Uint8Array) {
        tokens.push(token);
        return Promise.reject(Object.assign(new Error('9 FAILED_PRECONDITION: conflict token mismatch'), { code: 9 }));
      },
    });
    const { code, said } = await ask({ kind, build: kind === 'promote' ? 'c3' : 'a1' }, 5_000);
    expect([code, tokens]).toEqual([1, [new Uint8Array([1])]]);
    expect(said).toContain('somebody else has changed it at the same moment');
  });

  it('says for whom it waits', async () => {
    const { ask } = open({ versions: [CURRENT] });
    expect((await ask({ kind: 'promote', build: 'c3' }, 1)).said).toMatch(/^Waiting for a worker of c3 …\nNothing was/);
  });

  it('hands on what Temporal has against it', async () => {
    const { deployment, ask } = open({});
    const refused = Object.assign(new Error('9 FAILED_PRECONDITION: no'), {
      code: 9,
      details: 'conflict token mismatch',
    });
    Object.assign(deployment, { setCurrent: () => Promise.reject(refused) });
    const { code, said } = await ask({ kind: 'promote', build: 'c3' });
    expect([code, said]).toEqual([1, 'Nothing was changed. Temporal says: conflict token mismatch']);
  });

  it('asks again where a busy server has not answered in time, unless it was done all the same', async () => {
    for (const isDone of [true, false]) {
      const { deployment, ask } = open({});
      const { look, setCurrent } = deployment;
      let asked = 0;
      let isCurrent = false;
      Object.assign(deployment, {
        look: async () => ({ ...(await look()), ...(isCurrent && { current: 'c3' }) }),
        async setCurrent(...change: Parameters<typeof setCurrent>) {
          asked += 1;
          if (asked > 1) return await setCurrent(...change);
          isCurrent = isDone;
          throw Object.assign(new Error('4 DEADLINE_EXCEEDED'), { code: 4 });
        },
      });
      const { code, said } = await ask({ kind: 'promote', build: 'c3' });
      expect([code, asked]).toEqual([0, isDone ? 1 : 2]);
      expect(said).toContain('c3 is current: new articles begin on it');
    }
  });

  it('looks and asks again where a worker was entered meanwhile, and not where somebody else has promoted another', async () => {
    for (const isOther of [false, true]) {
      const { deployment, ask } = open({});
      const { look, setCurrent } = deployment;
      let asked = 0;
      Object.assign(deployment, {
        look: async () => ({ ...(await look()), ...(isOther && asked > 0 && { current: 'a1' }) }),
        async setCurrent(...change: Parameters<typeof setCurrent>) {
          asked += 1;
          if (asked > 1) return await setCurrent(...change);
          throw Object.assign(new Error('9 FAILED_PRECONDITION: conflict token mismatch'), { code: 9 });
        },
      });
      const { code, said } = await ask({ kind: 'promote', build: 'c3' }, 5_000);
      expect([code, asked]).toEqual(isOther ? [1, 1] : [0, 2]);
      expect(said).toContain(isOther ? 'somebody else has changed it' : 'c3 is current: new articles begin on it');
    }
  });

  it('does not take a server that is away for a refusal', async () => {
    const { deployment, ask } = open({});
    Object.assign(deployment, { look: () => Promise.reject(Object.assign(new Error('14 UNAVAILABLE'), { code: 14 })) });
    await expect(ask({ kind: 'promote', build: 'c3' })).rejects.toThrow('14 UNAVAILABLE');
  });

  it('asks for a build id where the checkout has none', async () => {
    const { deployment } = open({});
    const ownBuild = () =>
      Promise.reject(new ConfigError([{ where: 'environment COPYDESK_BUILD_ID', what: 'is not set' }]));
    await expect(answerDeploy({ kind: 'promote' }, { deployment, ownBuild, print: () => undefined })).rejects.toThrow(
      'COPYDESK_BUILD_ID',
    );
  });

  it('goes back to workers without a version only where there is one', async () => {
    const refused = await open({}).ask({ kind: 'promote-unversioned' });
    expect([refused.code, refused.changes]).toEqual([1, []]);
    const { code, changes } = await open({ unversioned: { ...NONE, workers: 1 } }).ask({ kind: 'promote-unversioned' });
    expect([code, changes]).toEqual([0, [['current', undefined]]]);
  });
});

describe('npm run deploy -- rollback', () => {
  it('goes back to the version that was current last, past those that never were', async () => {
    const older = version('9z', 'drained', { lastCurrent: AT(11) });
    const tried = version('x', 'draining', { since: AT(19) });
    const { code, said, changes } = await open({ versions: [CURRENT, tried, older, BEFORE] }).ask({ kind: 'rollback' });
    expect([code, changes]).toEqual([0, [['current', 'a1']]]);
    expect(said).toContain('a1 is current again. What began on b2 goes on with it');
  });

  it('ends the trial of a version first', async () => {
    const { code, said, changes } = await open({
      versions: [version('c3', 'ramping'), CURRENT, BEFORE],
      ramping: 'c3',
      rampPercent: 20,
    }).ask({
      kind: 'rollback',
    });
    expect([code, changes]).toEqual([0, [['ramping', undefined, 0]]]);
    expect(said).toBe('No new articles begin on c3 any more; b2 is given all of them.');
    const alone = { versions: [version('c3', 'ramping')], current: undefined as never, ramping: 'c3', rampPercent: 20 };
    expect((await open(alone).ask({ kind: 'rollback' })).said).toBe(
      'No new articles begin on c3 any more; workers without a version are given all of them, and none asks for work: they wait.',
    );
  });

  it('makes nothing current of which somebody wants to be rid', async () => {
    const tried = version('c3', 'ramping', { lastCurrent: AT(19) });
    const trial = await open({ versions: [tried, CURRENT, BEFORE], ramping: 'c3', rampPercent: 20 }).ask({
      kind: 'rollback',
      build: 'c3',
    });
    expect([trial.code, trial.changes]).toEqual([1, []]);
    expect(trial.said).toBe(
      'Nothing was changed: c3 is being tried. None of what begins on it: npm run deploy -- rollback. All: npm run deploy -- promote c3.',
    );
    const never = await open({}).ask({ kind: 'rollback', build: 'c3' });
    expect([never.code, never.changes]).toEqual([1, []]);
    expect(never.said).toContain('c3 was never current');
  });

  it('does not come forward again when it is asked for twice', async () => {
    const { code, said, changes } = await open({
      versions: [version('c3', 'draining', { lastCurrent: AT(21) }), CURRENT, BEFORE],
    }).ask({ kind: 'rollback' });
    expect([code, changes]).toEqual([1, []]);
    expect(said).toContain('c3, which was current before b2, is newer');
    expect(said).toContain('npm run deploy -- promote c3');
  });

  it('refuses where there is nothing to go back to, or nobody who would work there', async () => {
    const nothing = await open({ versions: [NEW, CURRENT] }).ask({ kind: 'rollback' });
    expect([nothing.code, nothing.changes]).toEqual([1, []]);
    expect(nothing.said).toContain('There is no version to go back to');
    const gone = await open({ versions: [CURRENT, { ...BEFORE, workers: 0 }] }).ask({ kind: 'rollback' });
    expect([gone.code, gone.changes]).toEqual([1, []]);
    expect(gone.said).toContain('no worker of a1 asks for work');
  });
});

describe('npm run deploy -- renew', () => {
  it('tells what waits for people on versions that are given nothing any more', async () => {
    const { code, said, changes } = await open({}).ask({ kind: 'renew' });
    expect([code, changes]).toEqual([0, [['renew', 'a1']]]);
    expect(said).toBe('a1: 4 articles that wait for people were told to go on with the current version.');
  });

  it('says so where nothing waits, or where no worker is left that could hear it', async () => {
    expect((await open({ versions: [CURRENT] }).ask({ kind: 'renew' })).said).toBe(
      'Nothing waits for people on an older version.',
    );
    expect((await open({ versions: [CURRENT, { ...BEFORE, workers: 0 }] }).ask({ kind: 'renew' })).said).toContain(
      'No worker of a1 asks for work: they wait for one.',
    );
  });
});

describe('npm run deploy -- drop', () => {
  it('says that Temporal takes a while to see that a version is over', async () => {
    const { deployment, ask } = open({ versions: [CURRENT, version('9z', 'draining', { workers: 0 })] });
    const details = "version 'copydesk:9z' cannot be deleted since it has active pollers";
    const refused = Object.assign(new Error(`9 FAILED_PRECONDITION: ${details}`), { code: 9, details });
    Object.assign(deployment, { drop: () => Promise.reject(refused) });
    const { code, said } = await ask({ kind: 'drop', build: '9z' });
    expect(code).toBe(1);
    expect(said).toContain('Nothing was changed yet: Temporal looks every few minutes');
    expect(said).toContain(`Try again then. (${details})`);
  });

  it('forgets a version on which nothing runs and nobody works', async () => {
    const done = version('9z', 'drained', { workers: 0 });
    const { code, said, changes } = await open({ versions: [CURRENT, done] }).ask({ kind: 'drop', build: '9z' });
    expect([code, said, changes]).toEqual([0, '9z is forgotten.', [['drop', '9z']]]);
  });

  it.each([
    ['is given new articles', 'b2', [CURRENT], 'b2 is given new articles'],
    ['has runs that are not over', 'a1', [CURRENT, BEFORE], '6 runs are not over on a1'],
    [
      'has workers',
      '9z',
      [CURRENT, version('9z', 'drained', { workers: 1 })],
      '1 of its workers asks for work. Stop it first.',
    ],
    ['is none', 'q', [CURRENT, BEFORE], 'There is no version q. There are b2, a1.'],
  ])('keeps one that %s', async (_, build, versions, why) => {
    const { code, said, changes } = await open({ versions }).ask({ kind: 'drop', build });
    expect([code, changes]).toEqual([1, []]);
    expect(said).toContain(why);
  });
});
