/** What a page's frame is made of; all addresses are already webview addresses. */
export interface PageFrame { title: string; scriptUri: string; styleUri: string; cspSource: string; nonce: string }

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);

/**
 * The frame of a page: no inline script or style, nothing from outside the extension, no data. Everything shown comes later, by message.
 * The `csp-nonce` property is how the UI toolkit learns the nonce for its focus-ring probe.
 */
export function pageHtml({ title, scriptUri, styleUri, cspSource, nonce }: PageFrame): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource} 'nonce-${nonce}'; font-src ${cspSource}; img-src ${cspSource} data:`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta property="csp-nonce" content="${escapeHtml(nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(styleUri)}">
<title>${escapeHtml(title)}</title>
</head>
<body>
<main></main>
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(scriptUri)}"></script>
</body>
</html>`;
}
