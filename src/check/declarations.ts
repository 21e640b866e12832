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
import { assertNever } from "../util/invariant.js";
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
  /** Names in text that did not parse: nothing is said about them being unknown. */
  readonly brokenNames: ReadonlySet<string>;
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

/** The names of the built-in types. */
export const builtInTypes: readonly string[] = [
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
  "List",
  "Map",
  "Json",
  "null",
];

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
  const collector = createCollector(report);
  for (const file of files) for (const declaration of file.declarations) collector.add(declaration);
  const brokenNames = new Set(files.flatMap((file) => [...file.brokenNames]));
  return { ...collector.declarations, brokenNames };
}

function createCollector(report: Report) {
  const named = new Map<string, NamedDeclaration>();
  const entities = new Map<string, EntityDeclaration[]>();
  const contexts: ContextDeclaration[] = [];
  const actions = new Map<string, DeclaredAction>();
  const refinements: RefineDeclaration[] = [];
  const tags = new Map<string, Name>();
  const obligations = new Map<string, ObligationDeclaration>();
  const policies: PolicyDeclaration[] = [];
  const assertions: AssertDeclaration[] = [];
  const tests: TestDeclaration[] = [];
  const actionNames = createNameSpace(report);
  const policyNames = createNameSpace(report);
  const assertionNames = createNameSpace(report);
  const obligationNames = createNameSpace(report);
  const declaredNames = createNameSpace(report);

  function addNamed(declaration: NamedDeclaration): void {
    if (declaredNames.declare(declaration.name.text, declaration.name.span)) {
      named.set(declaration.name.text, declaration);
    }
  }

  function addEntity(declaration: EntityDeclaration): void {
    const blocks = entities.get(declaration.name.text);
    if (blocks) blocks.push(declaration);
    else if (declaredNames.declare(declaration.name.text, declaration.name.span)) {
      named.set(declaration.name.text, declaration);
      entities.set(declaration.name.text, [declaration]);
    }
  }

  function addAction(declaration: ActionDeclaration): void {
    for (const item of declaration.items) {
      const name = joinedName(item.name);
      if (actionNames.declare(name, item.name.span)) actions.set(name, { item, declaration });
    }
  }

  function add(declaration: Declaration): void {
    switch (declaration.kind) {
      case "UseDeclaration":
        return;
      case "EntityDeclaration":
        return addEntity(declaration);
      case "ActionDeclaration":
        return addAction(declaration);
      case "RefineDeclaration":
        refinements.push(declaration);
        return;
      case "TagDeclaration":
        for (const name of declaration.names) {
          if (actionNames.declare(name.text, name.span)) tags.set(name.text, name);
        }
        return;
      case "ContextDeclaration":
        contexts.push(declaration);
        return;
      case "TypeDeclaration":
      case "ConstantDeclaration":
      case "DefinitionDeclaration":
      case "RemedyDeclaration":
      case "FixtureDeclaration":
        return addNamed(declaration);
      case "ObligationDeclaration":
        if (obligationNames.declare(declaration.name.text, declaration.name.span)) {
          obligations.set(declaration.name.text, declaration);
        }
        return;
      case "PolicyDeclaration":
        if (policyNames.declare(declaration.name.text, declaration.name.span)) policies.push(declaration);
        return;
      case "AssertDeclaration":
        if (assertionNames.declare(declaration.name.text, declaration.name.span))
          assertions.push(declaration);
        return;
      case "TestDeclaration":
        tests.push(declaration);
        return;
      default:
        return assertNever(declaration);
    }
  }

  return {
    add,
    declarations: {
      named,
      entities,
      contexts,
      actions,
      refinements,
      tags,
      obligations,
      policies,
      assertions,
      tests,
    },
  };
}

/** One name space: remembers where each name was declared first. */
export function createNameSpace(report: Report) {
  const places = new Map<string, Span>();
  return {
    /** Whether the name is new and free; reports where it is not. */
    declare(name: string, span: Span): boolean {
      if (isReservedName(name)) {
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
