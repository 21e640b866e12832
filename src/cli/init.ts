import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { initTemplate } from "./init-template.js";
import { joinPath } from "./load-set.js";
import { refuseToWrite } from "./report.js";

/** Options of `polc init`. */
export interface InitCommand {
  readonly directory: string;
}

/** `polc init`: writes a policy set to start from, with tests; if one of its files exists, none is written. */
export async function run({ directory }: InitCommand, host: CliHost): Promise<ExitCode> {
  const files = initTemplate.map(({ path, text }) => ({ path: joinPath(directory, path), text }));
  const problem = await host.writeFiles(files, { exclusive: true });
  if (problem !== undefined) {
    return refuseToWrite(host, problem, "nothing was changed; name another directory");
  }
  host.stdout.write(files.map(({ path }) => `${path}\n`).join(""));
  host.stderr.write(`next: polc check ${directory} && polc test ${directory}\n`);
  return exitCode.fine;
}
