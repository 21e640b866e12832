import { compile } from "../compiler.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { joinPath, loadSet } from "./load-set.js";
import { countOf, printDiagnostics, refuseToWrite } from "./report.js";

/** Options of `polc build`. */
export interface BuildCommand {
  readonly path: string;
  /** The folder to write to. */
  readonly out: string;
  /** How the decision graph is held against the policies: proved, tried on requests, or not at all. */
  readonly verify: "full" | "sample" | "off";
}

/** `polc build`: writes the decision module, its types and its source map, all three or none. */
export async function run(options: BuildCommand, host: CliHost): Promise<ExitCode> {
  const set = await loadSet(host, options.path);
  const result =
    set.diagnostics.length > 0
      ? undefined
      : compile(set.files, {
          ...set,
          sourceRoot: host.wayTo(options.path, options.out),
          ...(options.verify !== "off" && { verify: options.verify }),
        });
  const diagnostics = result?.diagnostics ?? set.diagnostics;
  printDiagnostics(host, host.stderr, diagnostics, result?.files ?? set.files, set.displayPath);
  if (result?.module === undefined) return set.isMissing ? exitCode.usage : exitCode.findings;
  const { code, declarations, sourceMap } = result.module;
  const files = [
    { path: joinPath(options.out, "policy.js"), text: code },
    { path: joinPath(options.out, "policy.d.ts"), text: declarations },
    { path: joinPath(options.out, "policy.js.map"), text: sourceMap },
  ];
  const problem = await host.writeFiles(files);
  if (problem !== undefined) return refuseToWrite(host, problem);
  host.stdout.write(files.map(({ path }) => `${path}\n`).join(""));
  const { proved = 0, sampled = 0 } = result.validation ?? {};
  if (sampled > 0)
    host.stderr.write(`verified: ${countOf(proved, "rule")} proved, ${sampled} only tried on requests\n`);
  return exitCode.fine;
}
