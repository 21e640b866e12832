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
  TestDeclaration,
  TypeDeclaration,
} from "../syntax/ast.js";
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

/** Every declaration of a policy set by name; blocks of one entity and of the context are gathered, to be merged. */
export interface Declarations {
  readonly named: ReadonlyMap<string, NamedDeclaration>;
  readonly entities: ReadonlyMap<string, readonly EntityDeclaration[]>;
  readonly contexts: readonly ContextDeclaration[];
  readonly actions: ReadonlyMap<string, DeclaredAction>;
  readonly refinements: readonly RefineDeclaration[];
  readonly tags: ReadonlyMap<string, Name>;
  readonly obligations: ReadonlyMap<string, ObligationDeclaration>;
  readonly policies: readonly PolicyDeclaration[];
  readonly assertions: readonly AssertDeclaration[];
  readonly tests: readonly TestDeclaration[];
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
export const plainTypes = [
  "Bool",
  "Int",
  "Number",
  "String",
  "Time",
  "Date",
  "Duration",
  "Ip",
  "Cidr",
  "Url",
  "Host",
  "Email",
  "Path",
  "Json",
] as const;

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
  return {
    ...collectNamed(all, report),
    ...collectActions(all, report),
    contexts: all.filter((declaration) => declaration.kind === "ContextDeclaration"),
    refinements: all.filter((declaration) => declaration.kind === "RefineDeclaration"),
    tests: all.filter((declaration) => declaration.kind === "TestDeclaration"),
    obligations: uniqueByName(all, "ObligationDeclaration", report),
    policies: [...uniqueByName(all, "PolicyDeclaration", report).values()],
    assertions: [...uniqueByName(all, "AssertDeclaration", report).values()],
    brokenNames: new Set(files.flatMap((file) => [...file.brokenNames])),
  };
}

/** The largest name space. Blocks of one entity share their name. */
function collectNamed(all: readonly Declaration[], report: Report): Pick<Declarations, "named" | "entities"> {
  const names = createNameSpace(report, isReservedName);
  const named = new Map<string, NamedDeclaration>();
  const entities = new Map<string, EntityDeclaration[]>();
  for (const declaration of all) {
    if (!isNamed(declaration)) continue;
    const { text, span } = declaration.name;
    const blocks = declaration.kind === "EntityDeclaration" ? entities.get(text) : undefined;
    if (declaration.kind === "EntityDeclaration" && blocks) blocks.push(declaration);
    else if (names.declare(text, span)) {
      named.set(text, declaration);
      if (declaration.kind === "EntityDeclaration") entities.set(text, [declaration]);
    }
  }
  return { named, entities };
}

function isNamed(declaration: Declaration): declaration is NamedDeclaration {
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
function collectActions(all: readonly Declaration[], report: Report): Pick<Declarations, "actions" | "tags"> {
  const names = createNameSpace(report);
  const actions = new Map<string, DeclaredAction>();
  const tags = new Map<string, Name>();
  for (const declaration of all) {
    if (declaration.kind === "TagDeclaration") {
      for (const name of declaration.names)
        if (names.declare(name.text, name.span)) tags.set(name.text, name);
    }
    if (declaration.kind !== "ActionDeclaration") continue;
    for (const item of declaration.items) {
      const name = joinedName(item.name);
      if (names.declare(name, item.name.span)) actions.set(name, { item, declaration });
    }
  }
  return { actions, tags };
}

type OwnNameSpace = ObligationDeclaration | PolicyDeclaration | AssertDeclaration;

function uniqueByName<Kind extends OwnNameSpace["kind"]>(
  all: readonly Declaration[],
  kind: Kind,
  report: Report,
): ReadonlyMap<string, Extract<OwnNameSpace, { readonly kind: Kind }>> {
  const names = createNameSpace(report);
  const isKind = (declaration: Declaration): declaration is Extract<OwnNameSpace, { readonly kind: Kind }> =>
    declaration.kind === kind;
  const declared = all.filter(isKind).filter(({ name }) => names.declare(name.text, name.span));
  return new Map(declared.map((declaration) => [declaration.name.text, declaration]));
}

/** One name space: remembers where each name was declared first. Only the one of values keeps out names of the language. */
export function createNameSpace(report: Report, isReserved: (name: string) => boolean = () => false) {
  const places = new Map<string, Span>();
  return {
    /** Whether the name is new and free; reports where it is not. */
    declare(name: string, span: Span): boolean {
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
          related: [{ span: first, message: "first declared here" }],
          help: "rename one of them, or remove it",
        });
        return false;
      }
      places.set(name, span);
      return true;
    },
  };
}
