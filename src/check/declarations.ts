import type { Fix } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/span.js";
import type {
  ActionDeclaration,
  ActionItem,
  AssertDeclaration,
  ConstantDeclaration,
  ContextDeclaration,
  Declaration,
  DefinitionDeclaration,
  DottedName,
  EntityDeclaration,
  File,
  FixtureDeclaration,
  Name,
  ObligationDeclaration,
  PolicyDeclaration,
  RefineDeclaration,
  RemedyDeclaration,
  TagDeclaration,
  TestDeclaration,
  TypeDeclaration,
} from "../syntax/ast.js";
import { formKinds } from "../types/type.js";
import { type Extents, type Removable, removing, removingTag, repeats } from "./removal.js";
import type { Report } from "./reporter.js";

/** What can stand under one name in the largest name space: types, values, fixtures (language.md §2). */
export type NamedDeclaration =
  | EntityDeclaration
  | TypeDeclaration
  | ConstantDeclaration
  | DefinitionDeclaration
  | RemedyDeclaration
  | FixtureDeclaration;

export interface DeclaredAction {
  readonly item: ActionItem;
  readonly declaration: ActionDeclaration;
}

export interface DeclaredTag {
  readonly name: Name;
  readonly declaration: TagDeclaration;
}

/** Every declaration of a policy set by name; blocks of one entity and of the context are gathered, to be merged. */
export interface Declarations {
  readonly named: ReadonlyMap<string, NamedDeclaration>;
  readonly entities: ReadonlyMap<string, readonly EntityDeclaration[]>;
  readonly contexts: readonly ContextDeclaration[];
  readonly actions: ReadonlyMap<string, DeclaredAction>;
  readonly refinements: readonly RefineDeclaration[];
  readonly tags: ReadonlyMap<string, DeclaredTag>;
  readonly obligations: ReadonlyMap<string, ObligationDeclaration>;
  readonly policies: readonly PolicyDeclaration[];
  readonly assertions: readonly AssertDeclaration[];
  readonly tests: readonly TestDeclaration[];
  readonly extents: Extents;
  /**
   * Names in text that did not parse, and names that are wrong where they are declared: nothing is said about them being unknown. What is
   * found broken while the schema is built is added, so that one mistake there is one diagnostic.
   */
  readonly brokenNames: Set<string>;
}

/** Names of roots and of the one built-in function: kept by the language everywhere. */
const reservedNames: ReadonlySet<string> = new Set([
  "principal",
  "subject",
  "actor",
  "resource",
  "context",
  "args",
  "lower",
]);

/** The built-in types that stand without an argument. */
export const plainTypes = ["Bool", "Int", "Number", "String", "Duration", ...formKinds, "Json"] as const;

/** The names of the built-in types. */
export const builtInTypes: readonly string[] = [...plainTypes, "List", "Map", "null"];

/** Whether the language keeps a name for itself, as a root or a built-in type. */
export function isReservedName(name: string): boolean {
  return reservedNames.has(name) || builtInTypes.includes(name);
}

/** The name of an action in requests: its segments joined by dots. */
export function joinedName(name: DottedName): string {
  return name.segments.map((segment) => segment.text).join(".");
}

/** Gathers the declarations of all files; a name declared twice is reported with both places, and the first one counts. */
export function collectDeclarations(files: readonly File[], report: Report): Declarations {
  const all = files.flatMap((file) => file.declarations);
  const extents = new Map(files.map((file) => [file.span.file, file.extents]));
  return {
    ...collectNamed(all, extents, report),
    ...collectActions(all, extents, report),
    contexts: all.filter((declaration) => declaration.kind === "ContextDeclaration"),
    refinements: all.filter((declaration) => declaration.kind === "RefineDeclaration"),
    tests: all.filter((declaration) => declaration.kind === "TestDeclaration"),
    obligations: uniqueByName(all, "ObligationDeclaration", extents, report),
    policies: [...uniqueByName(all, "PolicyDeclaration", extents, report).values()],
    assertions: [...uniqueByName(all, "AssertDeclaration", extents, report).values()],
    extents,
    brokenNames: new Set(files.flatMap((file) => [...file.brokenNames])),
  };
}

