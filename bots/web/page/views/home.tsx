import type { Session } from '../core/session.ts';
import { say } from '../core/words.ts';

/** Where the page begins. */
export function Home({ session }: { readonly session: Session }) {
  const { page } = say();
  return (
    <section class="notice">
      <h1>{page.home.signedIn(session.person.name)}</h1>
    </section>
  );
}
