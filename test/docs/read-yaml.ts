/** What YAML is read into. */
export type Yaml = null | boolean | number | string | readonly Yaml[] | { readonly [key: string]: Yaml };

interface Line {
  readonly indent: number;
  readonly text: string;
}

/**
 * Reads the part of YAML that the documentation uses: mappings and sequences by indentation, plain and double-quoted scalars, and
 * sequences of scalars in brackets. Throws for anything else.
 */
export function readYaml(text: string): Yaml {
  const lines = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => ({ indent: line.search(/\S/), text: line.trim() }));
  const value = readBlock(lines, 0);
  if (lines.length > 0) throw new SyntaxError(`unexpected \`${lines[0]?.text}\``);
  return value;
}

/** Takes the block that begins at `indent` or further right off the front of `lines`. */
function readBlock(lines: Line[], indent: number): Yaml {
  const [first] = lines;
  if (first === undefined || first.indent < indent) return null;
  return first.text.startsWith("- ") ? readSequence(lines, first.indent) : readMapping(lines, first.indent);
}

function readSequence(lines: Line[], indent: number): readonly Yaml[] {
  const items: Yaml[] = [];
  while (lines[0]?.indent === indent && lines[0].text.startsWith("- ")) {
    const rest = lines[0].text.slice(2).trim();
    if (keyOf(rest) === undefined) {
      lines.shift();
      items.push(readScalar(rest));
    } else {
      lines[0] = { indent: indent + 2, text: rest };
      items.push(readMapping(lines, indent + 2));
    }
  }
  return items;
}

function readMapping(lines: Line[], indent: number): Yaml {
  const entries = new Map<string, Yaml>();
  for (let line = lines[0]; line?.indent === indent && !line.text.startsWith("- "); line = lines[0]) {
    const key = keyOf(line.text);
    if (key === undefined || entries.has(key)) throw new SyntaxError(`unexpected \`${line.text}\``);
    const rest = line.text.slice(key.length + 1).trim();
    lines.shift();
    entries.set(key, rest === "" ? readBlock(lines, indent + 1) : readScalar(rest));
  }
  return Object.fromEntries(entries);
}

function keyOf(text: string): string | undefined {
  return /^([\w-]+):(?: |$)/.exec(text)?.[1];
}

function readScalar(text: string): Yaml {
  if (/^\[.*\]$/.test(text))
    return text
      .slice(1, -1)
      .split(",")
      .map((item) => readScalar(item.trim()));
  if (/^"[^"\\]*"$/.test(text)) return text.slice(1, -1);
  if (/^(?:true|false|null|-?\d+)$/.test(text)) return JSON.parse(text);
  // What else may begin otherwise, or would end a plain scalar, means something in YAML.
  if (!/^[\w./$]/.test(text) || /: | #/.test(text)) throw new SyntaxError(`\`${text}\` is no plain scalar`);
  return text;
}
