import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { messages } from '../../../src/messages/messages.ts';
import { escapeHtml } from '../../../src/lib/escape-html.ts';

export interface SignInPage {
  readonly language: InterfaceLanguage;
  /** How people come in here. */
  readonly ways: {
    /** Chats give links: people reach us where they are. */
    readonly chats: boolean;
    /** Name of the company whose sign-in is used. Absent: none is. */
    readonly company?: string;
  };
  /** Opened on the machine that it runs on. */
  readonly isLoopback: boolean;
  /** Absent: nobody is. */
  readonly signedInAs?: string;
  /** Why whoever tried is not in. */
  readonly fault?: 'unknown' | 'too-many' | 'away' | 'company' | 'company-away' | 'stranger' | 'mini-app';
  /** Path where they wanted to go. */
  readonly next: string;
}

/**
 * What whoever is not signed in sees, which needs no script. With one, whoever comes by a link has nothing to type; nothing but a
 * press of the button (on the machine itself: nothing at all) uses the link up, so that who looks at links before people do (previews, scanners) does not.
 */
export function drawSignIn({ language, ways, isLoopback, signedInAs, fault, next }: SignInPage): string {
  const { answers, web } = messages(language);
  const t = web.signIn;
  const faults = {
    unknown: t.unknown,
    'too-many': t.tooMany,
    away: answers.unavailable,
    company: t.companyFailed,
    'company-away': t.companyAway,
    stranger: t.stranger,
    'mini-app': t.miniAppFailed,
  };
  const how = [
    ...(ways.chats
      ? [
          { name: 'Slack', how: t.slack },
          { name: 'Telegram', how: t.telegram },
        ]
      : []),
    ...(isLoopback ? [t.machine] : []),
  ];
  const company =
    ways.company === undefined
      ? ''
      : `<p class="for-all"><a class="button" href="/sign-in/company?next=${escapeHtml(encodeURIComponent(next))}">${escapeHtml(t.company(ways.company))}</a></p>`;
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${escapeHtml(t.title)}</title>
<link rel="stylesheet" href="/sign-in/page.css">
<script type="module" src="/sign-in/page.js"></script>
</head>
<body>
<main>
<h1>${escapeHtml(t.title)}</h1>
${fault === undefined ? '' : `<p class="fault" role="alert">${escapeHtml(faults[fault])}</p>`}
${signedInAs === undefined ? '' : `<p class="for-all">${escapeHtml(t.signedInAs(signedInAs))} <a href="${escapeHtml(next)}">${escapeHtml(t.goOn)}</a></p>`}
<p class="for-link" hidden>${escapeHtml(t.withLink)}</p>
${company}
<div class="for-all">
${how.length === 0 ? '' : `<p>${escapeHtml(t.lead)}</p>`}
<dl>
${how.map(({ name, how: by }) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(by)}</dd></div>`).join('\n')}
</dl>
</div>
<form method="post" action="/sign-in"${isLoopback ? ' data-at-once' : ''}>
<input type="hidden" name="next" value="${escapeHtml(next)}">
<div class="for-all">
<label for="code">${escapeHtml(t.code)}</label>
<input id="code" name="code" required maxlength="200" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="code-hint">
<p id="code-hint" class="hint">${escapeHtml(t.codeHint)}</p>
</div>
<button>${escapeHtml(t.submit)}</button>
<p class="for-link hint" hidden>${escapeHtml(t.withLinkHint)}</p>
</form>
</main>
</body>
</html>
`;
}
