import { createAnalysisSession } from "../analysis/incremental/analysis-session.js";
import { createPlainBodies } from "../analysis/validate/plain-bodies.js";
import type { CheckMemory } from "../check/check-memory.js";
import { jsonTypesFrom, type SchemaFile } from "../check/json-types.js";
import type { JsonTypeSource } from "../check/resolve-type.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import type { EmissionMemory } from "../codegen/kept-code.js";
import {
  type AnalyzeOptions,
  analyzeVersion,
  type CheckOptions,
  type CheckResult,
  type CompileOptions,
  type CompileResult,
  checkVersion,
  compileVersion,
  type VersionMemory,
} from "../compiler.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { DecisionGraph } from "../ir/decision-graph.js";
import { lower } from "../ir/lower.js";
import type { SourceFile } from "../source/source-file.js";
import { type ParseResult, parse } from "../syntax/parse.js";
import type { ParsedFile } from "./keep-nodes.js";
import { parseEdited } from "./parse-edited.js";

/** Compiles one version of a policy set after the other, as they are edited. */
export interface Compiler {
  /** What the function `check` gives, to the letter. */
  check(files: readonly SourceFile[], options?: CheckOptions): CheckResult;
  /** What the function `analyze` gives, to the letter. */
  analyze(policySet: PolicySet, options?: AnalyzeOptions): readonly Diagnostic[];
  /** What the function `compile` gives, to the letter. */
  compile(files: readonly SourceFile[], options?: CompileOptions): CompileResult;
}

/**
 * A compiler that remembers the version before: files with the same text are not parsed again, and as long as nothing but policies,
 * assertions and tests changes, rules of such files are not checked again; what was lowered before is found again, and nothing is proved
 * again that an edit cannot have changed. It keeps no more than it would need for a few versions.
 *
 * @example
 * const compiler = createCompiler();
 * const { policySet, diagnostics } = compiler.check(files);
 * const findings = policySet ? compiler.analyze(policySet) : diagnostics;
 */
export function createCompiler(): Compiler {
  const sentences: CheckMemory = {};
  const jsonTypes = rememberJsonTypes();
  const plain = createPlainBodies(true);
  const analyses = createAnalysisSession();
  const emission: EmissionMemory = {};
  let parsed: Parsed = new Map();
  let graph: DecisionGraph | undefined;
  const lowerAgain = (policySet: PolicySet): DecisionGraph => {
    graph = lower(policySet, graph);
    return graph;
  };
  const remembering = <Result>(make: (memory: VersionMemory) => Result): Result => {
    const now: Parsed = new Map();
    const parse = (file: SourceFile) => parseAgain(file, parsed, now);
    const memory: VersionMemory = { parse, jsonTypes, sentences, lower: lowerAgain, plain, emission };
    const result = make(memory);
    parsed = now;
    return result;
  };
  return {
    check: (files, options = {}) => remembering((memory) => checkVersion(files, options, memory)),
    analyze: (policySet, options = {}) => analyzeVersion(policySet, options, analyses.analyse),
    compile: (files, options = {}) => remembering((memory) => compileVersion(files, options, memory)),
  };
}

/** The files of one version, by path. */
type Parsed = Map<string, ParsedFile>;

function parseAgain(file: SourceFile, before: Parsed, now: Parsed): ParseResult {
  const known = before.get(file.path);
  const parsed = known?.text === file.text ? known : parseAnew(file, known);
  now.set(file.path, parsed);
  return parsed.result;
}

function parseAnew(file: SourceFile, before: ParsedFile | undefined): ParsedFile {
  return before === undefined ? { text: file.text, result: parse(file) } : parseEdited(before, file);
}

/** JSON Schemas are read anew for each version: what says the same gives the same types. */
function rememberJsonTypes(): VersionMemory["jsonTypes"] {
  let known: { readonly key: string; readonly types: JsonTypeSource } | undefined;
  return (schemas: ReadonlyMap<string, SchemaFile>) => {
    const key = JSON.stringify([...schemas]);
    if (known?.key !== key) known = { key, types: jsonTypesFrom(schemas) };
    return known.types;
  };
}
