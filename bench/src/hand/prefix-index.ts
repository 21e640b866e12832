/** Whether a text starts with one of many prefixes. */
export type PrefixIndex = (text: string) => boolean;

/** Looks the text's own beginnings up, one for each length that a prefix has. */
export function createPrefixIndex(prefixes: readonly string[]): PrefixIndex {
  const known = new Set(prefixes);
  const lengths = [...new Set(prefixes.map(({ length }) => length))].sort((a, b) => a - b);
  return (text) => {
    for (let index = 0; index < lengths.length; index++) {
      const length = lengths[index] as number;
      if (length > text.length) return false;
      if (known.has(text.slice(0, length))) return true;
    }
    return false;
  };
}
