import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as names from '../../src/protocol/names.ts';
import {
  parseAgentRun,
  parseArticleInput,
  parseControl,
  parseDecision,
  parseKeys,
  type Parsed,
  parsePublishInput,
  parseScheduledOrder,
  parseThreadReport,
  parseWebhooksInput,
} from '../../src/protocol/parse.ts';
import { recordedReleases } from './recorded-releases.ts';
import { namesOfToday } from './surface/names.ts';

const TODAY = fileURLToPath(new URL('../histories', import.meta.url));

interface Payloads {
  readonly payloads?: readonly { readonly data?: string }[];
}

/** What of an event is looked at here. */
interface HistoryEvent {
  readonly workflowExecutionStartedEventAttributes?: {
    readonly workflowType: { readonly name: string };
    readonly input: Payloads;
  };
  readonly activityTaskScheduledEventAttributes?: { readonly activityType: { readonly name: string } };
  readonly workflowExecutionSignaledEventAttributes?: { readonly signalName: string; readonly input?: Payloads };
  readonly workflowExecutionUpdateAcceptedEventAttributes?: {
    readonly acceptedRequest: { readonly input: { readonly name: string; readonly args?: Payloads } };
  };
}

/** Something that was sent to a workflow, under its name. */
interface Sent {
  readonly name: string;
  readonly value: unknown;
}

const WITHOUT_INPUT: readonly string[] = [
  ...names.OPERATOR_SIGNALS,
  names.RENEW_SIGNAL,
  names.WEBHOOKS_DUE_SIGNAL,
  names.PUBLISH_AGAIN_SIGNAL,
];
const PARSERS: Readonly<Record<string, (given: unknown) => Parsed<unknown>>> = {
  [`start ${names.WORKFLOW_TYPE}`]: parseArticleInput,
  [`start ${names.WEBHOOKS_WORKFLOW}`]: parseWebhooksInput,
  [`start ${names.PUBLISH_WORKFLOW_TYPE}`]: parsePublishInput,
  [`start ${names.AGENT_RUN_TYPE}`]: parseAgentRun,
  [`start ${names.SCHEDULED_TYPE}`]: parseScheduledOrder,
  [names.DECIDE_UPDATE]: parseDecision,
  [names.DECIDE_SIGNAL]: parseDecision,
  [names.CONTROL_UPDATE]: parseControl,
  [names.CONTROL_SIGNAL]: parseControl,
  [names.REPORT_SIGNAL]: parseThreadReport,
  [names.LINKED_SIGNAL]: parseKeys,
};

function eventsIn(folder: string): readonly HistoryEvent[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap(
      (name) =>
        (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { readonly events: readonly HistoryEvent[] }).events,
    );
}

function sentIn(events: readonly HistoryEvent[]): readonly Sent[] {
  return events.flatMap((event) => {
    const started = event.workflowExecutionStartedEventAttributes;
    if (started !== undefined) return [{ name: `start ${started.workflowType.name}`, value: first(started.input) }];
    const signalled = event.workflowExecutionSignaledEventAttributes;
    if (signalled !== undefined) return [{ name: signalled.signalName, value: first(signalled.input) }];
    const { input } = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest ?? {};
    return input === undefined ? [] : [{ name: input.name, value: first(input.args) }];
  });
}

function first(payloads: Payloads | undefined): unknown {
  const data = payloads?.payloads?.[0]?.data;
  return data === undefined ? undefined : (JSON.parse(Buffer.from(data, 'base64').toString('utf8')) as unknown);
}

/** What nobody takes any more, and why. */
function refusedOf(sent: readonly Sent[]): readonly string[] {
  return sent.flatMap(({ name, value }) => {
    if (WITHOUT_INPUT.includes(name)) return [];
    const parsed = PARSERS[name]?.(value) ?? { ok: false, fault: 'nobody takes it' };
    return parsed.ok ? [] : [`${name}: ${parsed.fault}`];
  });
}

describe.each([
  ...recordedReleases().map(({ version, folder }) => [version, join(folder, 'histories')] as const),
  ['today', TODAY] as const,
])('the histories of %s', (_, folder) => {
  const events = eventsIn(folder);
  const sent = sentIn(events);

  it('are of every workflow, and of what is sent to each', () => {
    const { DECIDE_UPDATE, DECIDE_SIGNAL, CONTROL_UPDATE, REPORT_SIGNAL, RENEW_SIGNAL, LINKED_SIGNAL } = names;
    const started = Object.keys(PARSERS).filter((name) => name.startsWith('start '));
    const asked = [DECIDE_UPDATE, DECIDE_SIGNAL, CONTROL_UPDATE, REPORT_SIGNAL, RENEW_SIGNAL, LINKED_SIGNAL];
    expect([...new Set(sent.map(({ name }) => name))]).toEqual(expect.arrayContaining([...started, ...asked]));
  });

  it('have inputs, decisions, controls and reports that are taken today', () => {
    expect(refusedOf(sent)).toEqual([]);
  });

  it('ask for activities that today’s workers have', () => {
    const asked = events.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType.name ?? []);
    expect(asked.length).toBeGreaterThan(100);
    const known = namesOfToday()['activities'] as readonly string[];
    expect(asked.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('what is sent', () => {
  it.each([
    ['to nobody', { name: 'decided', value: {} }, 'decided: nobody takes it'],
    ['with a field of another name', { name: 'decide', value: { kind: 'approve', decisionId: 'd1' } }, /^decide: /],
    ['with less than today', { name: 'start scheduledOrder', value: {} }, /^start scheduledOrder: scheduleId/],
  ])('%s is found', (_, sent, sentence) => {
    expect(refusedOf([sent])).toEqual([expect.stringMatching(sentence)]);
  });
});
