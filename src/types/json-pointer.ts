/** What a JSON Pointer (RFC 6901; also percent-encoded, as in a URI's fragment) leads to; undefined where it leads nowhere. */
export function resolvePointer(document: unknown, pointer: string): unknown {
  const place = plainPointer(pointer);
  return place === undefined ? undefined : valueAt(document, place);
}

/** The one text of a pointer that may be percent-encoded; undefined if it is none. */
export function plainPointer(pointer: string): string | undefined {
  if (pointer === "") return "";
  if (!pointer.startsWith("/")) return undefined;
  const keys = pointer.slice(1).split("/").map(decode).map(keyOf);
  return keys.map((key) => `/${escapeToken(key)}`).join("");
}

/** What a pointer in its plain form leads to. */
export function valueAt(document: unknown, place: string): unknown {
  return place === "" ? document : place.slice(1).split("/").map(keyOf).reduce(step, document);
}

/** A name as a token of a pointer. */
export function escapeToken(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function keyOf(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

function step(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as { readonly [key: string]: unknown })[key] : undefined;
}

function decode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
