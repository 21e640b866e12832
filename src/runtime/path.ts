/**
 * Reads an absolute POSIX path and gives its plain form: `.`, `..` and `//` resolved as the text has them (`..` of the root is the
 * root), no trailing slash but for the root itself. A backslash, NUL or drive letter (`C:/`, and `/C:/` as URLs of files have it)
 * means that another system's path is meant. Symbolic links are the enforcement point's affair.
 */
export function parsePath(text: string): string | undefined {
  if (!text.startsWith("/") || !text.isWellFormed() || /[\0\\]/.test(text)) return undefined;
  const segments: string[] = [];
  for (const segment of text.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  const path = `/${segments.join("/")}`;
  return /^\/[A-Za-z]:(?:\/|$)/.test(path) ? undefined : path;
}

/** Whether a path is `base` or below it. Both in plain form. */
export function pathWithin(path: string, base: string): boolean {
  return path === base || base === "/" || (path.startsWith(base) && path[base.length] === "/");
}
