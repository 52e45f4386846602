import { typedLine } from '../lib/clean-text.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import type { Actor } from '../protocol/actor.ts';
import { mayDecide, notReviewer } from '../protocol/approvers.ts';
import { MAX_EXTRA_NAME_CHARS } from '../protocol/extras.ts';
import type { EditedExtra, ExtrasStore } from '../storage/extras-store.ts';
import type { Admit } from './access.ts';
import { type ExtraReplaced, type NotAccepted, refused } from './reply.ts';

export interface EditExtraOptions {
  readonly admit: Admit;
  /** Absent: nothing goes with articles. */
  readonly extras: Pick<ExtrasStore, 'edit'> | undefined;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

export interface ExtraAsk {
  readonly articleId: string;
  /** `seo_title: How tides work` */
  readonly said: string;
}

/** `seo_title: How tides work`. A name is one word. Undefined: it says nothing, or not what. */
export function readExtra(said: string): { readonly name: string; readonly text: string } | undefined {
  const line = typedLine(said);
  const at = line.search(/[:：]/u);
  const name = line.slice(0, Math.max(0, at)).trim().toLowerCase();
  const text = line.slice(at + 1).trim();
  return name.length <= MAX_EXTRA_NAME_CHARS && /^[a-z0-9_]+$/.test(name) && text !== '' ? { name, text } : undefined;
}

/** Replaces one of the texts that go with the draft at the gate, for who may decide about it. Of two people the later one's stands. */
export async function editExtra(
  actor: Actor,
  { articleId, said }: ExtraAsk,
  { admit, extras, logger, storeBudgetMs }: EditExtraOptions,
): Promise<ExtraReplaced | NotAccepted> {
  const read = readExtra(said);
  if (read === undefined) return refused({ code: 'extra-what', verb: 'extras', typed: said });
  const admission = await admit(actor, articleId);
  if (admission === undefined || extras === undefined) return { kind: 'away', what: 'desk' };
  if (admission === 'missing' || !admission.isSeen) return refused({ code: 'no-such-article', articleId });
  const { actor: by, rules } = admission;
  if (!mayDecide(by, rules)) return refused(notReviewer(rules));
  try {
    return toReply(await within(storeBudgetMs, 'PostgreSQL', extras.edit(articleId, { ...read, by })));
  } catch (error) {
    logger.warn({ articleId, reason: reasonOf(error) }, 'Could not replace what goes with an article');
    return { kind: 'away', what: 'desk' };
  }
}

function toReply(edited: EditedExtra): ExtraReplaced | NotAccepted {
  switch (edited.kind) {
    case 'edited':
      return { kind: 'extra-replaced', name: edited.name };
    case 'closed':
      return refused({ code: 'no-extras-now' });
    case 'unknown':
      return refused({ code: 'unknown-extra', known: edited.known });
    case 'too-long':
      return refused({ code: 'extra-too-long', name: edited.name, chars: edited.chars, maxChars: edited.maxChars });
    default:
      return edited satisfies never;
  }
}
