/** A response with a JSON object. */
export function respond(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const text = JSON.stringify(body);
  return new Response(isAscii(headers["x-request-id"]) ? text : Buffer.from(text), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}

/** Node.js writes headers in the encoding of the body if that is a text: an id of other bytes would come back as another one. */
function isAscii(id = ""): boolean {
  return /^[ -~]*$/.test(id);
}
