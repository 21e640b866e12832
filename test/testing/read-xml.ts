/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text between its children. */
  readonly text: string;
}

/** Reads the part of XML 1.0 that reports are written in; throws where a parser has to. */
export function readXml(document: string): XmlElement {
  if (impossible.test(document)) throw new SyntaxError("a character that XML does not have");
  const [declaration = ""] = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(document) ?? [];
  if (declaration === "") throw new SyntaxError("no XML declaration");
  const root: Open = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  // A parser makes one LF of each end of a line.
  for (const [piece] of document
    .slice(declaration.length)
    .replace(/\r\n?/g, "\n")
    .matchAll(/<[^>]*>|[^<]+|</g)) {
    take(piece, open);
  }
  const [element] = root.children;
  if (open.length > 1 || element === undefined || root.children.length > 1 || root.text.trim() !== "") {
    throw new SyntaxError("not one element");
  }
  return element;
}

interface Open extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

const impossible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function take(piece: string, open: Open[]): void {
  const current = open.at(-1);
  if (current === undefined) throw new SyntaxError("an end without a start");
  if (!piece.startsWith("<")) {
    current.text += plain(piece);
  } else if (piece.startsWith("</")) {
    if (piece !== `</${current.name}>`) throw new SyntaxError(`${piece} ends ${current.name}`);
    open.pop();
  } else {
    const element = readTag(piece);
    current.children.push(element);
    if (!piece.endsWith("/>")) open.push(element);
  }
}

function readTag(tag: string): Open {
  const [, name = "", list = ""] = /^<(\w+)((?: \w+="[^"<]*")*)\/?>$/.exec(tag) ?? [];
  if (name === "") throw new SyntaxError(`${tag} is no tag`);
  const pairs = [...list.matchAll(/(\w+)="([^"]*)"/g)];
  if (new Set(pairs.map(([, key]) => key)).size < pairs.length)
    throw new SyntaxError(`${tag} says a thing twice`);
  const attributes = pairs.map(
    ([, key = "", value = ""]) => [key, plain(value.replace(/[\t\n]/g, " "))] as const,
  );
  return { name, attributes: Object.fromEntries(attributes), children: [], text: "" };
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function plain(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w*));?/g, (reference, code?: string, name = "") => {
    const character = code === undefined ? entities[name] : String.fromCodePoint(Number(code));
    if (character === undefined || !reference.endsWith(";"))
      throw new SyntaxError(`${reference} is no reference`);
    return character;
  });
}
