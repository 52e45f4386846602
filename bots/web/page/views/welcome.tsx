import { say } from '../core/words.ts';
import { pathOf } from '../routes.ts';

/** Instead of an inbox, for whom nothing has ever been written: what happens here, and how it begins. */
export function Welcome() {
  const { page } = say();
  const t = page.welcome;
  return (
    <section class="view welcome">
      <h1>{t.title}</h1>
      <p class="welcome-lead">{t.lead}</p>
      <ol class="bare steps">
        {t.steps.map(({ title, text }) => (
          <li key={title}>
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <div class="actions">
        <a class="button button-main" href={pathOf('newArticle')}>
          {t.begin}
        </a>
      </div>
      <p class="hint">{t.keys}</p>
    </section>
  );
}