/** The largest name space. Blocks of one entity share their name. */
function collectNamed(
  all: readonly Declaration[],
  extents: Extents,
  report: Report,
): Pick<Declarations, "named" | "entities"> {
  const names = createNameSpace(report, extents, isReservedName);
  const named = new Map<string, NamedDeclaration>();
  const entities = new Map<string, EntityDeclaration[]>();
  for (const declaration of all) {
    if (!isNamed(declaration)) continue;
    const { text } = declaration.name;
    const blocks = declaration.kind === "EntityDeclaration" ? entities.get(text) : undefined;
    if (declaration.kind === "EntityDeclaration" && blocks) blocks.push(declaration);
    else if (names.declare(text, declaration.name.span, declaration)) {
      named.set(text, declaration);
      if (declaration.kind === "EntityDeclaration") entities.set(text, [declaration]);
    }
  }
  return { named, entities };
}

/** Whether a declaration stands in the largest name space. */
export function isNamed(declaration: Declaration): declaration is NamedDeclaration {
  switch (declaration.kind) {
    case "EntityDeclaration":
    case "TypeDeclaration":
    case "ConstantDeclaration":
    case "DefinitionDeclaration":
    case "RemedyDeclaration":
    case "FixtureDeclaration":
      return true;
    default:
      return false;
  }
}

/** Actions by their joined names, and tags: one name space. */
function collectActions(
  all: readonly Declaration[],
  extents: Extents,
  report: Report,
): Pick<Declarations, "actions" | "tags"> {
  const names = createNameSpace(report, extents);
  const actions = new Map<string, DeclaredAction>();
  const tags = new Map<string, DeclaredTag>();
  for (const declaration of all) {
    if (declaration.kind === "TagDeclaration") {
      for (const name of declaration.names)
        if (names.declare(name.text, name.span, { tag: name, declaration }))
          tags.set(name.text, { name, declaration });
    }
    if (declaration.kind !== "ActionDeclaration") continue;
    const whole = declaration.items.length === 1 ? declaration : undefined;
    for (const item of declaration.items) {
      const name = joinedName(item.name);
      if (names.declare(name, item.name.span, whole)) actions.set(name, { item, declaration });
    }
  }
  return { actions, tags };
}

type OwnNameSpace = ObligationDeclaration | PolicyDeclaration | AssertDeclaration;

function uniqueByName<Kind extends OwnNameSpace["kind"]>(
  all: readonly Declaration[],
  kind: Kind,
  extents: Extents,
  report: Report,
): ReadonlyMap<string, Extract<OwnNameSpace, { readonly kind: Kind }>> {
  const names = createNameSpace(report, extents);
  const isKind = (declaration: Declaration): declaration is Extract<OwnNameSpace, { readonly kind: Kind }> =>
    declaration.kind === kind;
  const declared = all
    .filter(isKind)
    .filter((declaration) => names.declare(declaration.name.text, declaration.name.span, declaration));
  return new Map(declared.map((declaration) => [declaration.name.text, declaration]));
}

/** What declares a name, where it can be removed by itself: a whole declaration or a rule, or one tag of several. */
type Declaring = Removable | { readonly tag: Name; readonly declaration: TagDeclaration } | undefined;

/** One name space: remembers where each name was declared first. Only the one of values keeps out names of the language. */
export function createNameSpace(
  report: Report,
  extents: Extents,
  isReserved: (name: string) => boolean = () => false,
) {
  const places = new Map<string, { readonly span: Span; readonly declaring: Declaring }>();
  return {
    /** Whether the name is new and free; reports where it is not. */
    declare(name: string, span: Span, declaring: Declaring): boolean {
      if (isReserved(name)) {
        report("POL2008", span, `\`${name}\` is a name of the language and cannot be declared`, {
          help: "choose another name",
        });
        return false;
      }
      const first = places.get(name);
      if (first) {
        report("POL2001", span, `\`${name}\` is declared twice`, {
          label: "declared again here",
          related: [{ span: first.span, message: "first declared here" }],
          help: "rename one of them, or remove it",
          ...fixForRepetition(extents, first.declaring, declaring),
        });
        return false;
      }
      places.set(name, { span, declaring });
      return true;
    },
  };
}

/** Saying the same twice needs no second time. */
function fixForRepetition(extents: Extents, first: Declaring, second: Declaring): { readonly fix?: Fix } {
  if (first === undefined || second === undefined) return {};
  if ("tag" in second)
    return "tag" in first ? { fix: removingTag(extents, second.declaration, second.tag) } : {};
  return !("tag" in first) && repeats(first, second) ? { fix: removing(extents, second) } : {};
}
