import { startServer } from "../../adapters/mcp/proxy/server-process.js";
import type { UpstreamConnection } from "../../adapters/mcp/proxy/upstream.js";
import { connectHttp } from "../../adapters/mcp/proxy/upstream-http.js";
import type { CliHost } from "../cli-host.js";
import { requestTo } from "../mcp/live-transports.js";
import type { UpstreamSetting } from "./settings.js";

/**
 * What connects to the server, anew for each client. A server that is started gets the environment of polc, and writes to the same standard error.
 * Throws at once where a variable of an address or a header is not set.
 */
export function connectorOf(
  upstream: UpstreamSetting,
  host: CliHost,
): (pace?: () => Promise<void>) => Promise<UpstreamConnection> {
  if (upstream.kind === "http") {
    const { url, requestInit } = requestTo(upstream, host.env);
    return async () => connectHttp({ url, headers: requestInit.headers });
  }
  return (pace) => {
    const decoder = new TextDecoder();
    return startServer(
      { command: upstream.command, env: host.env },
      {
        onStderr: (chunk) => host.stderr.write(decoder.decode(chunk, { stream: true })),
        onStray: (line) =>
          host.stderr.write(`polc: no message of the protocol: ${JSON.stringify(line.slice(0, 200))}\n`),
        ...(pace && { pace }),
      },
    );
  };
}
