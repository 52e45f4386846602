import type { RuleNames } from '../approver-rule.ts';
import type { Count } from '../../gateway/article-list.ts';
import type { Stage, Step } from '../../protocol/article.ts';
import type { ButtonVerb } from '../../protocol/button-codec.ts';
import type { StopReason } from '../../protocol/desk-state.ts';
import type { Verdict } from '../../protocol/fact-report.ts';
import type { Approver } from '../../protocol/settings.ts';
import { parseApproverRule } from '../approver-rule.ts';
import { createFormat } from '../format.ts';

export const format = createFormat('en');

const platforms: Readonly<Record<string, string>> = {
  slack: 'in Slack',
  telegram: 'in Telegram',
  terminal: 'in the terminal',
  web: 'on the page',
};

function where(platform: string): string {
  return platforms[platform] ?? `in ${platform}`;
}

/** The words everything else is made of. */
export const words = {
  format,

  /** `in Slack` */
  where,
  inAnotherWorkspace: 'in another Slack workspace',

  /** Names of stages, as on the status card and in lists. */
  stages: {
    drafting: 'Being written',
    waiting: 'Waiting for a decision',
    finishing: 'Approved, being finished',
    paused: 'Paused',
    stuck: 'Stuck, needs somebody',
    delivered: 'Delivered',
    rejected: 'Rejected',
    cancelled: 'Cancelled',
  } as Readonly<Record<Stage, string>>,

  /** What is being done right now. */
  steps: {
    researching: 'the sources are being read',
    outlining: 'the outline is being made',
    writing: 'the writer is at work',
    citing: 'its citations are being compared with their sources',
    critiquing: 'the critic is reading',
    comparing: 'two drafts are being compared',
    'fact-checking': 'facts are being checked',
    'writing-extras': 'the texts that go with the article are being written',
    editing: 'the final edit is under way',
  } as Readonly<Record<Step, string>>,

  /** `the critic is reading`, `the writer is at work, 430 words` */
  step(step: Step, wordsSoFar?: number): string {
    const written = wordsSoFar === undefined ? '' : `, ${format.count(wordsSoFar, { one: 'word', many: 'words' })}`;
    return `${words.steps[step]}${written}`;
  },

  /** `Being written: the critic is reading`. */
  stage(stage: Stage, step?: Step, wordsSoFar?: number): string {
    return step === undefined ? words.stages[stage] : `${words.stages[stage]}: ${words.step(step, wordsSoFar)}`;
  },

  /** Of a translation, in lists: `English → German`. */
  translation: (from: string, into: string, isStale: boolean): string =>
    `${format.languageName(from)} → ${format.languageName(into)}${isStale ? ', stale' : ''}`,

  /** Whoever decides for somebody who is away. */
  standsFor: (name: string, absent: string): string => `${name} (for ${absent})`,

  /** Somebody sees to the decision that is waited for. */
  claimed: (name: string): string => `${name} has it`,

  /** `12`; `200+` where nobody has counted further. */
  counted: ({ total, isMore }: Count): string => `${format.number(total)}${isMore ? '+' : ''}`,

  /** Labels of buttons and menu items. */
  buttons: {
    approve: 'Approve',
    'request-changes': 'Request changes',
    edit: 'Edit',
    reject: 'Reject',
    pause: 'Pause',
    resume: 'Resume',
    cancel: 'Cancel the article',
    finish: 'Finish with the best draft',
    another: 'Another version',
    retry: 'Retry',
    raise: 'Continue, spend more',
    claim: 'I take it',
    release: 'Leave it to others',
    'take-over': 'Take over proposal',
    'bring-back': 'Back to the draft before',
    changes: 'Open changes',
    adopt: 'Adopt for the house style',
    'publish-again': 'Try again',
    translate: 'Translate',
    'translate-again': 'Translate again',
    original: 'Read original',
    open: 'Open in browser',
  } as Readonly<Record<ButtonVerb, string>>,

  /** What each button does, in a few words. */
  buttonHints: {
    approve: 'final edit, then delivery',
    'request-changes': 'say what to change, a new draft follows',
    edit: 'change the text yourself',
    reject: 'end the article without delivery',
    pause: 'stop until somebody resumes',
    resume: 'go on where it stopped',
    cancel: 'stop for good, nothing is delivered',
    finish: 'no more drafts, deliver the best one',
    another: 'write it again from the beginning',
    retry: 'try the same step again',
    raise: 'more may be spent on this article',
    claim: 'others see that you are looking at it',
    release: 'others see that you are not looking at it any more',
    'take-over': 'a new edition with this sentence, for approval',
    'bring-back': 'decide on the earlier text instead',
    changes: 'what changed since the draft you last saw',
    adopt: 'articles asked for here are spelled like this from now on',
    'publish-again': 'publish the article there after all',
    translate: 'a translation, with a thread and a decision of its own',
    'translate-again': 'what has changed is translated, what has not stays',
    original: 'what it is translated from, as it was delivered',
    open: 'a link for you alone',
  } as Readonly<Record<ButtonVerb, string>>,

  verdicts: {
    supported: 'Supported',
    contradicted: 'Contradicted',
    'not-found': 'Not found',
  } as Readonly<Record<Verdict, string>>,

  /** Why no further draft is written. */
  stopReason(
    reason: StopReason,
    limits: { readonly qualityThreshold: number; readonly maxIterations: number },
  ): string {
    switch (reason) {
      case 'threshold':
        return `The score reached the goal of ${format.score(limits.qualityThreshold)}.`;
      case 'contradicted':
        return 'The score is good enough, but a claim may be wrong: the model remembers it differently, and nobody has looked it up. Please have a look.';
      case 'unchecked':
        return 'The score is good enough, but the facts in it could not be checked. Please have a look.';
      case 'unjudged':
        return 'The critic gave no usable answer, so nobody has judged this draft yet. Please judge it yourself.';
      case 'suspect':
        return 'The score is good enough, but something in the topic, the text or a comment reads like an instruction to the model, so the score may mean nothing. Please have a look.';
      case 'no-change':
        return 'The new text is the same as an earlier one; this is the best draft.';
      case 'same-weakness':
        return 'The critic’s main objection is still there and the score has not risen; this is the best draft.';
      case 'plateau':
        return 'The drafts got no better; this is the best one.';
      case 'max-iterations':
        return `All ${format.count(limits.maxIterations, { one: 'iteration is', many: 'iterations are' })} used up; this is the best draft.`;
      case 'every-draft':
        return 'You decide on every draft.';
      case 'edited':
        return 'This is the text as a person edited it.';
      case 'brought-back':
        return 'An earlier draft was brought back: this is its text.';
      case 'proposal':
        return 'One sentence is as the editor proposed; everything else is as it was delivered.';
      case 'outline':
        return 'This is the plan of the article, which is written once you approve its headings.';
      case 'person':
        return 'Somebody asked to stop writing here.';
      default:
        return reason satisfies never;
    }
  },

  /** An approver rule in words; a name stays as it is. */
  approver(rule: Approver, requesterName?: string): string {
    const parsed = parseApproverRule(rule);
    switch (parsed.kind) {
      case 'requester':
        return requesterName ?? 'whoever asked for the article';
      case 'anyone':
        return 'anyone in this chat';
      case 'user':
        return `an approver ${where(parsed.platform)}`;
      case 'group':
        return `a group of approvers ${where(parsed.platform)}`;
      case 'name':
        return parsed.name;
      default:
        return parsed satisfies never;
    }
  },

  approvers(rules: readonly Approver[], { requesterName, names = {} }: RuleNames = {}): string {
    return rules.length === 0
      ? 'nobody'
      : format.either([...new Set(rules.map((rule) => names[rule] ?? words.approver(rule, requesterName)))]);
  },

  outline(version: number): string {
    return `Outline ${version}`;
  },

  draft(version: number): string {
    return `Draft ${version}`;
  },
};
