import { beginsWith } from "./text.js";

/**
 * Reads an absolute POSIX path and gives its plain form: `.`, `..` and `//` resolved as the text has them (`..` of the root is the
 * root), no trailing slash but for the root itself. A backslash, NUL or drive letter (`C:/`, and `/C:/` as URLs of files have it)
 * means that another system's path is meant. Symbolic links are the enforcement point's affair.
 */
export function parsePath(text: string): string | undefined {
  if (!text.startsWith("/") || !text.isWellFormed()) return undefined;
  const path = isPlainPath(text) ? text : resolvePath(text);
  // Only where there is a colon is a drive letter to be looked for.
  if (path?.charCodeAt(2) === 58 && /^\/[A-Za-z]:(?:\/|$)/.test(path)) return undefined;
  return path;
}

/** Whether nothing is to be resolved or refused: no backslash or NUL, no slash before another, before a dot, or at the end. */
function isPlainPath(text: string): boolean {
  let previous = 47;
  for (let position = 1; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === 0 || code === 92) return false;
    if (previous === 47 && (code === 47 || code === 46)) return false;
    previous = code;
  }
  return previous !== 47 || text.length === 1;
}

function resolvePath(text: string): string | undefined {
  if (/[\0\\]/.test(text)) return undefined;
  const segments: string[] = [];
  for (const segment of text.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return `/${segments.join("/")}`;
}

/** Whether a path is `base` or below it. Both in plain form. */
export function pathWithin(path: string, base: string): boolean {
  return path === base || base === "/" || (path[base.length] === "/" && beginsWith(path, base));
}
