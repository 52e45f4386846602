import type { ComponentChildren } from 'preact';

/** A link to somebody else's page, whose host is shown: words may say what they like. Only to the web. */
export function ToWeb({ address, children }: { readonly address: string; readonly children: ComponentChildren }) {
  const url = URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return <>{children}</>;
  return (
    <>
      <a href={url.href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>{' '}
      <span class="host">{url.host.replace(/^www\./, '')}</span>
    </>
  );
}
