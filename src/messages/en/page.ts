/** What only the page says. */
export const page = {
  skip: 'Skip to the text',
  loading: 'One moment …',
  dismiss: 'Dismiss',
  close: 'Close',
  tryAgain: 'Try again',
  language: 'Language of this page',
  theme: { label: 'Colours', auto: 'As the system', light: 'Light', dark: 'Dark' },
  noScript: 'This page needs JavaScript. Everything it shows is also in the chat and at /docs.',
  home: {
    signedIn: (name: string): string => `You are here as ${name}.`,
  },
  signIn: {
    title: 'Who are you?',
    how: 'Nobody is known in this browser, or not any more. In Slack or Telegram, press “Open in browser” below an article; on the machine on which Copydesk runs, open the address that “npm start” has printed.',
  },
  nothingHere: { title: 'There is nothing here', text: 'No page has this address.' },
  article: {
    away: 'Copydesk does not answer right now. What you see may be out of date; it comes back by itself.',
    scores: (scores: readonly string[], goal: string): string => `Scores: ${scores.join(', ')}. The goal is ${goal}.`,
    sayWhy: { 'request-changes': 'What should change?', reject: 'Why?' },
  },
  problems: {
    offline:
      'Copydesk did not answer. Nothing that you typed is lost: check the connection and try again; what is sent twice counts once.',
    unsaid: (status: number): string => `Copydesk could not do this (error ${status}). Please try again.`,
  },
};
