import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  createGuardSession,
  type GuardEvent,
  type GuardOptions,
  guardTransport,
} from "../../adapters/mcp.js";
import { assertNever } from "../../util/invariant.js";
import type { CliHost } from "../cli-host.js";
import type { Enforcement } from "./open-enforcement.js";
import type { ProxySettings } from "./settings.js";

/** What guards each client of a proxy, by its settings. */
export function guardOf(
  settings: ProxySettings,
  { point, server }: Enforcement,
  caller: GuardOptions["caller"],
  host: CliHost,
): (client: Transport) => Transport {
  const {
    trusted,
    approvers,
    approvalTimeout,
    pass,
    context,
    resource,
    resources = {},
    labels = [],
  } = settings;
  const options: GuardOptions = {
    point,
    server,
    caller,
    tell: (event) => host.stderr.write(`polc: ${lineOf(event)}\n`),
    ...(trusted !== undefined && { trusted }),
    ...(approvers && { approvers }),
    ...(approvalTimeout !== undefined && { approvalTimeout: approvalTimeout * 1000 }),
    ...(pass && { pass }),
    ...(context && { context: () => context }),
    resource: ({ action }) => (Object.hasOwn(resources, action) ? resources[action] : resource),
  };
  return (client) => guardTransport(client, { ...options, session: sessionWith(labels) });
}

function sessionWith(labels: readonly string[]) {
  const session = createGuardSession();
  for (const label of labels) session.labels.add(label);
  return session;
}

/** What an operator should know, in one line. What others chose is quoted, so it cannot look like another line. */
function lineOf(event: GuardEvent): string {
  switch (event.kind) {
    case "tool_withheld":
      return `the tool ${JSON.stringify(event.tool)} is withheld: it is not the one that was imported`;
    case "obligation_unknown":
      return `the tool ${JSON.stringify(event.tool)} is not called: nobody here knows the obligation \`${event.name}\`, or its arguments`;
    case "message_refused":
      return `the ${event.from}'s ${JSON.stringify(event.method)} is refused`;
    case "caller_refused":
      return `a caller is refused: ${event.problem}`;
    case "tools_not_listed":
      return `the server's tools are withheld: ${event.problem}`;
    case "audit_failed":
      return `a decision is not in the audit log: ${event.problem}`;
    default:
      return assertNever(event);
  }
}
