/** What is said over HTTP and on the page. */
export const web = {
  invalid: 'Something in the request is not as it has to be; “errors” tells what.',
  malformed: 'The request cannot be read. Send JSON, with the content type application/json.',
  tooLarge: 'The request is larger than it may be.',
  notSignedIn: 'Nobody is known by this token or session, or not any more. Sign in again, or ask for a new token.',
  scopeMissing: (scope: string): string => `This token may not do that: it lacks the scope ${scope}.`,
  notFound: 'There is nothing at this address.',
  broken: 'Something went wrong here; it is in the log. Please try again.',
  noSuchDraft: (version: number): string => `This article has no draft ${version}.`,
  /** Read aloud: above the notes of a text, and before the number of the note that a link leads back from. */
  notes: { notes: 'Notes', back: 'Back to note' },
};
