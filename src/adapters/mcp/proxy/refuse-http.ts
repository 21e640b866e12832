import type { RequestId } from "@modelcontextprotocol/sdk/types.js";

/** The error of JSON-RPC in a refusal. */
export interface RefusalError {
  readonly code: number;
  readonly id?: RequestId;
}

/** A response that refuses a request over HTTP, with an error of JSON-RPC as body, as the protocol asks. */
export function refuseHttp(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  { code, id }: RefusalError = { code: -32000 },
): Response {
  const body = { jsonrpc: "2.0", id: id ?? null, error: { code, message } };
  return Response.json(body, { status, headers });
}
