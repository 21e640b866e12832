/*
 * The public interface of polc: the pipeline of `compiler.ts` and what its results are made of. What is not exported here may change
 * with any version.
 */
export type {
  DecisionDifference,
  DifferenceKind,
  KindOfRequest,
  NeedDifference,
  PolicyDifference,
  SchemaChange,
  UndecidedDifference,
} from "./analysis/difference.js";
export type { PolicySet } from "./check/typed-policy-set.js";
export type { EmittedModule } from "./codegen/emit-module.js";
export type { RequestSchemaOptions } from "./codegen/emit-request-schema.js";
export { type Compiler, createCompiler } from "./compiler/create-compiler.js";
export {
  type AnalyzeOptions,
  analyze,
  type CheckOptions,
  type CheckResult,
  type CompileResult,
  check,
  compare,
  compile,
  type LoadedFiles,
  loadPolicySet,
  requestSchema,
} from "./compiler.js";
export { catalogue } from "./diagnostics/catalogue.js";
export type { CatalogueEntry } from "./diagnostics/catalogue-entry.js";
export type { Diagnostic, Fix, RelatedPlace, Severity, Witness } from "./diagnostics/diagnostic.js";
export { renderGithub } from "./diagnostics/render-github.js";
export {
  diagnosticsToJson,
  type JsonDiagnostic,
  type JsonPlace,
  renderJson,
} from "./diagnostics/render-json.js";
export { renderSarif, type SarifOptions } from "./diagnostics/render-sarif.js";
export { type RenderOptions, renderText, type TextOptions } from "./diagnostics/render-text.js";
export { type ToolDefinition, toolDigest } from "./importers/mcp/tool-digest.js";
export { interpret, validateRequest } from "./interpret/interpret.js";
export { printTrace, type RuleTrace, trace } from "./interpret/trace.js";
export type * from "./runtime/decision.js";
export type { FileProblem, Host, HostFile } from "./source/host.js";
export { lineStarts, type Position, positionAt, type SourceFile } from "./source/source-file.js";
export type { Span } from "./source/span.js";
export { renderJunit, type TestRun } from "./testing/render-junit.js";
export type { MatteringClause, MatteringRule } from "./testing/rules-that-mattered.js";
export { runTests, type TestResult } from "./testing/test-runner.js";
export type { SchemaObject } from "./types/schema-definitions.js";
export { version } from "./version.js";
