import type { FailureRecord } from '../../protocol/desk-state.ts';
import type { FailureCode, FailureTexts, FailureWords } from '../failure-code.ts';

const headings: Readonly<Record<FailureRecord['step'], string>> = {
  researching: 'The sources could not be read',
  writing: 'The draft could not be written',
  citing: 'What it cites could not be compared with its sources',
  critiquing: 'The critique could not be written',
  outlining: 'The outline could not be made',
  comparing: 'The drafts could not be compared',
  'fact-checking': 'The facts could not be checked',
  'writing-extras': 'What goes with the article could not be written',
  editing: 'The final edit could not be made',
  delivering: 'Messages could not be posted',
  recording: 'The article could not be saved',
};

const codes: Readonly<Record<FailureCode, FailureTexts>> = {
  'model-unavailable': {
    what: 'The language model could not be reached, or it broke off, however often we tried.',
    wayOut: 'Wait a few minutes, then retry.',
  },
  'model-rate-limited': {
    what: 'The language model is busy: it takes no more requests from us for now.',
    wayOut: 'Wait a few minutes, then retry.',
  },
  'model-unauthorized': {
    what: 'The language model refused our key.',
    wayOut: 'Ask whoever runs Copydesk to check LLM_API_KEY (for web fact checks PERPLEXITY_API_KEY), then retry.',
  },
  'model-not-found': {
    what: 'The language model named in the configuration does not exist at the configured address.',
    wayOut: 'Ask whoever runs Copydesk to check `model` in config/agents.yaml and LLM_BASE_URL, then retry.',
  },
  'model-budget-exceeded': {
    what: 'The budget for the language model is used up.',
    wayOut: 'Ask whoever pays for the model to raise it, then retry.',
    withDraft: 'Ask whoever pays for the model to raise it, then retry. Or finish with the best draft.',
  },
  'model-refused': {
    what: 'The language model objects to the content of this request.',
    wayOut: 'Cancel the article and ask again in other words.',
    withDraft: 'Finish with the best draft, or cancel the article and ask again in other words.',
  },
  'model-context-exceeded': {
    what: 'The article and what was said about it have become too long for the language model.',
    wayOut: 'Cancel the article and ask for a shorter one.',
    withDraft: 'Finish with the best draft, or cancel the article and ask for a shorter one.',
  },
  'model-request-refused': {
    what: 'The language model does not take requests in the form in which Copydesk makes them.',
    wayOut: 'Tell whoever runs Copydesk, then retry.',
    withDraft: 'Tell whoever runs Copydesk, then retry. Or finish with the best draft.',
  },
  'model-answer-unusable': {
    what: 'The language model answered, but not in a form that can be used, even after it was told what was wrong.',
    wayOut: 'Retry. If it happens again, another model in config/agents.yaml will help.',
  },
  timeout: {
    what: 'It took longer than config/workflows.yaml allows.',
    wayOut: 'Retry. If it happens again, ask whoever runs Copydesk to raise the limit under `timeouts`.',
  },
  'storage-unavailable': {
    what: 'The database could not be reached.',
    wayOut: 'Ask whoever runs Copydesk to check it (DATABASE_URL), then retry. What was saved is still there.',
  },
  'delivery-refused': {
    what: 'The chat does not let Copydesk post here.',
    wayOut: 'Check that Copydesk is still a member and may write here, then retry.',
  },
  internal: {
    what: 'Something broke that should not: this is a fault in Copydesk.',
    wayOut: 'Retry. If it happens again, tell whoever runs Copydesk; the details are in the log.',
  },
};

/** What went wrong when an article is stuck. */
export const failures = {
  heading: (step: FailureRecord['step']): string => headings[step],
  /** An unknown code is told as `internal`. @param there.hasDraft whether the article can be finished with one */
  words(code: string, { hasDraft }: { readonly hasDraft: boolean }): FailureWords {
    const {
      what,
      wayOut,
      withDraft = wayOut,
    } = Object.hasOwn(codes, code) ? codes[code as FailureCode] : codes.internal;
    return { what, wayOut: hasDraft ? withDraft : wayOut };
  },
};
