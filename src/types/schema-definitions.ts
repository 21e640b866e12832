/** A JSON Schema that is an object. */
export type SchemaObject = { readonly [keyword: string]: unknown };

/** The `$defs` of a schema that is being made: each shape once, however often it is referred to. */
export interface SchemaDefinitions {
  /** A reference to `schema`. Where it stays the only one, the schema itself takes its place, unless it is `kept`. */
  define(name: string, schema: SchemaObject, options?: { readonly kept?: boolean }): SchemaObject;
  /** `root` with the definitions that it needs. */
  complete(root: SchemaObject): SchemaObject;
}

interface Definition {
  readonly id: number;
  readonly name: string;
  readonly schema: SchemaObject;
  kept: boolean;
  /** So that what refers to equal shapes is equal as text. */
  toJSON(): number;
}

/** No definitions yet. */
export function createSchemaDefinitions(): SchemaDefinitions {
  const known = new Map<string, Definition>();
  return {
    define(name, schema, { kept = false } = {}) {
      const key = JSON.stringify(schema);
      const id = known.size;
      const definition = known.get(key) ?? { id, name, schema, kept, toJSON: () => id };
      definition.kept ||= kept;
      known.set(key, definition);
      references.add(definition);
      return { $ref: definition };
    },
    complete(root) {
      const names = nameDefinitions(root);
      const defs = [...names].map(([definition, name]) => [name, resolve(definition.schema, names)]);
      const resolved = resolve(root, names) as SchemaObject;
      return names.size === 0 ? resolved : { ...resolved, $defs: Object.fromEntries(defs) };
    },
  };
}

/** What tells a reference from a property that is called `$ref`. */
const references = new WeakSet<object>();

function referenceOf(node: object): Definition | undefined {
  const target = Object.hasOwn(node, "$ref") ? (node as SchemaObject).$ref : undefined;
  return typeof target === "object" && target !== null && references.has(target)
    ? (target as Definition)
    : undefined;
}

/** The definitions that stay, breadth first from the root, and their names. */
function nameDefinitions(root: SchemaObject): ReadonlyMap<Definition, string> {
  const uses = countUses(root);
  const names = new Map<Definition, string>();
  const taken = new Set<string>();
  for (const [definition, count] of uses)
    if (definition.kept || count > 1) names.set(definition, freshName(definition.name, taken));
  return names;
}

function countUses(root: SchemaObject): ReadonlyMap<Definition, number> {
  const uses = new Map<Definition, number>();
  const queue: unknown[] = [root];
  // An array's iterator goes on to what is added on the way.
  for (const node of queue) {
    if (typeof node !== "object" || node === null) continue;
    const definition = referenceOf(node);
    if (definition === undefined) queue.push(...Object.values(node));
    else {
      if (!uses.has(definition)) queue.push(definition.schema);
      uses.set(definition, (uses.get(definition) ?? 0) + 1);
    }
  }
  return uses;
}

function freshName(name: string, taken: Set<string>): string {
  let fresh = name;
  for (let count = 2; taken.has(fresh); count++) fresh = `${name}-${count}`;
  taken.add(fresh);
  return fresh;
}

/** References by name; what has no name stands where it is referred to, under what is said of it there. */
function resolve(node: unknown, names: ReadonlyMap<Definition, string>): unknown {
  if (Array.isArray(node)) return node.map((element) => resolve(element, names));
  if (typeof node !== "object" || node === null) return node;
  const definition = referenceOf(node);
  if (definition === undefined) return resolveMembers(node, names);
  const { $ref: _, ...siblings } = node as SchemaObject;
  const name = names.get(definition);
  return name === undefined
    ? { ...siblings, ...resolveMembers(definition.schema, names), ...siblings }
    : { $ref: referenceTo(name), ...siblings };
}

function resolveMembers(node: object, names: ReadonlyMap<Definition, string>): SchemaObject {
  return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, resolve(member, names)]));
}

/** A JSON Pointer as a URI's fragment. */
function referenceTo(name: string): string {
  return `#/$defs/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
}
