/** Imports a generated module by its text, as a module of its own and not as a script. */
export function importCode(code: string): Promise<Record<string, unknown>> {
  // A text has no place beside which its map could lie, and Node.js says so loudly.
  const alone = code.replace(/\/\/# sourceMappingURL=.*\n?$/, "");
  return import(`data:text/javascript;base64,${Buffer.from(alone).toString("base64")}`);
}
