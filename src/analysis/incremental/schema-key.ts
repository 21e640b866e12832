import type { PolicySet } from "../../check/typed-policy-set.js";
import { rememberedOf } from "../../util/remembered.js";

/**
 * The same for policy sets of which all is the same but for rules, assertions and tests, wherever it stands in its files. What a unit finds
 * hangs on all of it: where it changes, nothing is kept.
 */
export function schemaKey({ entities, actions, context, obligations }: PolicySet): string {
  return [entities, actions, context, obligations].map(keyOf).join();
}

/** The next version has mostly the same schema. */
const keyOf = rememberedOf((part: object) => JSON.stringify(part, withoutPlaces));

/** Maps are written as what they hold; of a span only the file counts, and a documentation nobody asks about. */
function withoutPlaces(name: string, value: unknown): unknown {
  if (name === "documentation") return undefined;
  if (value instanceof Map) return [...value];
  return name === "span" && isSpan(value) ? value.file : value;
}

function isSpan(value: unknown): value is { readonly file: string } {
  return typeof value === "object" && value !== null && "file" in value && "start" in value;
}
