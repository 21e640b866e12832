import { Readable } from "node:stream";
import type { Caller } from "../../adapters/delegation.js";
import { proxyStdio } from "../../adapters/mcp/proxy/proxy-stdio.js";
import type { CliHost } from "../cli-host.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { liveProblemOf } from "../mcp/live-problem.js";
import { refuse } from "../report.js";
import { connectorOf } from "./connect.js";
import { guardOf } from "./guard-of.js";
import type { Enforcement } from "./open-enforcement.js";
import type { ProxySettings } from "./settings.js";

/** Serves one client over standard input and output. */
export async function runStdio(
  settings: ProxySettings,
  enforcement: Enforcement,
  host: CliHost,
): Promise<ExitCode> {
  const input = (await host.openFile("-")) ?? Readable.from([]);
  const controller = new AbortController();
  const forget = (["SIGINT", "SIGTERM"] as const).map((signal) =>
    host.onSignal(signal, () => controller.abort()),
  );
  try {
    const ending = await proxyStdio({
      input,
      output: host.stdout,
      connect: connectorOf(settings.upstream, host),
      guard: guardOf(settings, enforcement, () => callerOf(settings), host),
      signal: controller.signal,
      tell: (line) => host.stderr.write(`polc: ${line}\n`),
    });
    return ending.by === "server" ? refuseEnded(ending.how, host) : exitCode.fine;
  } catch (error) {
    const { message, help } = liveProblemOf(error);
    return refuse(host, "POL4062", `the server cannot be reached: ${message}`, help);
  } finally {
    for (const each of forget) each();
    // Else whoever still holds the other end would keep this process.
    if (input instanceof Readable) input.destroy();
  }
}

/** The guard refuses whomever this throws for. */
function callerOf({ callers }: ProxySettings): Caller {
  if (callers.kind === "fixed") return callers.caller;
  throw new Error("there are no tokens over standard streams");
}

function refuseEnded(how: string, host: CliHost): ExitCode {
  refuse(host, "POL4062", how);
  return exitCode.findings;
}
