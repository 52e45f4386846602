import type { Published, PublishFailureCode } from '../../protocol/publication.ts';
import type { FailureWords } from '../failure-code.ts';

const made: Readonly<
  Record<Published['made'], { readonly title: string; readonly open: string; readonly next?: string }>
> = {
  draft: {
    title: 'a draft is there',
    open: 'Open the draft',
    next: 'Readers see nothing of it until somebody publishes it there.',
  },
  post: { title: 'published', open: 'Read it there' },
  page: { title: 'published', open: 'Read it there' },
  'pull-request': {
    title: 'a pull request is open',
    open: 'Open the pull request',
    next: 'It is published when somebody merges it.',
  },
  file: { title: 'the file is there', open: 'Open the file' },
  message: { title: 'handed over', open: 'Open it there' },
};

const failures: Readonly<Record<PublishFailureCode, FailureWords>> = {
  unauthorized: {
    what: 'It does not accept our key.',
    wayOut: 'Ask whoever runs Copydesk to set a new key for it, then try again.',
  },
  forbidden: {
    what: 'Our key may not publish there.',
    wayOut: 'Ask whoever runs Copydesk to give the key the right to write there, then try again.',
  },
  'not-found': {
    what: 'What the settings name is not there: no such site, repository or folder, or our key may not see it.',
    wayOut: 'Ask whoever runs Copydesk to check the address in config/publish.yaml, then try again.',
  },
  conflict: {
    what: 'Somebody else kept changing the same thing at the same moment.',
    wayOut: 'Try again once nobody has it open.',
  },
  rejected: {
    what: 'It does not accept the article as it is.',
    wayOut: 'Its answer says why. Ask whoever runs Copydesk to look at the settings of both sides, then try again.',
  },
  'too-large': {
    what: 'The article is longer than anything that is accepted there.',
    wayOut: 'Ask for a shorter edition, or publish it there by hand from the file.',
  },
  'rate-limited': {
    what: 'It accepts no more requests from us for now.',
    wayOut: 'Wait for a while, then try again.',
  },
  unavailable: {
    what: 'It cannot be reached, or says that it is out of order.',
    wayOut: 'Try again when it is back.',
  },
  timeout: {
    what: 'It did not answer in time. What it may have done all the same is found again and not done twice.',
    wayOut: 'Try again. If it happens again, ask whoever runs Copydesk to allow more time (timeout_seconds).',
  },
  'private-address': {
    what: 'Its address leads to this machine or its private network, where nothing is sent unasked.',
    wayOut: 'Ask whoever runs Copydesk to check the address, or to allow it (allow_private_addresses), then try again.',
  },
  moved: {
    what: 'It sends us on to another address, and keys do not go along.',
    wayOut: 'Ask whoever runs Copydesk to write the new address into config/publish.yaml, then try again.',
  },
  'unusable-answer': {
    what: 'What answers there is not what the settings say it is.',
    wayOut: 'Ask whoever runs Copydesk to check the address in config/publish.yaml, then try again.',
  },
  'not-writable': {
    what: 'The file could not be written.',
    wayOut: 'Ask whoever runs Copydesk to check the folder, its rights and the free space, then try again.',
  },
  'newer-edition': {
    what: 'A later edition is there already, and stays.',
    wayOut: 'There is nothing to do.',
  },
  'no-such-target': {
    what: 'The settings name no such place any more.',
    wayOut: 'Ask whoever runs Copydesk to put it back into config/publish.yaml, then try again.',
  },
  cancelled: { what: 'An operator stopped it.', wayOut: 'Ask them why, or try again.' },
  lost: {
    what: 'It broke off, and nobody knows how far it got. What is there already is found again and not made twice.',
    wayOut: 'Try again. If it happens again, tell whoever runs Copydesk.',
  },
  'storage-unavailable': {
    what: 'The database could not be reached.',
    wayOut: 'Ask whoever runs Copydesk to check it, then try again.',
  },
  internal: {
    what: 'Something broke that should not: this is a fault in Copydesk.',
    wayOut: 'Try again. If it happens again, tell whoever runs Copydesk: the log has the details.',
  },
};

/** What becomes of a delivered article at a place where it is published. Of each place: `title`, as people call it. */
export const publication = {
  publishing: (title: string): string => `${title}: publishing…`,
  published: (title: string, what: Published['made']): string => `${title}: ${made[what].title}`,
  failed: (title: string): string => `${title}: not published`,
  /** Of a link. */
  open: (what: Published['made']): string => made[what].open,
  /** What is left to do there. Undefined: nothing. */
  next: (what: Published['made']): string | undefined => made[what].next,
  updated: (edition: number): string => `Edition ${edition} is there in place of the one before.`,
  /** Before an outage ends. */
  again: (time: string): string => `It is tried again by itself, next at ${time}.`,
  tryingAgain: (byName: string): string => `${byName} has it tried again.`,
  /** Before the target's own words. */
  says: 'It says:',
  unharmed: 'The article is approved and delivered all the same.',
  failure: (code: PublishFailureCode): FailureWords => failures[code],
  /** To who had it tried again. */
  answered: (title: string): string => `It is being published again: ${title}. The card shows how it goes.`,
  nothingToRepeat: 'There is nothing to try again: it is published, or is being published right now.',
};
