/**
 * Enforcement for the Model Context Protocol: a policy in front of a server, in process or as a proxy.
 *
 * @module
 */
export type { Denial, DenialCode } from "./mcp/denial.js";
export { denialMetaKey } from "./mcp/denial.js";
export type { GuardEvent, GuardedCall, GuardOptions } from "./mcp/guard-options.js";
export { createGuardSession, type GuardSession } from "./mcp/guard-session.js";
export { guardTransport } from "./mcp/guard-transport.js";
export type { ObligationHandler, ObligationPlan } from "./mcp/obligation-handler.js";
