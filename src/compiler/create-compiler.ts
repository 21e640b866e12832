import { createPlainBodies } from "../analysis/validate/plain-bodies.js";
import type { CheckMemory } from "../check/check-memory.js";
import { jsonTypesFrom, type SchemaFile } from "../check/json-types.js";
import type { JsonTypeSource } from "../check/resolve-type.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import {
  type CheckOptions,
  type CheckResult,
  type CompileOptions,
  type CompileResult,
  checkVersion,
  compileVersion,
  type VersionMemory,
} from "../compiler.js";
import type { DecisionGraph } from "../ir/decision-graph.js";
import { lower } from "../ir/lower.js";
import type { SourceFile } from "../source/source-file.js";
import { type ParseResult, parse } from "../syntax/parse.js";

/** Compiles one version of a policy set after the other, as they are edited. */
export interface Compiler {
  /** What the function `check` gives, to the letter. */
  check(files: readonly SourceFile[], options?: CheckOptions): CheckResult;
  /** What the function `compile` gives, to the letter. */
  compile(files: readonly SourceFile[], options?: CompileOptions): CompileResult;
}

/**
 * A compiler that remembers the version before: files with the same text are not parsed again, and as long as nothing but policies,
 * assertions and tests changes, rules of such files are not checked again; what was lowered before is found again. It keeps no more than
 * it would need for a few versions.
 *
 * @example
 * const compiler = createCompiler();
 * const { module } = compiler.compile(files);
 */
export function createCompiler(): Compiler {
  const sentences: CheckMemory = {};
  const jsonTypes = rememberJsonTypes();
  const plain = createPlainBodies(true);
  let parsed: Parsed = new Map();
  let graph: DecisionGraph | undefined;
  const lowerAgain = (policySet: PolicySet): DecisionGraph => {
    graph = lower(policySet, graph);
    return graph;
  };
  const remembering = <Result>(make: (memory: VersionMemory) => Result): Result => {
    const now: Parsed = new Map();
    const parse = (file: SourceFile) => parseAgain(file, parsed, now);
    const memory: VersionMemory = { parse, jsonTypes, sentences, lower: lowerAgain, plain };
    const result = make(memory);
    parsed = now;
    return result;
  };
  return {
    check: (files, options = {}) => remembering((memory) => checkVersion(files, options, memory)),
    compile: (files, options = {}) => remembering((memory) => compileVersion(files, options, memory)),
  };
}

/** The syntax trees of one version, by path. */
type Parsed = Map<string, { readonly text: string; readonly result: ParseResult }>;

function parseAgain(file: SourceFile, before: Parsed, now: Parsed): ParseResult {
  const known = before.get(file.path);
  const entry = known?.text === file.text ? known : { text: file.text, result: parse(file) };
  now.set(file.path, entry);
  return entry.result;
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
