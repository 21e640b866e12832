import type { IncomingMessage, ServerResponse } from "node:http";

/** The body of a request as text; undefined where it is longer than `longest` bytes, or no UTF-8. */
export async function readBody(request: IncomingMessage, longest: number): Promise<string | undefined> {
  if (Number(request.headers["content-length"]) > longest) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longest) return undefined;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

/** A request of Node's as one of the web, without its body and without what proves who sends it. */
export function webRequest(request: IncomingMessage, origin: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === "authorization") continue;
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) headers.append(name, each);
  }
  return new Request(new URL(request.url ?? "/", origin), { method: request.method ?? "GET", headers });
}

/** The same response, which calls `onDone` once: when its body has ended, has failed, or nobody reads it any more. */
export function untilDone(
  response: Response,
  onDone: () => void,
  onChunk: (chunk: Uint8Array) => void = () => {},
): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) {
    onDone();
    return response;
  }
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const { done, value } = await reader.read().catch((error) => {
      onDone();
      throw error;
    });
    if (!done) {
      onChunk(value);
      return controller.enqueue(value);
    }
    onDone();
    controller.close();
  };
  const cancel = (reason: unknown) => {
    onDone();
    return reader.cancel(reason);
  };
  return new Response(new ReadableStream({ pull, cancel }), response);
}

/** Writes a response of the web as it comes; where the client goes, nothing more is asked for. */
export async function writeResponse(response: Response, to: ServerResponse): Promise<void> {
  to.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) return void to.end();
  to.flushHeaders();
  const reader = response.body.getReader();
  if (to.destroyed) return reader.cancel();
  to.on("close", () => void reader.cancel().catch(() => undefined));
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!to.write(value)) await writable(to);
  }
  to.end();
}

async function writable(to: ServerResponse): Promise<void> {
  if (to.destroyed) return;
  await new Promise<void>((resolve) => {
    const settle = () => {
      to.off("drain", settle);
      to.off("close", settle);
      resolve();
    };
    to.on("drain", settle);
    to.on("close", settle);
  });
}
