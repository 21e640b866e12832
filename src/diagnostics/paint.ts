const styles = {
  error: "1;31",
  warning: "1;33",
  info: "1;34",
  help: "1;36",
  frame: "34",
  bold: "1",
  good: "32",
  faint: "2",
} as const;

/** What a stretch of output is; how it looks is decided here alone. */
export type Style = keyof typeof styles;

/** Wraps text in a style's ANSI codes, or gives it back as it is. */
export type Paint = (style: Style, text: string) => string;

/** A {@link Paint} that colours, or one that does not. */
export function painter(color: boolean): Paint {
  return color ? (style, text) => `\u001b[${styles[style]}m${text}\u001b[0m` : (_style, text) => text;
}
