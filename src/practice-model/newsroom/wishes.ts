import type { PersonsComment } from '../brief.ts';
import { mentions } from '../markdown.ts';
import { load, type Part } from './material.ts';

/** What a comment asks for. */
export interface Wish {
  /** `remark`: nothing that it knows, and taken up as it stands. */
  readonly kind: 'length' | 'part' | 'section' | 'mention' | 'tone' | 'title' | 'remove' | 'replace' | 'remark';
  readonly comment: PersonsComment;
  /** As the comment puts it: what to write of or to remove, a title (empty: any other), a number of words, what to replace. */
  readonly about: string;
  /** What to replace it by. */
  readonly to?: string;
  readonly part?: Part | undefined;
  /** Times the length that the draft has. */
  readonly factor?: number | undefined;
  readonly tone?: 'formal' | 'friendly' | undefined;
}

/** `material/comments.yaml` */
interface WishRule extends Pick<Wish, 'kind' | 'part' | 'factor' | 'tone'> {
  readonly when: readonly string[];
  readonly vague?: string;
  readonly more?: string;
}
interface CommentRules {
  readonly praise: string;
  readonly demand: string;
  readonly parts: Readonly<Partial<Record<Part, string>>>;
  readonly wishes: readonly WishRule[];
}

const rules = (): CommentRules => load('comments') as CommentRules;
const matches = (pattern: string, text: string): boolean => new RegExp(pattern, 'iu').test(text);

/** In the order in which they were made, without those that a later one takes back. Mere praise asks for nothing. */
export function wishesOf(comments: readonly PersonsComment[]): readonly Wish[] {
  const made = comments.flatMap(readComment);
  return made.filter((wish, index) => !made.slice(index + 1).some((later) => takesBack(later, wish)));
}

function takesBack(later: Wish, wish: Wish): boolean {
  if (later.kind !== 'remove') return later.kind === wish.kind && (wish.kind === 'title' || wish.kind === 'tone');
  return wish.kind === 'part' ? wish.part === later.part : wish.kind === 'section' && mentions(wish.about, later.about);
}

/** The parts that a text names. */
export function partsNamed(text: string): readonly Part[] {
  // The file's keys are parts.
  const parts = Object.entries(rules().parts) as [Part, string][];
  return parts.filter(([, words]) => new RegExp(words, 'i').test(text)).map(([part]) => part);
}

/** It would format the text round it. */
const FORMATTING = /[`*_#<>|[\]\\]/g;
const QUOTED = /["“«„']([^"”»“„]+?)["”»“'](?![\p{L}])/gu;

function readComment(comment: PersonsComment): readonly Wish[] {
  const { demand, praise } = rules();
  const oneLine = comment.text.replace(/\s+/g, ' ').trim();
  if (oneLine === '' || matches(praise, oneLine)) return [];
  const between = `[\\n;]+|(?<=[.!?…])\\s+|[,:]?\\s+(?:and|but|then|и|а|но)\\s+(?=${demand})|,\\s+(?=${demand})`;
  const quotes: string[] = [];
  // What is quoted is one word for cutting: titles hold commas and full stops.
  const covered = comment.text.replace(QUOTED, (quote) => `⟦${quotes.push(quote) - 1}⟧`);
  const wishes = covered.split(new RegExp(between, 'i')).flatMap((clause) => {
    const whole = clause.replace(/⟦(\d+)⟧/g, (_, at: string) => quotes[Number(at)] ?? '').trim();
    return readClause(whole, comment);
  });
  return wishes.length > 0 ? wishes : [{ kind: 'remark', about: oneLine, comment }];
}

/** By the first rule that makes something of it; empty when none does. */
function readClause(clause: string, comment: PersonsComment): readonly Wish[] {
  for (const rule of rules().wishes) {
    const found = rule.when.map((pattern) => new RegExp(pattern, 'i').exec(clause)).find((match) => match !== null);
    const about = trimmed(found?.groups?.['about'] ?? '');
    const wishes = found === undefined ? [] : toWishes(rule, about, clause);
    if (wishes.length > 0) return wishes.map((wish) => ({ ...wish, comment }));
  }
  return [];
}

function toWishes(rule: WishRule, about: string, clause: string): readonly Omit<Wish, 'comment'>[] {
  const { kind, factor, tone, vague = '', more = '' } = rule;
  const [quote, to] = [...clause.matchAll(QUOTED)].map(([, inner = '']) => inner.replace(FORMATTING, '').trim());
  const part = rule.part ?? partsNamed(about === '' ? clause : about)[0];
  const wish = { kind, about, part, factor, tone };
  if (kind === 'replace') return quote === undefined || to === undefined ? [] : [{ kind, about: quote, to }];
  if (kind === 'title') return [{ kind, about: quote ?? (matches(vague, about) ? '' : about) }];
  if (kind === 'part' && part === 'example' && matches(more, clause)) return [wish, { ...wish, part: 'secondExample' }];
  const isPart = part !== undefined && about.split(' ').length <= 3;
  const isEmpty = kind === 'part' ? part === undefined : about === '' && (kind === 'mention' || kind === 'section');
  return isEmpty || (kind === 'section' && isPart) ? [] : [wish];
}

/** Without quotation marks, politeness, the full stop, and what would format the text round it. */
function trimmed(text: string): string {
  const bare = text.replace(/[\s,]*(?:,?\s*(?:please|too|as well|пожалуйста|тоже))?[\s.!?…,;:]*$/i, '');
  return bare
    .replace(/^["“«„'\s]+|["”»“'\s]+$/g, '')
    .replace(FORMATTING, '')
    .trim();
}
