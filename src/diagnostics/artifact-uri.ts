/**
 * `path` as the URI reference of RFC 3986 that a reader of a report follows: relative to where polc was started, or a `file:` URI
 * if it is absolute. Segments are percent-encoded, and `.` and `..` are resolved as far as they can be.
 *
 * @example
 * artifactUri("./policies/à la carte.pol"); // "policies/%C3%A0%20la%20carte.pol"
 */
export function artifactUri(path: string): string {
  const plain = plainPath(path);
  const encoded = plain.split("/").map(encodeSegment).join("/");
  if (drive.test(plain)) return `file:///${encoded.replace(/^([A-Za-z])%3A/, "$1:")}`;
  return plain.startsWith("/") ? `file://${encoded}` : encoded;
}

/**
 * `path` with forward slashes where it is one of Windows, without needless `.` and `..`: the form in which CI systems compare it
 * with the paths of a repository.
 */
export function plainPath(path: string): string {
  const slashed = drive.test(path) ? path.replaceAll("\\", "/") : path;
  const root = slashed.startsWith("/") ? "/" : "";
  const segments: string[] = [];
  for (const segment of slashed.split("/")) {
    if (segment === "" || segment === ".") continue;
    const last = segments.at(-1);
    if (segment !== ".." || (last === undefined && root === "") || last === "..") segments.push(segment);
    else segments.pop();
  }
  return `${root}${segments.join("/")}`;
}

const drive = /^[A-Za-z]:[\\/]/;

/** A lone half of a surrogate pair has no UTF-8: it becomes the replacement character. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, "\ufffd"));
}
