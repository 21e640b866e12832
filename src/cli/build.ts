import type { EmittedModule } from "../codegen/emit-module.js";
import { createCompiler } from "../compiler/create-compiler.js";
import { compile } from "../compiler.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { joinPath, loadSet } from "./load-set.js";
import { countOf, printDiagnostics, refuse, refuseToWrite } from "./report.js";
import { tellPhase } from "./tell-phase.js";

/** Options of `polc build`. */
export interface BuildCommand {
  readonly path: string;
  /** The folder to write to. */
  readonly out: string;
  /** How the decision graph is held against the policies: proved, tried on requests, or not at all. */
  readonly verify: "full" | "sample" | "off";
  /** Build again whenever the policies change, until stopped. */
  readonly watch: boolean;
}

/**
 * `polc build`: writes the decision module, its types and its source map, all three or none. With `watch` it does so again whenever the
 * policies change: what could not be compiled leaves the module as it was.
 */
export async function run(options: BuildCommand, host: CliHost): Promise<ExitCode> {
  const { path, watch } = options;
  if (!watch) return buildOnce(options, host, compile);
  if (path === "-") return refuse(host, "POL5043", "standard input cannot be watched");
  // What is not there is wrong usage, and no change mends it.
  const changes = (await host.kindOf(path)) === undefined ? [] : host.watch([path]);
  const compiler = createCompiler();
  let code = await buildOnce(options, host, compiler.compile);
  for await (const changed of changes) {
    host.stderr.write(`\n${changed} changed\n`);
    code = await buildOnce(options, host, compiler.compile);
    if (code !== exitCode.fine) await tellWhatStays(options, host);
  }
  return code;
}

/** Whoever imports the module has one that belongs to earlier policies, and should know. */
async function tellWhatStays({ out }: BuildCommand, host: CliHost): Promise<void> {
  const module = joinPath(out, "policy.js");
  if ((await host.kindOf(module)) === "file") host.stderr.write(`${module} is left as it was\n`);
}

async function buildOnce(
  options: BuildCommand,
  host: CliHost,
  compileSet: typeof compile,
): Promise<ExitCode> {
  const set = await loadSet(host, options.path);
  const result =
    set.diagnostics.length > 0
      ? undefined
      : compileSet(set.files, {
          ...set,
          sourceRoot: host.wayTo(options.path, options.out),
          onPhase: tellPhase(host, set.files),
          ...(options.verify !== "off" && { verify: options.verify }),
        });
  const diagnostics = result?.diagnostics ?? set.diagnostics;
  printDiagnostics(host, host.stderr, diagnostics, result?.files ?? set.files, set.displayPath);
  if (result?.module === undefined) return set.isMissing ? exitCode.usage : exitCode.findings;
  const code = await writeModule(options, result.module, host);
  const { proved = 0, sampled = 0 } = result.validation ?? {};
  if (code === exitCode.fine && sampled > 0)
    host.stderr.write(`verified: ${countOf(proved, "rule")} proved, ${sampled} only tried on requests\n`);
  return code;
}

async function writeModule(
  { out }: BuildCommand,
  { code, declarations, sourceMap }: EmittedModule,
  host: CliHost,
): Promise<ExitCode> {
  const files = [
    { path: joinPath(out, "policy.js"), text: code },
    { path: joinPath(out, "policy.d.ts"), text: declarations },
    { path: joinPath(out, "policy.js.map"), text: sourceMap },
  ];
  const problem = await host.writeFiles(files);
  if (problem !== undefined) return refuseToWrite(host, problem);
  host.stdout.write(files.map(({ path }) => `${path}\n`).join(""));
  return exitCode.fine;
}
