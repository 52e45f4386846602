import { useEffect } from 'preact/hooks';

const NAME = 'Copydesk';

/** While whoever calls it is shown, the window is called so. Absent: by our name alone. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? NAME : `${title} – ${NAME}`;
    return () => {
      document.title = NAME;
    };
  }, [title]);
}
