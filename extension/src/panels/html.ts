// The HTML of a webview: nothing but its own script and style sheets, and nothing inline.

import { randomBytes } from "node:crypto";
import { Uri, type Webview, type WebviewOptions } from "vscode";

/** Where the bundles are, and the only folder that a webview may read from. */
function bundles(extension: Uri): Uri {
  return Uri.joinPath(extension, "dist", "webview");
}

/** What every webview of ours may do. */
export function webviewOptions(extension: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [bundles(extension)] };
}

/** Makes the page that runs dist/webview/NAME.js, with NAME.css. */
export function webviewHtml(webview: Webview, extension: Uri, name: string, title: string): string {
  const nonce = randomBytes(24).toString("base64url");
  const file = (suffix: string): string =>
    webview.asWebviewUri(Uri.joinPath(bundles(extension), name + suffix)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${file(".css")}">
</head>
<body>
<script nonce="${nonce}" src="${file(".js")}"></script>
</body>
</html>`;
}
