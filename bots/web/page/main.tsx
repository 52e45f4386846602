import { render } from 'preact';
import { App } from './app.tsx';
import { speakLanguage } from './core/load-words.ts';
import { startKeys } from './core/keys.ts';
import { startRouter } from './core/router.ts';
import { loadSession } from './core/session.ts';
import { startTheme } from './ui/theme.ts';

const root = document.querySelector('#page');
if (root === null) throw new Error('The page has no place to be drawn in.');

startTheme();
startRouter();
startKeys();
await speakLanguage(document.documentElement.lang);
// Only now: if it fails, that is said in words. The browser has fetched the answer meanwhile.
void loadSession();
// What the server drew is replaced, not kept beside it.
root.replaceChildren();
render(<App />, root);
