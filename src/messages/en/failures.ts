import type { FailureRecord } from '../../protocol/desk-state.ts';
import type { FailureCode, FailureTexts, FailureWords } from '../failure-code.ts';

const headings: Readonly<Record<FailureRecord['step'], string>> = {
  researching: 'The sources could not be read',
  writing: 'The draft could not be written',
  citing: 'The citations could not be compared with their sources',
  critiquing: 'The critique could not be written',
  outlining: 'The outline could not be made',
  comparing: 'The drafts could not be compared',
  'fact-checking': 'The facts could not be checked',
  'writing-extras': 'The texts that go with the article could not be written',
  editing: 'The final edit could not be made',
  delivering: 'Messages could not be posted',
  recording: 'The article could not be saved',
};

const codes: Readonly<Record<FailureCode, FailureTexts>> = {
  'model-unavailable': {
    what: 'The language model could not be reached, or broke off, however often it was asked.',
    wayOut: 'Wait a few minutes, then retry.',
  },
  'model-rate-limited': {
    what: 'The language model is busy: it takes no more requests from us for now.',
    wayOut: 'Wait a few minutes, then retry.',
  },
  'model-unauthorized': {
    what: 'The language model refused our key.',
    wayOut: 'Ask whoever runs Copydesk to check the key of the model, then retry.',
  },
  'model-not-found': {
    what: 'The language model named in the settings does not exist.',
    wayOut: 'Ask whoever runs Copydesk to check its name and address, then retry.',
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
    what: 'The language model does not understand the requests that Copydesk makes.',
    wayOut: 'Tell whoever runs Copydesk, then retry.',
    withDraft: 'Tell whoever runs Copydesk, then retry. Or finish with the best draft.',
  },
  'model-answer-unusable': {
    what: 'The language model answered, but not in a form that can be used, even after it was told what was wrong.',
    wayOut: 'Retry. If it happens again, ask whoever runs Copydesk for another model.',
  },
  timeout: {
    what: 'It took longer than the settings allow.',
    wayOut: 'Retry. If it happens again, ask whoever runs Copydesk to allow more time.',
  },
  'storage-unavailable': {
    what: 'The database could not be reached.',
    wayOut: 'Ask whoever runs Copydesk to check it, then retry. What was saved is still there.',
  },
  'key-missing': {
    what: 'The texts of this article are stored encrypted, and Copydesk has not been given the key.',
    wayOut: 'Ask whoever runs Copydesk for it (the log says which), then retry. Nothing is lost.',
  },
  'delivery-refused': {
    what: 'Copydesk may not post in this chat.',
    wayOut: 'Check that Copydesk is still a member and may write here, then retry.',
  },
  internal: {
    what: 'Something broke that should not: this is a fault in Copydesk.',
    wayOut: 'Retry. If it happens again, tell whoever runs Copydesk: the log has the details.',
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
