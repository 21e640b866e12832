/** A workflow command of GitHub Actions, read. */
export interface ReadAnnotation {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** The commands in `output`, one a line, as the runner of GitHub Actions reads them. */
export function readAnnotations(output: string): readonly ReadAnnotation[] {
  return output.split("\n").slice(0, -1).map(readAnnotation);
}

function readAnnotation(line: string): ReadAnnotation {
  const [, command = "", list = "", message = ""] = /^::(\S+) (.*?)::(.*)$/s.exec(line) ?? [];
  const properties = list.split(",").map((property) => {
    const [name = ""] = property.split("=");
    return [name, unescaped(property.slice(name.length + 1), [...data, ["%3A", ":"], ["%2C", ","]])] as const;
  });
  return { command, properties: Object.fromEntries(properties), message: unescaped(message, data) };
}

const data: readonly (readonly [string, string])[] = [
  ["%0D", "\r"],
  ["%0A", "\n"],
];

/** The percent sign is last: what it brings back is no escape. */
function unescaped(text: string, escapes: readonly (readonly [string, string])[]): string {
  return [...escapes, ["%25", "%"] as const].reduce((rest, [from, to]) => rest.replaceAll(from, to), text);
}
