import { createHash } from "node:crypto";
import { version } from "../../version.js";
import { type Html, html } from "./html.js";

/** What a page consists of. */
export interface Page {
  readonly title: string;
  /** All of its style, as it stands between the tags. */
  readonly style: string;
  /** From `<body>` on. */
  readonly body: Html;
}

/** A page that needs nothing else: no script, no font, no image. Its content security policy names its style, and lets nothing else run. */
export function htmlPage({ title, style, body }: Page): string {
  const hash = createHash("sha256").update(style).digest("base64");
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="polc ${version}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>`.text;
  return `${page}${style}</style>\n</head>\n${body.text}\n</html>\n`;
}
