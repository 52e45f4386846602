import { computed, signal } from '@preact/signals';
import { type Place, placeAt } from '../routes.ts';

/** The address that is shown: path and query. */
const address = signal('/');

export const place = computed<Place | undefined>(() => placeAt(new URL(address.value, 'http://page').pathname));
export const query = computed<URLSearchParams>(() => new URL(address.value, 'http://page').searchParams);

/** Shows another place. `replace`: the way back leads past where we are now, and the page stays where it is scrolled to. */
export function go(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  show();
  if (!replace) window.scrollTo(0, 0);
}

function show(): void {
  address.value = `${location.pathname}${location.search}`;
}

/** Follows the address, the ways back and forth, and the links of the page. Once. */
export function startRouter(): void {
  show();
  window.addEventListener('popstate', show);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!(link instanceof HTMLAnchorElement) || !isOurs(event, link)) return;
    event.preventDefault();
    if (link.href !== location.href) go(`${link.pathname}${link.search}`);
  });
}

/** A plain click on a link to a place of this page: everything else is the browser's. */
function isOurs(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  return (
    isPlain &&
    !event.defaultPrevented &&
    link.target === '' &&
    !link.hasAttribute('download') &&
    link.origin === location.origin &&
    link.hash === '' &&
    placeAt(link.pathname) !== undefined
  );
}
