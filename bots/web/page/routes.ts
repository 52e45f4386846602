/**
 * Where the page has something to show. A browser that navigates to one of these is answered with the page, whatever else is answered
 * there to a program.
 */
export const PLACES = {
  home: '/',
  list: '/articles',
  newArticle: '/new',
  schedules: '/schedules',
  dashboard: '/dashboard',
  sessions: '/sessions',
  webhooks: '/webhooks',
  article: '/articles/:articleId',
  draft: '/articles/:articleId/drafts/:version',
  compare: '/articles/:articleId/diff',
  edit: '/articles/:articleId/edit',
  ledger: '/articles/:articleId/ledger',
  thread: '/articles/:articleId/feed',
  receipt: '/articles/:articleId/receipt',
  original: '/articles/:articleId/original',
} as const;

export type PlaceName = keyof typeof PLACES;

/** A place, and what its address says. */
export interface Place {
  readonly name: PlaceName;
  readonly params: Readonly<Record<string, string>>;
}

/** Absent: nothing is shown at that path. */
export function placeAt(path: string): Place | undefined {
  const pieces = path.replace(/(?<=.)\/$/, '').split('/');
  for (const [name, pattern] of Object.entries(PLACES)) {
    const params = match(pattern.split('/'), pieces);
    // Keys of the table.
    if (params !== undefined) return { name: name as PlaceName, params };
  }
  return undefined;
}

/** The path of a place: `pathOf('draft', { articleId: '7k2…', version: 3 })`. */
export function pathOf(name: PlaceName, params: Readonly<Record<string, string | number>> = {}): string {
  return PLACES[name].replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
}

function match(pattern: readonly string[], pieces: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== pieces.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, wanted] of pattern.entries()) {
    const piece = pieces[at] ?? '';
    if (!wanted.startsWith(':')) {
      if (wanted !== piece) return undefined;
    } else if (/^[\w-]{1,64}$/.test(piece)) params[wanted.slice(1)] = piece;
    else return undefined;
  }
  return params;
}
