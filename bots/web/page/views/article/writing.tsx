import { say } from '../../core/words.ts';
import { Markdown } from '../../ui/markdown.tsx';

/** A text while the writer writes it. It is read out when it is a draft, not word by word. */
export function Writing({ text }: { readonly text: string }) {
  const { page } = say();
  return (
    <div>
      <p class="soft small">{page.article.writing}</p>
      <div class="text writing" aria-busy="true">
        <Markdown text={text} />
      </div>
    </div>
  );
}
