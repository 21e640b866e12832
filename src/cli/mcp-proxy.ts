import type { CliHost } from "./cli-host.js";
import type { ExitCode } from "./exit-code.js";
import type { ProxyCommand } from "./mcp-proxy/command.js";
import { openEnforcement } from "./mcp-proxy/open-enforcement.js";
import { runHttp } from "./mcp-proxy/run-http.js";
import { runStdio } from "./mcp-proxy/run-stdio.js";
import { settingsOf } from "./mcp-proxy/settings.js";

/**
 * `polc mcp-proxy`: stands between MCP clients and a server, and lets through what a policy set allows. Standard output belongs to the protocol; what
 * there is to say goes to standard error. Ends when the client or the server does, or with a signal; `SIGHUP` loads the policy anew.
 */
export async function run(options: ProxyCommand, host: CliHost): Promise<ExitCode> {
  const settings = await settingsOf(options, host);
  if (typeof settings === "number") return settings;
  const enforcement = await openEnforcement(settings, host);
  if (typeof enforcement === "number") return enforcement;
  const forgetSignal = host.onSignal("SIGHUP", enforcement.reload);
  try {
    return settings.listen === undefined
      ? await runStdio(settings, enforcement, host)
      : await runHttp(settings, settings.listen, enforcement, host);
  } finally {
    forgetSignal();
    await enforcement.close();
  }
}
