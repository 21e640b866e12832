import type { JsonObject } from "../util/json-object.js";
import { type Choices, pick } from "./choices.js";
import { isPlainData } from "./plain-data.js";
import type { PlaceType, RelevantPlace } from "./relevant-places.js";
import { type JsonRecord, setMember } from "./request/values.js";
import { wrongValues } from "./wrong-values.js";

/** Something that is done to one place of a request. */
export interface Edit {
  /** After "with `/context/ip` …". */
  readonly description: string;
  /** Whether what comes of it can be written as JSON. */
  readonly isJson: boolean;
  /** Changes the owner of the place, which is a copy. */
  readonly apply: (owner: JsonRecord, key: string) => void;
}

/** What a place does not bear: left out, null, and one of the other things, since there are many requests. */
export function editsOf({ type, mayBeAbsent, mayBeNull }: RelevantPlace, choices: Choices): readonly Edit[] {
  const others = otherEdits(type);
  const other = pick(choices, others);
  return [
    ...(mayBeAbsent ? [] : [removal]),
    ...(mayBeNull ? [] : [nulling]),
    other === inheritance && mayBeAbsent ? getter : other,
  ];
}

/** What a value of the type may not be, where it is. */
function otherEdits(type: PlaceType): readonly Edit[] {
  const edits = known.get(type) ?? [getter, inheritance, ...wrongValues(type).map(replacement)];
  known.set(type, edits);
  return edits;
}

const known = new WeakMap<PlaceType, readonly Edit[]>();

const removal: Edit = {
  description: "left out",
  isJson: true,
  apply: (owner, key) => Reflect.deleteProperty(owner, key),
};

const inheritance: Edit = {
  description: "inherited",
  isJson: false,
  apply: (owner, key) => {
    const value: unknown = owner[key];
    Reflect.deleteProperty(owner, key);
    // Of the depth that plain records have, so that nothing but ownership tells it apart.
    Reflect.setPrototypeOf(owner, Object.setPrototypeOf({ [key]: value }, null) as object);
  },
};

/** One error for all: making one costs more than a decision. */
const refusal = new Error("hostile getter");

function refuse(): never {
  throw refusal;
}

const getter: Edit = {
  description: "a getter that throws",
  isJson: false,
  apply: (owner, key) =>
    Reflect.defineProperty(owner, key, {
      enumerable: true,
      configurable: true,
      get: refuse,
    }),
};

function replacement(value: unknown): Edit {
  const isJson = isPlainData(value);
  return {
    description: isJson ? `replaced by ${JSON.stringify(value)}` : `replaced by ${nameOf(value)}`,
    isJson,
    apply: (owner, key) => setMember(owner, key, value),
  };
}

const nulling = replacement(null);

/** A value that is no JSON, for people. A proxy is not asked for its own. */
function nameOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return `the ${typeof value} ${String(value)}`;
  return "an object that is no plain record";
}

/** A copy of the request with the edit at the place; nothing where the way there does not exist. The original stays as it is. */
export function withEdit(request: JsonObject, path: RelevantPlace["path"], edit: Edit): JsonObject {
  const copy = shallowCopy(request);
  let owner = copy;
  for (const key of path.slice(0, -1)) {
    const inner = owner[key];
    const next = typeof inner === "object" && inner !== null ? shallowCopy(inner) : {};
    setMember(owner, String(key), next);
    owner = next;
  }
  edit.apply(owner, String(path.at(-1)));
  return copy;
}

/** Own members alone, `__proto__` among them. */
function shallowCopy(value: object): JsonRecord {
  return (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as JsonRecord;
}
