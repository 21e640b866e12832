/*
 * START HERE: what polc does, one call per phase.
 *
 *   text ─parse→ AST ─check→ typed policy set ─lower→ decision graph ─emit→ decision module
 *
 * Nothing here reads a disk or throws for a user's mistake: files come from a host, mistakes are returned as diagnostics.
 */

import { createAnalysis } from "./analysis/analysis.js";
import { cutShort } from "./analysis/cut-short.js";
import { differenceOf, type PolicyDifference } from "./analysis/difference.js";
import { defaultCodes, type FindingCodes, findingsOf } from "./analysis/findings.js";
import type { AnalysisSession } from "./analysis/incremental/analysis-session.js";
import type { PlainBodies } from "./analysis/validate/plain-bodies.js";
import { type BuildValidation, type ValidationMode, validateBuild } from "./analysis/validate-build.js";
import { checkPolicySet } from "./check/check.js";
import type { CheckMemory } from "./check/check-memory.js";
import { jsonTypesFrom, type SchemaFile, schemaPaths } from "./check/json-types.js";
import type { JsonTypeSource } from "./check/resolve-type.js";
import { stdlib } from "./check/stdlib.gen.js";
import type { PolicySet } from "./check/typed-policy-set.js";
import { type EmittedModule, emitModule } from "./codegen/emit-module.js";
import { emitRequestSchema, type RequestSchemaOptions } from "./codegen/emit-request-schema.js";
import type { EmissionMemory } from "./codegen/kept-code.js";
import { createDiagnostic } from "./diagnostics/catalogue.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { sortDiagnostics } from "./diagnostics/sort-diagnostics.js";
import { checkLock } from "./importers/check-lock.js";
import { importedTools } from "./importers/imported-tools.js";
import { lockFileName } from "./importers/lock-file.js";
import { readLockFile } from "./importers/read-lock-file.js";
import type { DecisionGraph } from "./ir/decision-graph.js";
import { lower } from "./ir/lower.js";
import { libraryFolder } from "./source/file-names.js";
import type { Host, HostFile } from "./source/host.js";
import { contentOf } from "./source/moved.js";
import type { SourceFile } from "./source/source-file.js";
import { emptySpan } from "./source/span.js";
import { type ParseResult, parse } from "./syntax/parse.js";
import { readJsonSchema } from "./types/read-json-schema.js";
import type { SchemaObject } from "./types/schema-definitions.js";
import { invariant } from "./util/invariant.js";

