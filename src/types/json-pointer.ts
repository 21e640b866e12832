/** What a JSON Pointer (RFC 6901; also percent-encoded, as in a URI's fragment) leads to; undefined where it leads nowhere. */
export function resolvePointer(document: unknown, pointer: string): unknown {
  if (pointer === "") return document;
  if (!pointer.startsWith("/")) return undefined;
  return pointer.slice(1).split("/").reduce(step, document);
}

function step(value: unknown, token: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const key = decode(token).replaceAll("~1", "/").replaceAll("~0", "~");
  return Object.hasOwn(value, key) ? (value as { readonly [key: string]: unknown })[key] : undefined;
}

function decode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
