import { describe, expect, it } from 'vitest';
import { whyNot } from '../../../worker/replay/why-not.ts';

/** As the SDK words it. */
const nondeterminism = (what: string): Error =>
  new Error(
    `Replay failed with a nondeterminism error. This means that the workflow code as written is not compatible with the history that was fed in. Details: Workflow activation completion failed: Failure { failure: Some(Failure { message: "[TMPRL1100] Nondeterminism error: ${what}", source: "", stack_trace: "", encoded_attributes: None, cause: None, failure_info: None }), force_cause: NonDeterministicError }`,
  );
const failure = (message: string): Error =>
  new Error(
    `Replay failed due workflow task failure. Details: Workflow activation completion failed: Failure { failure: Some(Failure { message: ${JSON.stringify(message)}, source: "TypeScriptSDK", stack_trace: "at finish (/app/src/workflows/article.ts:271:48)", cause: None }), force_cause: Unspecified }`,
  );

describe('whyNot', () => {
  it.each([
    [
      "Activity type of scheduled event 'editArticle' does not match activity type of activity command 'factCheckDraft'",
      'where it did editArticle, this code does factCheckDraft.',
    ],
    [
      'No command scheduled for event HistoryEvent(id: 11, ActivityTaskScheduled)',
      'at event 11 it came to ActivityTaskScheduled, and this code comes to nothing.',
    ],
    [
      'Timer machine does not handle this event: HistoryEvent(id: 11, ActivityTaskScheduled)',
      'at event 11 it came to ActivityTaskScheduled, and this code to something else (Timer).',
    ],
    [
      'Fail workflow machine does not handle this event: HistoryEvent(id: 5, ActivityTaskScheduled)',
      'at event 5 it came to ActivityTaskScheduled, and this code to something else (Fail).',
    ],
    [
      'Missing associated machine for LocalActivity(1)',
      'this code goes another way: Missing associated machine for LocalActivity(1).',
    ],
  ])('says of “%s” in a sentence what differs', (what, sentence) => {
    expect(whyNot(nondeterminism(what))).toBe(sentence);
  });

  it('says with what the code fails, in one line and without a stack', () => {
    expect(whyNot(failure('no such "function"\nis exported'))).toBe(
      'this code fails at src/workflows/article.ts:271: no such "function" is exported.',
    );
  });

  it.each([
    [{ activityTaskScheduledEventAttributes: { activityType: { name: 'writeDraft' } } }, 'Something (writeDraft), and'],
    [{ startChildWorkflowExecutionInitiatedEventAttributes: { workflowType: { name: 'publish' } } }, '(publish), and'],
    [{ markerRecordedEventAttributes: { markerName: 'core_patch' } }, '(core_patch), and'],
    [{ timerStartedEventAttributes: { timerId: '1' } }, 'at event 11 it came to Something, and'],
  ])('names what was done by what happened: %j', (event, name) => {
    const said = nondeterminism('No command scheduled for event HistoryEvent(id: 11, Something)');
    const history = { events: [{ eventId: 10 as never }, { eventId: 11 as never, ...event }] };
    expect(whyNot(said, history)).toContain(name);
  });

  it('keeps a long message short, and takes any other as it is', () => {
    expect(whyNot(failure('x'.repeat(1000))).length).toBeLessThan(310);
    expect(whyNot(new Error('The bridge broke'))).toBe('this code fails: The bridge broke.');
  });
});
