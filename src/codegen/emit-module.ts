import { testsRelations } from "../check/tests-relations.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import type { DecisionGraph } from "../ir/decision-graph.js";
import type { ImportedTool } from "../runtime/decision.js";
import type { SourceFile } from "../source/source-file.js";
import { lazy } from "../util/lazy.js";
import { blockComment, type Code, render, trustedCode } from "./code.js";
import { emitDeclarations } from "./emit-declarations.js";
import { emitExports } from "./emit-exports.js";
import { emitFacts } from "./emit-facts.js";
import { emitPolicySet } from "./emit-policy-set.js";
import { emitRules, title } from "./emit-rules.js";
import { distinctScopes, emitTables } from "./emit-tables.js";
import { type EmissionMemory, keepingParts } from "./kept-code.js";
import { createModuleParts, type ModuleParts } from "./module-parts.js";
import { createPlaces, type Places } from "./places.js";
import { runtimePieces } from "./runtime-source.gen.js";
import { emitSourceMap } from "./source-map.js";

/** How a module is to be written. */
export interface ModuleOptions {
  /** The policy set's files, for places in them. */
  readonly sources: readonly SourceFile[];
  /** The module's file name; its source map is beside it. `policy.js` unless given. */
  readonly file?: string;
  /** Whether the source map holds the policies' text. */
  readonly sourcesContent?: boolean;
  /** The way from the source map to the policy set, as a URL that ends with a slash. */
  readonly sourceRoot?: string;
  /** The tools that actions were imported from, sorted by action. None unless given. */
  readonly tools?: readonly ImportedTool[];
}

/** A decision module. What is beside its code is made when it is first asked for: whoever only runs it never asks. */
export interface EmittedModule {
  /** ECMAScript: one module without imports. */
  readonly code: string;
  /** Its types. */
  readonly declarations: string;
  /** JSON, version 3. */
  readonly sourceMap: string;
}

/**
 * Emits the decision module of a policy set: `allows`, `decide`, `mayAllow`, `validate`, `relationsNeeded`, `decideWith` and `policySet`. For
 * every request it gives the decision that the interpreter gives, and throws for none. The same policy set gives the same text, whether with a
 * memory of the version before or without.
 */
export function emitModule(
  graph: DecisionGraph,
  options: ModuleOptions,
  memory?: EmissionMemory,
): EmittedModule {
  const file = options.file ?? "policy.js";
  const parts = memory === undefined ? createModuleParts() : keepingParts(createModuleParts(), memory, graph);
  const { text, marks } = render(
    emitSections(parts, graph, createPlaces(options.sources), { ...options, file }),
  );
  const declarations = lazy(() => emitDeclarations(graph));
  const sourceMap = lazy(() => emitSourceMap(marks, { ...options, file }));
  return {
    code: text,
    get declarations() {
      return declarations();
    },
    get sourceMap() {
      return sourceMap();
    },
  };
}

/** The sections of the module's text. */
function emitSections(
  parts: ModuleParts,
  graph: DecisionGraph,
  places: Places,
  { file, tools = [] }: { readonly file: string; readonly tools?: readonly ImportedTool[] },
): readonly Code[] {
  const scopes = distinctScopes(graph);
  const rules = emitRules(parts, graph, scopes.distinct, places);
  const facts = emitFacts(parts, graph.policySet);
  const tables = emitTables(parts, graph, { scopeKeys: scopes, rules, facts });
  return [
    header(graph.policySet),
    emitExports(parts, { ...tables, facts, testsRelations: graph.policySet.rules.some(testsRelations) }),
    emitPolicySet(parts, graph, { places, tools }),
    ...rules.codes,
    title("Deciding on one principal"),
    ...tables.scopes,
    title("Reading and deciding each kind of request"),
    ...tables.environments,
    title("The same for who asks for the answer alone"),
    ...tables.answers,
    ...(parts.definitions.length === 0 ? [] : [title("Types and constants"), ...parts.definitions]),
    // After the constants, of which actions name some.
    title("The kinds of requests"),
    ...tables.declarations,
    title("What every module of polc has"),
    ...runtimePieces.filter(({ name }) => parts.used.has(name)).map(({ code }) => trustedCode(code)),
    trustedCode(`//# sourceMappingURL=${encodeURIComponent(`${file}.map`)}`),
  ];
}

function header({ digest }: PolicySet): Code {
  return blockComment([
    "A decision module, compiled by polc from the policy set with the digest",
    `${digest}.`,
    "",
    "Do not edit: change the policies and compile them again.",
  ]);
}
