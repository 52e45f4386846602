import { useEffect } from 'preact/hooks';
import { LANGUAGES, speakLanguage } from './core/load-words.ts';
import { remember } from './core/remember.ts';
import { place } from './core/router.ts';
import { loadSession, session, sessionProblem } from './core/session.ts';
import { say } from './core/words.ts';
import { ProblemNote } from './ui/problem.tsx';
import { chooseTheme, THEMES, theme } from './ui/theme.ts';
import { Toasts } from './ui/toasts.tsx';
import { drawPlace } from './views/views.tsx';

/** The page: what every view has around it, and the view of the address. */
export function App() {
  const { page } = say();
  return (
    <>
      <a class="skip" href="#main">
        {page.skip}
      </a>
      <header class="masthead">
        <a class="brand" href="/">
          Copydesk
        </a>
        <Settings />
      </header>
      <main id="main" tabIndex={-1}>
        <View />
      </main>
      <Toasts />
    </>
  );
}

function View() {
  const { page } = say();
  const here = place.value;
  const known = session.value;
  useEffect(() => {
    document.title = 'Copydesk';
  }, [here]);
  if (known === 'none')
    return (
      <section class="notice">
        <h1>{page.signIn.title}</h1>
        <p>{page.signIn.how}</p>
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
  return drawPlace(here, known);
}

function Settings() {
  const { page, words } = say();
  return (
    <div class="settings">
      <label>
        <span class="unseen">{page.theme.label}</span>
        <select value={theme.value} onChange={(event) => chooseTheme(themeOf(event.currentTarget.value))}>
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {page.theme[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="unseen">{page.language}</span>
        <select
          value={document.documentElement.lang}
          onChange={(event) => {
            const { value } = event.currentTarget;
            remember('copydesk-language', value);
            void speakLanguage(value);
          }}
        >
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {ownNameOf(language, words.format.languageName)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function themeOf(value: string): (typeof THEMES)[number] {
  return THEMES.find((one) => one === value) ?? 'auto';
}

/** As its speakers call it: whoever looks for theirs may not read the one that is shown. */
function ownNameOf(language: string, otherwise: (tag: string) => string): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? otherwise(language);
}
