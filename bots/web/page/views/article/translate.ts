import { newKey } from '../../core/api.ts';
import { go } from '../../core/router.ts';
import { api } from '../../core/session.ts';
import { pathOf } from '../../routes.ts';
import { toast } from '../../ui/toasts.tsx';

/**
 * Has a delivered article translated, goes to the translation, and says why there is none. What is asked for twice is begun once.
 * @param into BCP 47
 * @returns whether it was begun
 */
export async function translate(articleId: string, into: string): Promise<boolean> {
  const begun = await api.post<{ readonly articleId: string }>(
    `/articles/${articleId}/translations`,
    { language: into },
    { key: newKey() },
  );
  if (begun.ok) go(pathOf('article', { articleId: begun.value.articleId }));
  else toast(begun.problem.detail);
  return begun.ok;
}
