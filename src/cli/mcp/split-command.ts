/**
 * The words of a command line, as a shell takes them apart but without a shell: quotes hold words together, and nothing is expanded.
 * A backslash stands for itself unless a quote, a space or a backslash follows, so that paths of Windows stay whole. Undefined
 * if a quote is not closed.
 *
 * @example
 * splitCommand(`node "my server.js" --root '/tmp/a b'`) // ["node", "my server.js", "--root", "/tmp/a b"]
 */
export function splitCommand(command: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = command.trimStart();
  while (rest !== "") {
    const word = /^(?:\\[\s"'\\]|"(?:\\["\\]|\\(?!["\\])|[^"\\])*"|'[^']*'|[^\s"'])+/.exec(rest)?.[0];
    if (word === undefined) return undefined;
    rest = rest.slice(word.length);
    if (/^\S/.test(rest)) return undefined;
    words.push(unquoted(word));
    rest = rest.trimStart();
  }
  return words;
}

function unquoted(word: string): string {
  return word.replace(
    /\\([\s"'\\])|"((?:\\["\\]|\\(?!["\\])|[^"\\])*)"|'([^']*)'/g,
    (_, escaped?: string, double?: string, single?: string) =>
      escaped ?? double?.replace(/\\(["\\])/g, "$1") ?? single ?? "",
  );
}
