import type {
  CallExpression,
  DefinitionDeclaration,
  Expression,
  RemedyDeclaration,
  ValueNode,
} from "../syntax/ast.js";
import type { Checker } from "./checker.js";

/** How many declarations may need one another in a row: what follows such a chain follows it step by step. */
const longestChain = 200;

/**
 * Names of constants, definitions, remedies and fixtures that need themselves, or too many others in a row: reported, and then left alone.
 * Layer by layer (Kahn): a name is in the layer above all that it needs; those that never are need themselves or something that does.
 */
export function findCycles(checker: Pick<Checker, "declarations" | "report">): ReadonlySet<string> {
  const edges = edgesOf(checker.declarations);
  const layers = layersOf(edges);
  const circular = [...edges.keys()].filter((name) => !layers.has(name) && reaches(name, edges, layers));
  for (const name of circular.sort()) {
    reportChain(
      checker,
      name,
      `\`${name}\` needs itself`,
      "Pol has no recursion, so that everything is decidable",
    );
  }
  const tooDeep = [...layers].filter(([, layer]) => layer >= longestChain);
  for (const [name] of tooDeep.filter(([, layer]) => layer === longestChain)) {
    reportChain(
      checker,
      name,
      `\`${name}\` needs ${longestChain} others, one after the other`,
      "flatten the chain",
    );
  }
  return new Set([...circular, ...tooDeep.map(([name]) => name)]);
}

function reportChain(
  { declarations, report }: Pick<Checker, "declarations" | "report">,
  name: string,
  message: string,
  help: string,
): void {
  const declaration = declarations.named.get(name);
  if (declaration) report("POL2009", declaration.name.span, message, { help });
}

type Edges = ReadonlyMap<string, readonly string[]>;

function edgesOf(declarations: Checker["declarations"]): Edges {
  const needs = new Map<string, readonly string[]>();
  for (const [name, declaration] of declarations.named) {
    if (isCallable(declaration)) needs.set(name, calleesOf(declaration.body));
    else if (declaration.kind === "ConstantDeclaration" || declaration.kind === "FixtureDeclaration")
      needs.set(name, namesIn(declaration.value));
  }
  return new Map([...needs].map(([name, others]) => [name, others.filter((other) => needs.has(other))]));
}

function layersOf(edges: Edges): ReadonlyMap<string, number> {
  const users = new Map<string, string[]>([...edges.keys()].map((name) => [name, []]));
  for (const [name, others] of edges) for (const other of new Set(others)) users.get(other)?.push(name);
  const open = new Map([...edges].map(([name, others]) => [name, new Set(others).size]));
  const layers = new Map([...open].filter(([, count]) => count === 0).map(([name]) => [name, 0]));
  for (const [name, layer] of layers) {
    for (const user of users.get(name) ?? []) {
      const left = (open.get(user) ?? 0) - 1;
      open.set(user, left);
      if (left === 0) layers.set(user, layer + 1);
    }
  }
  return layers;
}

/** Whether a name is needed by what it needs; those in a layer need no name that is in none. */
function reaches(name: string, edges: Edges, layers: ReadonlyMap<string, number>): boolean {
  const seen = new Set(edges.get(name));
  for (const other of seen) {
    if (other === name) return true;
    if (!layers.has(other)) for (const next of edges.get(other) ?? []) seen.add(next);
  }
  return false;
}

/** What can be called, and is inlined. */
export type CallableDeclaration = DefinitionDeclaration | RemedyDeclaration;

/** Whether a declaration can be called. */
export function isCallable(declaration: { readonly kind: string }): declaration is CallableDeclaration {
  return declaration.kind === "DefinitionDeclaration" || declaration.kind === "RemedyDeclaration";
}

/** Names of constants and fixtures that a value is made of. */
export function namesIn(value: ValueNode): readonly string[] {
  switch (value.kind) {
    case "ListValue":
      return value.elements.flatMap(namesIn);
    case "RecordValue":
      return value.entries.flatMap((entry) => namesIn(entry.value));
    case "EntityValue": {
      const own = value.parentheses ? [] : [value.name.text];
      return value.properties ? [...own, ...namesIn(value.properties)] : own;
    }
    default:
      return [];
  }
}

/** Names that expressions call. */
export function calleesOf(body: Expression): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) return value.forEach(visit);
    if ((value as { kind?: unknown }).kind === "CallExpression")
      found.add((value as CallExpression).callee.text);
    Object.values(value).forEach(visit);
  };
  visit(body);
  return [...found];
}
