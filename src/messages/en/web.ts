/** What is said over HTTP and on the page. */
export const web = {
  invalid: 'Something in the request is not as it has to be; “errors” tells what.',
  malformed: 'The request cannot be read. Send JSON, with the content type application/json.',
  tooLarge: 'The request is larger than it may be.',
  notSignedIn: 'Nobody is known by this token or session, or not any more. Sign in again, or ask for a new token.',
  scopeMissing: (scope: string): string => `This token may not do that: it lacks the scope ${scope}.`,
  notVouched:
    'Whether you may have articles written is known in the chat that you came from, and was not said or is too long ago. Open the page from there again, with /web in Telegram or /article web in Slack.',
  notFound: 'There is nothing at this address.',
  keyReused: 'This Idempotency-Key was sent with another request. Choose a new key for a new request.',
  sectionsChanged: (count: number): string =>
    `${count === 1 ? 'A section that you changed was' : `${count} sections that you changed were`} changed by somebody else meanwhile. Nothing was saved; “conflicts” has both texts.`,
  tooOften: (seconds: number): string => `Too many requests. Try again in ${seconds} s.`,
  /** Headings of the reference at `/docs`. */
  reference: {
    title: (name: string): string => `${name}: the HTTP API`,
    document: 'For programs, as OpenAPI 3.1:',
    skip: 'To the reference',
    contents: 'Contents',
    schemas: 'Shapes',
    either: 'One of:',
    parameters: 'Parameters',
    body: 'Body',
    answers: 'Answers',
    fields: 'Fields',
    field: 'Field',
    type: 'Type',
    meaning: 'Meaning',
    required: 'required',
  },
  unknownCursor: 'is no cursor that a list has named',
  /** @param wrong what is wrong with the words for when something is to begin */
  notWhen: (wrong: string): string =>
    `${wrong} For example: every monday 9:00, or every 2 weeks on friday 16:00 in Europe/Berlin.`,
  unknownFile: 'There is no such file, or not any more. Send it again to POST /files.',
  noSuchSession: 'You are not signed in there, or not any more.',
  unknownLanguage: (known: readonly string[]): string =>
    `There is no dictionary for that language. There is: ${known.join(', ')}.`,
  broken: 'Something went wrong here; it is in the log. Please try again.',
  tooManyStreams: 'More articles are being watched than may be at once. Close some of them, or try again in a moment.',
  /** Agents that were asked by themselves. */
  agents: {
    noSuchRun: 'You have asked no agent under this number, or it was more than 30 days ago.',
    budgetReached:
      'A budget is spent, so no model was asked any more. Ask whoever runs Copydesk to raise it, or wait for tomorrow; then ask again under a new Idempotency-Key.',
    ended: 'Whoever runs Copydesk has ended it. Ask again under a new Idempotency-Key.',
    /** What follows the reason of a failure. */
    wayOut(code: string): string {
      switch (code) {
        case 'model-unauthorized':
        case 'model-not-found':
        case 'model-budget-exceeded':
        case 'model-request-refused':
        case 'internal':
          return 'Tell whoever runs Copydesk; then ask again under a new Idempotency-Key.';
        case 'model-refused':
          return 'Ask in other words.';
        case 'model-context-exceeded':
          return 'Ask with a shorter text, and less of what was said about it.';
        default:
          return 'Wait a few minutes, then ask again under a new Idempotency-Key.';
      }
    },
  },
  /** Why an endpoint is not made, changed or removed. */
  webhooks: {
    'not-an-address': 'The url is no web address. It begins with https://.',
    credentials: 'No name or password belongs into the url: the signature says who sends.',
    'port-refused': 'The port of the url is none that is asked. Which are: webhooks.ports in config/copydesk.yaml.',
    'not-https': 'The url has to begin with https://.',
    'private-address':
      'The url leads to this machine or its networks. An operator may allow that: webhooks.allow_private_by_api in config/copydesk.yaml.',
    'no-key': 'Secrets could not be encrypted here. An operator sets COPYDESK_ENCRYPTION_KEY.',
    'too-many': 'There are as many endpoints as there may be. Remove one first.',
    'no-such-endpoint': 'There is no such endpoint, or it is somebody else’s.',
    'in-the-file': 'This endpoint stands in config/copydesk.yaml, and is changed there.',
    'endpoint-disabled': 'This endpoint said that it is gone, so nothing is sent there. Enable it first.',
    'was-removed': 'The endpoint that this request made was removed. Choose a new Idempotency-Key for a new one.',
  },
  noSuchFile: 'This article has no file of that name.',
  noReceipt: 'There is no receipt of this article.',
  noPdf: 'This text has letters for which the PDF has no shapes. Take the Word document or the page instead.',
  fileLate: 'The file could not be made in time. Please try again, or take the Markdown.',
  noSuchDraft: (version: number): string => `This article has no draft ${version}.`,
  /** Read aloud: above the notes of a text, and before the number of the note that a link leads back from. */
  notes: { notes: 'Notes', back: 'Back to note' },
  unknownHost:
    'Copydesk is not opened under this name. Open the address that is set as WEB_URL, or http://127.0.0.1 on its own machine.',
  crossOrigin: 'This was not sent by a page of Copydesk, so it was not done.',
  csrfToken: 'This page is older than your sign-in. Load it again, and repeat what you did.',
  /** The page of whoever is not signed in. */
  signIn: {
    title: 'Sign in to Copydesk',
    lead: 'There are no passwords here. This is how you come in:',
    slack: 'Type /article web, or press “Open in browser” below an article.',
    telegram: 'Send /web to the bot, or press “Open in browser” below an article.',
    machine: {
      name: 'This machine',
      how: 'Open the address that npm start printed. For a new one, type /web in its chat, or run npm run web -- link.',
    },
    company: (name: string): string => `Sign in with ${name}`,
    companyFailed:
      'Your company’s sign-in did not end here: it took too long, was begun in another window, or was refused. Please try again.',
    companyAway: 'Your company’s sign-in cannot be reached right now. Please try again in a moment.',
    stranger: 'Your company knows you, but you may not come in here. Ask whoever runs Copydesk.',
    miniAppFailed:
      'What Telegram says of you is too old, or was used already. Close this and open it in the chat again.',
    openMiniApp: 'Open Copydesk',
    onlyInTelegram: 'This page opens in Telegram: send /web to the bot.',
    code: 'Do you have a link? Paste it here:',
    codeHint: 'A link counts once, and for ten minutes.',
    submit: 'Sign in',
    /** Somebody has opened a link. */
    withLink: 'You have opened a link that was made for you.',
    withLinkHint:
      'It counts once. Did you get it from somebody else? Then close this page: you would act in their name.',
    signedInAs: (name: string): string => `You are signed in as ${name}.`,
    goOn: 'Go on',
    unknown: 'This link does not count: it was used already, or it is too old. Ask for a new one, as described below.',
    tooMany: 'Too many links that do not count. Please try again in a minute.',
  },
};
