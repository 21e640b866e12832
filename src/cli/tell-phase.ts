import type { CompilePhase } from "../compiler.js";
import type { SourceFile } from "../source/source-file.js";
import type { CliHost } from "./cli-host.js";
import { countOf } from "./report.js";

/** From how many characters of policies on a person is told what takes so long: some thousand rules. */
const muchText = 500_000;

/** Says on standard error what is being done to large policies, where a person reads along; nothing elsewhere. */
export function tellPhase(host: CliHost, files: readonly SourceFile[]): (phase: CompilePhase) => void {
  const characters = files.reduce((total, { text }) => total + text.length, 0);
  if (!host.stderr.isTerminal || characters < muchText) return () => {};
  return (phase) => host.stderr.write(`${words[phase](files.length)}\n`);
}

const words: Readonly<Record<CompilePhase, (files: number) => string>> = {
  check: (files) => `checking ${countOf(files, "file")}`,
  lower: () => "working out which rules decide which requests",
  verify: () => "proving that they decide as they are written",
  emit: () => "writing the module",
};
