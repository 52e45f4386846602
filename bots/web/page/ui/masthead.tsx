import { useId } from 'preact/hooks';
import type { ArticlePage } from '../core/articles.ts';
import { useCommands } from '../core/commands.ts';
import { chooseLanguage, LANGUAGES, ownNameOf } from '../core/load-words.ts';
import { NEW_SCHEDULE } from '../core/repeat.ts';
import { go, place } from '../core/router.ts';
import { keepLanguage, session, signOut } from '../core/session.ts';
import { useLoaded } from '../core/use-loaded.ts';
import { say } from '../core/words.ts';
import { pathOf } from '../routes.ts';
import { isAbsenceOpen } from './absence.tsx';
import { isKeyListOpen, Keys } from './keys.tsx';
import { isPaletteOpen } from './palette.tsx';
import { chooseTheme, THEMES, theme } from './theme.ts';
import { toast } from './toasts.tsx';

const LOOK_EVERY_MS = 15_000;
const WAITING = '/articles?scope=waiting&limit=1';
const NAV = ['home', 'list', 'schedules', 'dashboard'] as const;
/** Of the person, behind their name. */
const OWN = ['sessions', 'webhooks'] as const;
const OWN_KEYS: Readonly<Record<(typeof OWN)[number], string>> = { sessions: 'g b', webhooks: 'g w' };
const NAV_KEYS: Readonly<Record<(typeof NAV)[number], string>> = {
  home: 'g i',
  list: 'g a',
  schedules: 'g s',
  dashboard: 'g d',
};

/** Above every view: where to go, what can be done, and who it is that looks. */
export function Masthead() {
  const known = session.value;
  return (
    <header class="masthead">
      <a class="brand" href={pathOf('home')}>
        Copydesk
      </a>
      {typeof known === 'object' ? (
        <WaysOn name={known.person.name} />
      ) : (
        <div class="settings">
          <Choices />
        </div>
      )}
    </header>
  );
}

function WaysOn({ name }: { readonly name: string }) {
  const { page, words } = say();
  const t = page.nav;
  const menu = useId();
  const waiting = useLoaded<ArticlePage>(WAITING, { everyMs: LOOK_EVERY_MS }).value?.count;
  const here = place.value?.name;
  const leave = async (): Promise<void> => {
    const problem = await signOut();
    if (problem !== undefined) toast(problem.detail, { isProblem: true });
  };
  useCommands([
    ...NAV.map((to) => ({ id: `go-${to}`, label: t[to], keys: NAV_KEYS[to], run: () => go(pathOf(to)) })),
    { id: 'new', label: t.newArticle, keys: 'n', run: () => go(pathOf('newArticle')) },
    ...OWN.map((to) => ({ id: `go-${to}`, label: page[to].title, keys: OWN_KEYS[to], run: () => go(pathOf(to)) })),
    { id: 'away', label: page.absence.title, run: openAbsence },
    { id: 'new-schedule', label: page.schedules.make, run: () => go(NEW_SCHEDULE) },
    { id: 'palette', label: t.commands, keys: 'mod+k', isKeyOnly: true, run: openPalette },
    { id: 'keys', label: t.keys, keys: '?', run: () => (isKeyListOpen.value = true) },
    ...THEMES.map((one) => ({
      id: `theme-${one}`,
      label: page.palette.theme(page.theme[one]),
      run: () => chooseTheme(one),
    })),
    ...LANGUAGES.map((language) => ({
      id: `language-${language}`,
      label: page.palette.language(ownNameOf(language, words.format.languageName)),
      run: () => void speakIn(language),
    })),
    { id: 'sign-out', label: t.signOut, run: () => void leave() },
  ]);
  return (
    <>
      <nav aria-label={t.label}>
        {NAV.map((to) => (
          <a key={to} href={pathOf(to)} {...(here === to && { 'aria-current': 'page' as const })}>
            {t[to]}
            {to === 'home' && waiting !== undefined && waiting.total > 0 && (
              <span class="count number">
                {words.counted(waiting)}
                <span class="unseen"> {t.waiting}</span>
              </span>
            )}
          </a>
        ))}
      </nav>
      <div class="masthead-end">
        <button type="button" class="palette-opener" onClick={openPalette}>
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="6.5" cy="6.5" r="4.75" />
            <path d="m10 10 4.5 4.5" />
          </svg>
          <span class="palette-words">{t.commands}</span>
          <Keys keys="mod+k" />
        </button>
        <button type="button" class="button button-small" popovertarget={menu}>
          {name}
        </button>
        <div id={menu} popover="auto" class="menu">
          <Choices />
          <button type="button" class="link" popovertarget={menu} onClick={() => (isKeyListOpen.value = true)}>
            {t.keys}
          </button>
          <button type="button" class="link" popovertarget={menu} onClick={openAbsence}>
            {page.absence.title}
          </button>
          {OWN.map((to) => (
            <button key={to} type="button" class="link" popovertarget={menu} onClick={() => go(pathOf(to))}>
              {page[to].title}
            </button>
          ))}
          <button type="button" class="button button-small" onClick={() => void leave()}>
            {t.signOut}
          </button>
        </div>
      </div>
    </>
  );
}

async function speakIn(language: string): Promise<void> {
  await chooseLanguage(language);
  if (typeof session.peek() === 'object') await keepLanguage(language);
}

function openAbsence(): void {
  isAbsenceOpen.value = true;
}

function openPalette(): void {
  isPaletteOpen.value = true;
}

/** How the page looks and speaks. */
function Choices() {
  const { page, words } = say();
  return (
    <>
      <label class="choice">
        <span class="label">{page.theme.label}</span>
        <select value={theme.value} onChange={({ currentTarget: { value } }) => chooseTheme(themeOf(value))}>
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {page.theme[one]}
            </option>
          ))}
        </select>
      </label>
      <label class="choice">
        <span class="label">{page.language}</span>
        <select value={document.documentElement.lang} onChange={({ currentTarget: { value } }) => void speakIn(value)}>
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {ownNameOf(language, words.format.languageName)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

function themeOf(value: string): (typeof THEMES)[number] {
  return THEMES.find((one) => one === value) ?? 'auto';
}
