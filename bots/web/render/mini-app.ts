import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { messages } from '../../../src/messages/messages.ts';
import { escapeHtml } from '../../../src/lib/escape-html.ts';

/** What a mini app of Telegram begins with: hands over what Telegram has signed. In a frame, where browsers keep no cookie of ours, it opens a tab. */
export function drawMiniApp(language: InterfaceLanguage, articleId: string): string {
  const t = messages(language).web.signIn;
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>Copydesk</title>
<link rel="stylesheet" href="/sign-in/page.css">
<script type="module" src="/telegram/page.js"></script>
</head>
<body>
<main>
<h1>Copydesk</h1>
<form method="post" action="/telegram" hidden>
<input type="hidden" name="initData">
<input type="hidden" name="article" value="${escapeHtml(articleId)}">
<button>${escapeHtml(t.openMiniApp)}</button>
</form>
<p class="elsewhere">${escapeHtml(t.onlyInTelegram)}</p>
</main>
</body>
</html>
`;
}
