import type { Fault } from "./stand-in.js";

/** Says nothing, and keeps the connection. */
export const hangs: Fault = () => {};

/** Ends the connection without a word. */
export const hangsUp: Fault = (response) => {
  response.destroy();
};

/** Another answer than the one there is. */
export function answers(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Fault {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

/** An error of the API. */
export function fails(status: number, code: string, headers?: Readonly<Record<string, string>>): Fault {
  return answers({ code, message: `there was: ${code}` }, status, headers);
}

/** Begins to answer, and ends the connection in the middle. */
export function breaksOff(beginning: string): Fault {
  return (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write(beginning, () => response.destroy());
  };
}

/** Every check of the batch has this result. */
export function answersChecks(resultOf: (index: number) => unknown, more: object = {}): Fault {
  return (response, request) => {
    const ids: readonly string[] = request.body.checks.map(
      ({ correlation_id }: { correlation_id: string }) => correlation_id,
    );
    const results = ids.map((id, index) => [id, resultOf(index)]);
    answers({ result: { ...Object.fromEntries(results), ...more } })(response, request);
  };
}