/** The files of a policy set, and what is wrong with them as files. */
export interface LoadedFiles {
  readonly files: readonly SourceFile[];
  /** The JSON Schemas that they name. */
  readonly schemas: ReadonlyMap<string, SchemaFile>;
  /** The lock file beside them, if there is one. */
  readonly lock?: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the policy set at `root`. Without diagnostics, there is at least one file and each is valid UTF-8. */
export async function loadPolicySet(host: Host, root: string): Promise<LoadedFiles> {
  const found = await host.readPolicySet(root);
  const files = found.filter(({ problem }) => problem?.kind !== "unreadable");
  const diagnostics = found.length === 0 ? [nothingAt(root)] : found.flatMap(fileDiagnostics);
  const schemas = await loadSchemas(host, root, files);
  return { files, schemas, ...(await loadLock(host, root, files)), diagnostics };
}

/** The lock file is of a whole folder: it says nothing of one file alone. */
async function loadLock(
  host: Host,
  root: string,
  files: readonly SourceFile[],
): Promise<Pick<LoadedFiles, "lock">> {
  const isOneFile = files.some(
    ({ path }) => path === root || root.replaceAll("\\", "/").endsWith(`/${path}`),
  );
  const text = isOneFile ? undefined : await host.readBeside(root, lockFileName);
  return text === undefined ? {} : { lock: { path: lockFileName, text } };
}

/** Reads the JSON Schemas that `files` name, of the policy set at `root`; what cannot be read is left out. */
export async function loadSchemas(
  host: Host,
  root: string,
  files: readonly SourceFile[],
): Promise<ReadonlyMap<string, SchemaFile>> {
  // Most policy sets name none: they are not parsed for it.
  const candidates = files.filter(({ text }) => /\bjson\s*\(/.test(text));
  const schemas = new Map<string, SchemaFile>();
  for (const path of schemaPaths(candidates.map((file) => parse(file).file))) {
    const text = await host.readBeside(root, path);
    if (text !== undefined) schemas.set(path, await readJsonSchema(text));
  }
  return schemas;
}

function nothingAt(root: string): Diagnostic {
  return createDiagnostic("POL4001", emptySpan(), `there is no \`.pol\` file at \`${root}\``, {
    help: "a policy set is a folder with `.pol` files, or one such file; `polc init` writes one to start from",
  });
}

function fileDiagnostics({ path, problem }: HostFile): readonly Diagnostic[] {
  if (problem === undefined) return [];
  if (problem.kind === "unreadable") {
    return [
      createDiagnostic("POL4003", emptySpan(path), `the file \`${path}\` cannot be read: ${problem.reason}`),
    ];
  }
  const span = { file: path, start: problem.offset, end: problem.offset + 1 };
  const help = "save the file as UTF-8 without a byte order mark";
  return [
    createDiagnostic("POL4002", span, "the file is not UTF-8", {
      label: "these bytes are no character",
      help,
    }),
  ];
}

/** What is known of a policy set after checking. */
export interface CheckResult {
  /** Absent if there is an error. */
  readonly policySet?: PolicySet;
  /** Sorted by file, place and code. */
  readonly diagnostics: readonly Diagnostic[];
  /** The files checked, the lock file and the modules of the standard library: whatever a diagnostic may point into. */
  readonly files: readonly SourceFile[];
}

/** What {@link check} may be told besides the files. */
export interface CheckOptions {
  /** The JSON Schemas that `json("…")` stands for, by path; {@link loadPolicySet} reads them. */
  readonly schemas?: ReadonlyMap<string, SchemaFile>;
  /** The lock file of what is imported; {@link loadPolicySet} reads it. */
  readonly lock?: SourceFile;
  /** Whether to look also for what is no mistake of itself but often comes of one, such as unused names. It is, unless this is false. */
  readonly lints?: boolean;
}

/** Parses and checks `files` as one policy set. What does not parse is reported, and the rest is still checked. */
export function check(files: readonly SourceFile[], options: CheckOptions = {}): CheckResult {
  return checkVersion(files, options, forgetful);
}

/** What a session keeps of one version of a policy set for the next. */
export interface VersionMemory {
  parse(file: SourceFile): ParseResult;
  jsonTypes(schemas: ReadonlyMap<string, SchemaFile>): JsonTypeSource;
  readonly sentences?: CheckMemory;
  lower(policySet: PolicySet): DecisionGraph;
  /** What need not be verified again. */
  readonly plain?: PlainBodies;
  readonly emission?: EmissionMemory;
}

/** For one version alone. */
const forgetful: VersionMemory = { parse, jsonTypes: jsonTypesFrom, lower: (policySet) => lower(policySet) };

/** {@link check} for one of several versions: what did not change is not done again. */
export function checkVersion(
  files: readonly SourceFile[],
  options: CheckOptions,
  memory: VersionMemory,
): CheckResult {
  const parsed = files.map((file) => memory.parse(file));
  const checked = checkPolicySet(
    parsed.map(({ file }) => file),
    {
      jsonType: memory.jsonTypes(options.schemas ?? new Map()),
      ...(memory.sentences && { memory: memory.sentences }),
      ...(options.lints === false && { lints: false }),
    },
  );
  const diagnostics = sortDiagnostics([
    ...parsed.flatMap((result) => result.diagnostics),
    ...checked.diagnostics,
    ...lockDiagnostics(files, options.lock, checked.policySet),
  ]);
  const failed = diagnostics.some(({ severity }) => severity === "error");
  const policySet = failed || checked.policySet === undefined ? {} : { policySet: checked.policySet };
  const lock = options.lock === undefined ? [] : [options.lock];
  return { ...policySet, diagnostics, files: [...files, ...lock, ...libraryFiles] };
}

function lockDiagnostics(
  files: readonly SourceFile[],
  lockFile: SourceFile | undefined,
  policySet: PolicySet | undefined,
): readonly Diagnostic[] {
  if (lockFile === undefined) return [];
  const { lock, diagnostic } = readLockFile(lockFile);
  if (lock === undefined) return [diagnostic];
  return checkLock(
    lock,
    lockFile,
    policySet === undefined ? { files } : { files, actions: policySet.actions },
  );
}

/**
 * What can be proved of a policy set that checks, and should not be: rules that never decide, clauses that never matter. Sorted as the
 * diagnostics of {@link check} are; what cannot be settled is not among them.
 */
export function analyze(policySet: PolicySet, options: AnalyzeOptions = {}): readonly Diagnostic[] {
  return analyzeVersion(policySet, options, (set, questions, use) =>
    use(createAnalysis(lower(set), questions)),
  );
}

/** {@link analyze}, of a policy set that a session analyses. */
export function analyzeVersion(
  policySet: PolicySet,
  { questions = questionsFor(policySet), ...options }: AnalyzeOptions,
  analyse: AnalysisSession["analyse"],
): readonly Diagnostic[] {
  return analyse(policySet, questions, (analysis) => {
    const found = findingsOf(analysis, findingCodes(options));
    return sortDiagnostics(analysis.budget.isSpent ? [...found, cutShort(questions, "check")] : found);
  });
}

/** The codes of the findings that options ask for. */
export function findingCodes({ only, conflicts = false }: AnalyzeOptions): FindingCodes {
  return new Set([...(only ?? defaultCodes), ...(conflicts ? ["POL3010"] : [])]);
}

/** How many questions are asked of a policy set if nobody says otherwise: more than most take. */
export function questionsFor({ rules }: PolicySet): number {
  // Each condition of a rule is asked about: those of many clauses take more.
  const clauses = rules.reduce((sum, rule) => sum + (contentOf(rule).variants[0]?.clauses.length ?? 0), 0);
  return Math.max(20_000, 20 * rules.length, 8 * clauses);
}

/** What {@link analyze} may be told. */
export interface AnalyzeOptions {
  /** Look also for denies that take away a part of what is allowed: most policy sets mean them. */
  readonly conflicts?: boolean;
  /** How many questions to ask at most. */
  readonly questions?: number;
  /**
   * The codes of the findings that are wanted, all by default. They are what they are beside all others, but that what the others ask is not asked:
   * so dead rules and assertions (POL3001, POL3002, POL3020 to POL3022) are found in a fraction of the time.
   */
  readonly only?: readonly string[];
}

/** What {@link compare} may be told. */
export interface CompareOptions {
  /** How many questions to ask at most; as many as {@link analyze} asks of the larger set, where it is left open. */
  readonly questions?: number;
}

/**
 * What two policy sets decide differently, for all requests, and with a request for each difference: what `polc diff` prints as JSON. What is not
 * asked is undecided.
 */
export function compare(
  older: PolicySet,
  newer: PolicySet,
  { questions = Math.max(questionsFor(older), questionsFor(newer)) }: CompareOptions = {},
): PolicyDifference {
  return differenceOf(lower(older), lower(newer), questions);
}

/** The phases of compiling, in their order; `verify` only where it is asked for. */
export type CompilePhase = "check" | "lower" | "verify" | "emit";

/** What {@link compile} may be told besides the files. */
export interface CompileOptions extends CheckOptions {
  /** The way from where the module will be to the policy set, as a URL that ends with a slash: for the source map. */
  readonly sourceRoot?: string;
  /** Whether the source map holds the policies' text. */
  readonly sourcesContent?: boolean;
  /** Is told which phase begins. */
  readonly onPhase?: (phase: CompilePhase) => void;
  /** Hold the decision graph against the typed policy set before a module is made of it; a fault is a bug of polc, and thrown. */
  readonly verify?: ValidationMode;
}

/** What compiling a policy set gives. */
export interface CompileResult extends CheckResult {
  /** Absent if there is an error. */
  readonly module?: EmittedModule;
  /** What `verify` came to. */
  readonly validation?: BuildValidation;
}

/** Checks `files` and emits the decision module of the policy set. */
export function compile(files: readonly SourceFile[], options: CompileOptions = {}): CompileResult {
  return compileVersion(files, options, forgetful);
}

/** {@link compile} for one of several versions. */
export function compileVersion(
  files: readonly SourceFile[],
  options: CompileOptions,
  memory: VersionMemory,
): CompileResult {
  const { sourceRoot = "", sourcesContent = false, onPhase = () => {} } = options;
  onPhase("check");
  const checked = checkVersion(files, options, memory);
  if (checked.policySet === undefined) return checked;
  onPhase("lower");
  const graph = memory.lower(checked.policySet);
  if (options.verify) onPhase("verify");
  const validation = options.verify && requireValid(validateBuild(graph, options.verify, memory.plain));
  onPhase("emit");
  const lock = options.lock && readLockFile(options.lock).lock;
  const tools = lock === undefined ? [] : importedTools(lock, checked.policySet.actions);
  return {
    ...checked,
    ...(validation && { validation }),
    module: emitModule(graph, { sources: checked.files, sourceRoot, sourcesContent, tools }, memory.emission),
  };
}

function requireValid(validation: BuildValidation): BuildValidation {
  const [fault] = validation.faults;
  const example = fault?.request && `, for example for ${JSON.stringify(fault.request)}`;
  invariant(
    !fault,
    `rule \`${fault?.rule}\` on \`${fault?.action}\` would not decide as it is written${example ?? ""}`,
  );
  return validation;
}

/**
 * The JSON Schema (2020-12) of the requests that a policy set can decide, or of those for one action, or of its arguments: what
 * `validate` of the compiled module accepts, but for what no schema can state (docs/json-schema.md).
 */
export function requestSchema(policySet: PolicySet, options: RequestSchemaOptions = {}): SchemaObject {
  return emitRequestSchema(lower(policySet), options);
}

/** The standard library under the paths that spans into it have. */
const libraryFiles: readonly SourceFile[] = Object.entries(stdlib).map(([name, text]) => ({
  path: `${libraryFolder}${name}`,
  text,
}));
