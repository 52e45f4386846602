import { type CitationReport, countSupport, type SourceFault, type SourceReport } from '../../protocol/evidence.ts';
import { format } from './words.ts';

const SENTENCES = { one: 'sentence cites a source', many: 'sentences cite a source' };

/** What the thread says of the sources of an article. */
export const sources = {
  heading: 'Sources',
  /** `Read 3 of 4 sources.` */
  summary({ read, failed }: SourceReport): string {
    const all = read.length + failed.filter(({ fault }) => fault !== 'search-failed').length;
    if (all === 0) return 'There were no sources to read.';
    return `Read ${format.number(read.length)} of ${format.count(all, { one: 'source', many: 'sources' })}.`;
  },
  /** Behind the title of a source that was read. */
  notes: (count: number): string => format.count(count, { one: 'note', many: 'notes' }),
  found: 'found by the search',
  handedIn: 'the text that was handed in',
  /** `Could not read example.com/x: timed out`. */
  failed: (source: string, fault: SourceFault): string =>
    fault === 'search-failed' ? sources.faults[fault] : `Could not read ${source}: ${sources.faults[fault]}`,
  faults: {
    'not-an-address': 'it is not a web address',
    credentials: 'the address contains a name or a password',
    'port-refused': 'its port is not allowed',
    'private-address': 'it leads into a private network',
    robots: 'its robots.txt does not allow it',
    'too-many-redirects': 'it redirects too often',
    'not-found': 'there is no such page',
    forbidden: 'it is only for those who sign in or pay',
    'bad-status': 'its server answered with an error',
    'timed-out': 'it took too long',
    'too-large': 'it is too large',
    'unreadable-type': 'it is not of a kind that can be read',
    empty: 'there is no text in it',
    unreachable: 'its server could not be reached',
    'file-gone': 'the file is not kept any more; please send it again',
    'nothing-in-it': 'nothing about the topic was found in it',
    'search-failed': 'The search found nothing of use.',
  } as Readonly<Record<SourceFault, string>>,

  /** Why a file that somebody handed in is not taken. At most 200 characters: Telegram's alert. */
  file: {
    kinds: (name: string): string => `${name} was not taken: a source is a .md, .txt, .pdf or .docx file.`,
    tooLarge: (name: string, megabytes: number): string =>
      `${name} was not taken: it is too large, ${format.number(megabytes)} MB is the most.`,
    empty: (name: string): string => `${name} was not taken: there is nothing in it.`,
    unreachable: (name: string): string => `${name} was not taken: it could not be fetched. Please send it again.`,
    notText: (name: string): string =>
      `${name} changed nothing: it is neither text in UTF-8 nor a Word document (.docx).`,
    tooMany: (most: number): string =>
      `This was not taken: ${format.count(most, { one: 'file', many: 'files' })} at a time is the most.`,
  },

  /** On the card that asks people to decide. */
  none: 'No sources: nothing was read for it, and it links to nothing.',
  nothingCited: 'It cites none of its sources.',
  notJudged: 'Nobody has checked whether its sources say what it says.',
  /** `9 sentences cite a source: 7 supported, 1 partly, 1 not`. */
  support(report: CitationReport): string {
    const { supported, partly, not } = countSupport(report);
    return `${format.count(report.sentences.length, SENTENCES)}: ${format.number(supported)} supported, ${format.number(partly)} partly, ${format.number(not)} not`;
  },
  verdicts: { partly: 'Partly supported', not: 'Not supported by its source' },
};
