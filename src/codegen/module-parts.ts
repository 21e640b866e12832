import { type Code, identifier } from "./code.js";
import { createNames, type Names } from "./names.js";
import { runtimePieces } from "./runtime-source.gen.js";

/** What the parts of a module share while it is emitted. */
export interface ModuleParts {
  readonly names: Names;
  /** A function of the runtime, which the module will then contain. */
  runtime(name: RuntimeName): Code;
  /** A constant or function of the module, by its key; made by the first who asks. */
  define(key: string, hint: string, declaration: (name: Code) => Code): Code;
  /** What is made once for a module, by its key, which says all that it is made of besides the module's parts. */
  once<T>(key: string, make: () => T): T;
  /**
   * Code that a session keeps from version to version, by its key, which says all that it is made of besides the module's parts and what it is
   * told; where one of these is not what it was, it is made by `emit`. `answer` gives the words of what it would be told.
   */
  kept(key: () => string, emit: () => Code, answer?: Answer): Code;
  /** Tells kept code something: the `words` say all that it makes of it. */
  told<T>(question: string, ask: () => T, words: (answer: T) => string): T;
  /** All that was defined. */
  readonly definitions: readonly Code[];
  /** The runtime's functions that the module needs. */
  readonly used: ReadonlyMap<string, Code>;
}

/** What kept code would be told to a question; undefined to one that nobody asks. */
export type Answer = (question: string) => string | undefined;

/** The name of a function of the runtime. */
export type RuntimeName = string;

/** The names that every module exports. */
export const exportedNames = [
  "allows",
  "decide",
  "mayAllow",
  "validate",
  "relationsNeeded",
  "decideWith",
  "policySet",
] as const;

/** The variable for what is known of relations. */
const answersVariable = "answers";

/** Nothing emitted yet. */
export function createModuleParts(): ModuleParts {
  const pieces = new Map(runtimePieces.map((piece) => [piece.name, piece]));
  const names = createNames([...pieces.keys(), ...exportedNames, answersVariable]);
  const used = new Map<string, Code>();
  const definitions: Code[] = [];
  const defined = new Map<string, Code>();
  const made = new Map<string, unknown>();
  const use = (name: string): Code => {
    const piece = pieces.get(name);
    if (piece === undefined) throw new RangeError(`the runtime has no ${name}`);
    const code = identifier(name);
    used.set(name, code);
    for (const other of piece.uses) if (!used.has(other)) use(other);
    return code;
  };
  return {
    names,
    definitions,
    used,
    runtime: (name) => used.get(name) ?? use(name),
    define(key, hint, declaration) {
      const known = defined.get(key);
      if (known !== undefined) return known;
      const name = names.name(definitionKey(key), hint);
      defined.set(key, name);
      definitions.push(declaration(name));
      return name;
    },
    once<T>(key: string, make: () => T): T {
      // Whoever asks by the same key makes the same.
      if (!made.has(key)) made.set(key, make());
      return made.get(key) as T;
    },
    kept: (_, emit) => emit(),
    told: (_, ask) => ask(),
  };
}

/** The key of a definition's name. */
export function definitionKey(key: string): string {
  return `definition ${key}`;
}
