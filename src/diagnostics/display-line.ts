/** A stretch of a source line as a terminal shows it, and the terminal column of each of its offsets. */
export interface DisplayLine {
  readonly text: string;
  /** The column of an offset into the source line; one outside the stretch is at its nearer end. */
  columnOf(offset: number): number;
}

const longestLine = 120;
const contextBefore = 40;
const tabStop = 4;

/**
 * Lays `line` out for a terminal: tabs become spaces, wide characters count twice, and what cannot be seen or would steer the
 * terminal (control, bidirectional, zero-width characters) is spelt out. A very long line is cut around `focus`.
 */
export function displayLine(line: string, focus: number): DisplayLine {
  const { begin, end } = windowAround(line, focus);
  const columns: number[] = [];
  let text = begin > 0 ? "…" : "";
  let column = text.length;
  for (const character of line.slice(begin, end)) {
    for (let unit = 0; unit < character.length; unit++) columns.push(column);
    const shown = character === "\t" ? " ".repeat(tabStop - (column % tabStop)) : visibleText(character);
    text += shown;
    column += displayWidth(shown);
  }
  columns.push(column);
  return {
    text: end < line.length ? `${text}…` : text,
    columnOf: (offset) => columns[Math.min(Math.max(offset - begin, 0), columns.length - 1)] ?? column,
  };
}

/** The code units of `line` to show, never half of a surrogate pair. */
function windowAround(line: string, focus: number): { begin: number; end: number } {
  if (line.length <= longestLine) return { begin: 0, end: line.length };
  const begin = Math.max(0, Math.min(focus - contextBefore, line.length - longestLine));
  const end = begin + longestLine;
  return { begin: begin - trailsAt(line, begin), end: end + trailsAt(line, end) };
}

function trailsAt(text: string, index: number): 0 | 1 {
  const code = text.charCodeAt(index);
  return index > 0 && code >= 0xdc00 && code <= 0xdfff ? 1 : 0;
}

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** `text` with every character that cannot be seen, or would steer a terminal, spelt out as `<U+202E>`. */
export function visibleText(text: string): string {
  return text.replace(invisible, spellOut);
}

/** {@link visibleText} of each line of `text`. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visibleText).join("\n");
}

function spellOut(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}

const combining = /[\p{Mn}\p{Me}]/u;
// East_Asian_Width is no property of JavaScript's regular expressions: the wide scripts, full-width forms and emoji by name.
const wide =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;

/** How many columns of a terminal `text` takes: two for a wide character, none for a combining one. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (character <= "\u007e") width += 1;
    else if (!combining.test(character)) width += wide.test(character) ? 2 : 1;
  }
  return width;
}
