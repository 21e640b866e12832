/**
 * An id as SpiceDB can have it: letters, digits and `/ _ | - = +`. Other characters are written as the bytes of their UTF-8, `=40` for `@`;
 * and so is a `=` where it would read as one of these. Ids that need none of this stay as they are, base64 with its padding too. Undefined where
 * it is longer than SpiceDB takes, or no text.
 *
 * @example
 * toObjectId("kim@example.com"); // "kim=40example=2Ecom"
 */
export function toObjectId(id: string): string | undefined {
  if (id === "" || !id.isWellFormed()) return undefined;
  const written = id
    .replace(/=(?=[0-9A-F]{2})/g, "=3D")
    .replace(/[^a-zA-Z0-9/_|\-=+]+/g, (text) =>
      [...new TextEncoder().encode(text)].map((byte) => `=${hex(byte)}`).join(""),
    );
  return written.length <= longest ? written : undefined;
}

/** The id that {@link toObjectId} writes so; undefined where it writes none so. */
export function fromObjectId(written: string): string | undefined {
  const bytes = written.replace(/(?:=[0-9A-F]{2})+/g, (text) => {
    const found = Uint8Array.from(text.slice(1).split("="), (digits) => Number.parseInt(digits, 16));
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(found);
  });
  return toObjectId(bytes) === written ? bytes : undefined;
}

const longest = 1024;

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}
