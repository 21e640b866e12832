import { requestSchema } from "../compiler.js";
import { didYouMean } from "../util/did-you-mean.js";
import { printJson } from "../util/print-json.js";
import { checkedSet } from "./checked-set.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";

/** Options of `polc schema`. */
export interface SchemaCommand {
  readonly path: string;
  /** The one action whose requests are meant; without it, all are. */
  readonly action: string | undefined;
  /** Only the arguments of that action. */
  readonly arguments: boolean;
}

/** `polc schema`: the JSON Schema of the requests that a policy set can decide goes to standard output. */
export async function run(options: SchemaCommand, host: CliHost): Promise<ExitCode> {
  const { path, action } = options;
  if (options.arguments && action === undefined) {
    host.stderr.write("error: `--arguments` needs `--action NAME`: which action's arguments are meant?\n");
    return exitCode.usage;
  }
  const set = await checkedSet(host, path);
  if (set.policySet === undefined) return set.exitCode;
  const { actions } = set.policySet;
  if (action !== undefined && !actions.has(action)) {
    host.stderr.write(unknownAction(action, actions.keys()));
    return exitCode.usage;
  }
  const asked = action === undefined ? {} : { action, argumentsOnly: options.arguments };
  host.stdout.write(printJson(requestSchema(set.policySet, asked)));
  return exitCode.fine;
}

function unknownAction(name: string, actions: Iterable<string>): string {
  const suggestion = didYouMean(name, actions);
  const hint = suggestion === undefined ? "" : `; did you mean \`${suggestion}\`?`;
  return `error: there is no action \`${name}\`${hint}\n`;
}
