import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { MAX_COMMENT_CHARS } from '../../../../../src/protocol/decision.ts';
import type { Article, Comment } from '../../core/article.ts';
import { kept } from '../../core/kept.ts';
import { say } from '../../core/words.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ask } from './act.ts';
import type { ArticleStore } from './article-store.ts';

/** Words of a draft that somebody wants to say something of. */
export interface Chosen {
  readonly quote: string;
  /** Of the section in which they stand. */
  readonly sectionId?: string;
}

interface CommentsProps {
  readonly article: Article;
  readonly store: ArticleStore;
}

/** What is still to be done comes first. */
const ORDER: readonly Comment['state'][] = ['open', 'sent', 'not-done', 'done', 'resolved'];
const TONES = { open: 'plain', sent: 'plain', 'not-done': 'doubtful', done: 'good', resolved: 'good' } as const;

/** What people said of the text: first what is still open, with the answers to it. */
export function Comments({ article, store }: CommentsProps) {
  const { page } = say();
  const { value: comments } = store.comments;
  if (comments.length === 0) return null;
  const sorted = comments.toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
  return (
    <section class="comments">
      <h2>{page.article.comments.title}</h2>
      <ul class="bare">
        {sorted.map((comment) => (
          <li key={comment.id} class="note">
            <CommentCard article={article} store={store} comment={comment} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One comment, with what can be done about it. */
export function CommentCard({ article, store, comment }: CommentsProps & { readonly comment: Comment }) {
  const { page, article: told } = say();
  const texts = page.article.comments;
  const isAnswered = useSignal(false);
  const { id, by, words, quote, createdAt, state, outcome, resolved, replies, mayResolve } = comment;
  const path = `/articles/${article.articleId}/comments/${encodeURIComponent(id)}`;
  return (
    <>
      <p class={`note-label tone-${TONES[state]}`}>
        {by.name}{' '}
        <span class="soft small">
          <Moment at={createdAt} /> · {texts.states[state]}
        </span>
      </p>
      <blockquote>{told.factReport.quote(quote)}</blockquote>
      <p>{words}</p>
      {replies.map((reply) => (
        <p key={reply.id} class="reply">
          <strong>{reply.by.name}</strong> {reply.words}{' '}
          <span class="soft small">
            <Moment at={reply.createdAt} />
          </span>
        </p>
      ))}
      {outcome?.why !== undefined && <p class="soft">{outcome.why}</p>}
      {resolved !== undefined && <p class="soft">{texts.resolvedBy(resolved.byName)}</p>}
      <div class="actions">
        {mayResolve && (
          <button
            type="button"
            class="link small"
            onClick={() => void ask(store, resolved === undefined ? `${path}/resolve` : `${path}/reopen`, {})}
          >
            {resolved === undefined ? texts.resolve : texts.reopen}
          </button>
        )}
        <button type="button" class="link small" onClick={() => (isAnswered.value = true)}>
          {texts.reply}
        </button>
      </div>
      {isAnswered.value && (
        <SayWords
          title={texts.reply}
          label={texts.yourReply}
          keptAs={`reply:${id}`}
          send={(said) => ask(store, `${path}/replies`, { words: said })}
          onClose={() => (isAnswered.value = false)}
        />
      )}
    </>
  );
}

interface NewCommentProps {
  readonly articleId: string;
  /** Of the draft. */
  readonly version: number;
  readonly store: ArticleStore;
  readonly chosen: Chosen;
  readonly onClose: () => void;
}

/** Says something of words of a draft. */
export function NewComment({ articleId, version, store, chosen, onClose }: NewCommentProps) {
  const { page, article: told } = say();
  return (
    <SayWords
      title={page.article.comments.add}
      label={page.article.comments.yours}
      before={<blockquote>{told.factReport.quote(chosen.quote)}</blockquote>}
      keptAs={`comment:${articleId}`}
      send={(words) => ask(store, `/articles/${articleId}/comments`, { version, words, ...chosen })}
      onClose={onClose}
    />
  );
}

interface SayWordsProps {
  readonly title: string;
  readonly label: string;
  readonly before?: ComponentChildren;
  readonly keptAs: string;
  /** Default: something has to be said. */
  readonly mayBeEmpty?: boolean;
  readonly isDangerous?: boolean;
  /** @returns whether it was taken */
  readonly send: (words: string) => Promise<boolean>;
  readonly onClose: () => void;
}

/** A question that is answered in words. They stay until they have arrived. */
export function SayWords({
  title,
  label,
  before,
  keptAs,
  mayBeEmpty = false,
  isDangerous = false,
  send,
  onClose,
}: SayWordsProps) {
  const said = useMemo(() => kept(keptAs, ''), [keptAs]);
  useEffect(() => () => said.release(), [said]);
  const isSent = useSignal(false);
  const words = said.value.trim();
  const isReady = (words !== '' || mayBeEmpty) && !isSent.value;
  const submit = async (): Promise<void> => {
    if (!isReady) return;
    isSent.value = true;
    const isTaken = await send(words);
    isSent.value = false;
    if (!isTaken) return;
    said.forget();
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {before}
      <Field
        label={label}
        value={said}
        rows={5}
        maxLength={MAX_COMMENT_CHARS}
        isRequired={!mayBeEmpty}
        autoFocus
        onSubmit={() => void submit()}
      />
      <div class="actions">
        <button
          type="button"
          class={isDangerous ? 'button button-danger' : 'button button-main'}
          disabled={!isReady}
          onClick={() => void submit()}
        >
          {title}
        </button>
      </div>
    </Dialog>
  );
}
