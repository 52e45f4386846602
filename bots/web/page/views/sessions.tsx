import { useState } from 'preact/hooks';
import { useCommands } from '../core/commands.ts';
import { api, signOut } from '../core/session.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { say } from '../core/words.ts';
import { Confirm } from '../ui/dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProblemNote } from '../ui/problem.tsx';
import { useRowActs, useRowKeys } from '../ui/row-keys.ts';
import { toast } from '../ui/toasts.tsx';

/** A browser in which the person is signed in, as `GET /sessions` tells. */
interface SignedIn {
  readonly sessionId: string;
  readonly cameBy: 'machine' | 'chat' | 'company' | 'mini-app';
  /** `Firefox · Linux`; absent: it did not say. */
  readonly browser?: string;
  /** ISO 8601, as in the next two. */
  readonly beganAt: string;
  readonly seenAt: string;
  readonly expiresAt: string;
  readonly isThis: boolean;
}

/** Where the person is signed in, one browser after the other, and how to leave it from here. */
export function Sessions() {
  const { page } = say();
  const t = page.sessions;
  const { value, problem, reload } = useLoaded<{ readonly sessions: readonly SignedIn[] }>('/sessions');
  const [isAsked, setAsked] = useState(false);
  const sessions = value?.sessions ?? [];

  const leave = async ({ sessionId, isThis, browser = t.browser }: SignedIn): Promise<void> => {
    const refused = isThis ? await signOut() : await end(sessionId);
    if (refused !== undefined) toast(refused.detail, { isProblem: true });
    else if (!isThis) toast(t.signedOut(browser));
    if (!isThis) await reload();
  };
  const leaveAll = async (): Promise<void> => {
    setAsked(false);
    const refused = await signOut({ everywhere: true });
    if (refused !== undefined) toast(refused.detail, { isProblem: true });
  };

  useRowKeys(t.keys);
  useRowActs([
    {
      keys: 'x',
      label: t.signOut,
      run: (row) => {
        const one = sessions.find(({ sessionId }) => sessionId === row);
        // Of this browser by its button: a key is hit by accident.
        if (one?.isThis === false) void leave(one);
      },
    },
  ]);
  useCommands([
    { id: 'everywhere', label: t.everywhere, isLocal: true, run: () => setAsked(true) },
    ...sessions
      .filter(({ isThis }) => !isThis)
      .map((one) => ({
        id: one.sessionId,
        label: t.signOutOf(one.browser ?? t.browser),
        isLocal: true as const,
        run: () => void leave(one),
      })),
  ]);

  return (
    <section class="view">
      <header class="view-head">
        <h1>{t.title}</h1>
        <button type="button" class="button button-danger" onClick={() => setAsked(true)}>
          {t.everywhere}
        </button>
      </header>
      <p class="soft">{t.lead}</p>
      {problem !== undefined && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {value === undefined && problem === undefined && <p class="soft">{page.loading}</p>}
      {sessions.length > 0 && (
        <ul class="bare rows" aria-label={t.title}>
          {sessions.map((one) => (
            <Row key={one.sessionId} session={one} leave={() => void leave(one)} />
          ))}
        </ul>
      )}
      {isAsked && (
        <Confirm
          title={`${t.everywhere}?`}
          text={t.everywhereSure}
          yes={t.everywhere}
          isDangerous
          onYes={() => void leaveAll()}
          onClose={() => setAsked(false)}
        />
      )}
    </section>
  );
}

async function end(sessionId: string) {
  const answer = await api.post(`/sessions/${sessionId}`, undefined, { method: 'DELETE' });
  // It has ended by itself, which is as good.
  return answer.ok || answer.problem.code === 'no-such-session' ? undefined : answer.problem;
}

interface RowProps {
  readonly session: SignedIn;
  readonly leave: () => void;
}

function Row({ session, leave }: RowProps) {
  const { page } = say();
  const t = page.sessions;
  const { sessionId, browser = t.browser, cameBy, beganAt, seenAt, expiresAt, isThis } = session;
  return (
    <li class="row row-wide" data-row={sessionId}>
      <div class="row-text">
        <h2 class="row-title" tabIndex={-1}>
          {browser}
        </h2>
        <p class="row-facts">
          {isThis && <span class="stage stage-delivered">{t.isThis}</span>}
          <span>{t.cameBy[cameBy]}</span>
        </p>
        <p class="row-facts">
          <span>
            {t.began}: <Moment at={beganAt} show="full" />
          </span>
          <span>
            {t.seen}: <Moment at={seenAt} />
          </span>
          <span>
            {t.until}: <Moment at={expiresAt} show="full" />
          </span>
        </p>
      </div>
      <div class="row-actions">
        <button
          type="button"
          class="button button-small"
          aria-label={isThis ? page.nav.signOut : t.signOutOf(browser)}
          onClick={leave}
        >
          {isThis ? page.nav.signOut : t.signOut}
        </button>
      </div>
    </li>
  );
}
