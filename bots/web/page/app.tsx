import { useEffect, useRef } from 'preact/hooks';
import { place } from './core/router.ts';
import { loadSession, session, sessionProblem } from './core/session.ts';
import { say } from './core/words.ts';
import { AbsenceDialog } from './ui/absence.tsx';
import { KeyList } from './ui/keys.tsx';
import { Masthead } from './ui/masthead.tsx';
import { Palette } from './ui/palette.tsx';
import { ProblemNote } from './ui/problem.tsx';
import { Toasts } from './ui/toasts.tsx';
import { drawPlace } from './views/views.tsx';

/** The page: what every view has around it, and the view of the address. */
export function App() {
  return (
    <>
      <a class="skip" href="#main">
        {say().page.skip}
      </a>
      <Masthead />
      <main id="main" tabIndex={-1}>
        <View />
      </main>
      <Palette />
      <KeyList />
      <AbsenceDialog />
      <Toasts />
    </>
  );
}

function View() {
  const { page } = say();
  const here = place.value;
  const known = session.value;
  const isFirst = useRef(true);
  useEffect(() => {
    // Who reads with their ears, or with keys, is taken along to what is shown now.
    if (!isFirst.current)
      (document.querySelector<HTMLElement>('main [autofocus]') ?? document.querySelector('main'))?.focus({
        preventScroll: true,
      });
    isFirst.current = false;
  }, [here?.name, here?.params['articleId']]);
  if (known === 'none')
    return (
      <section class="notice">
        <h1>{page.signIn.title}</h1>
        <p>{page.signIn.how}</p>
        {/* The server shows how to come in, and leads back here. */}
        <div class="actions">
          <button type="button" class="button button-main" onClick={() => location.reload()}>
            {page.signIn.again}
          </button>
        </div>
      </section>
    );
  if (known === 'unknown')
    return sessionProblem.value === undefined ? (
      <p class="loading">{page.loading}</p>
    ) : (
      <ProblemNote problem={sessionProblem.value} onRetry={() => void loadSession()} />
    );
  if (here === undefined)
    return (
      <section class="notice">
        <h1>{page.nothingHere.title}</h1>
        <p>{page.nothingHere.text}</p>
      </section>
    );
  return drawPlace(here);
}
