import type { RelationTuple } from "../../relations/model.js";
import { isUserset } from "../../relations/tuple-index.js";

/**
 * The checksum of a set of tuples, of which the given ones became more or fewer. SQLite notices a broken page but not a broken letter in one, and a
 * letter decides who may do what. It is against accidents, not against whoever writes to the file.
 */
export function checksumWith(checksum: number, tuples: Iterable<RelationTuple>): number {
  let high = Math.floor(checksum / word);
  let low = checksum % word;
  const hash = new TextHash();
  for (const { subject, relation, object } of tuples) {
    hash.begin();
    hash.add(subject.type);
    hash.add("everyone" in subject ? "" : subject.id);
    hash.add(isUserset(subject) ? subject.relation : "");
    hash.add(relation);
    hash.add(object.type);
    hash.add(object.id);
    hash.end();
    high ^= hash.high & highest;
    low ^= hash.low;
  }
  return high * word + (low >>> 0);
}

const word = 2 ** 32;
/** So many bits of a whole number are beyond the lower 32. */
const highest = 2 ** 21 - 1;

/** Two hashes of 32 bits of some texts (cyrb53, by bryc), side by side; a class because each letter changes both. */
class TextHash {
  high = 0;
  low = 0;

  begin(): void {
    this.high = 0xdeadbeef;
    this.low = 0x41c6ce57;
  }

  /** Takes a text, and its end. */
  add(text: string): void {
    let { high, low } = this;
    for (let at = 0; at <= text.length; at++) {
      const code = at < text.length ? text.charCodeAt(at) : endOfText;
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
    this.high = high;
    this.low = low;
  }

  end(): void {
    const { high, low } = this;
    this.high = mixed(high, low);
    this.low = mixed(low, high);
  }
}

/** No code unit. */
const endOfText = 2 ** 16;

function mixed(one: number, other: number): number {
  return Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
}
