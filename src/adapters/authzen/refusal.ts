/** Ends the handling of a request: it is answered with `status`, and no decision is made. */
export class Refusal {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 503,
    /** What is wrong with the request, for whoever wrote the caller. */
    readonly message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** Ends the handling of a request that is not what the API takes. */
export function malformed(message: string): never {
  throw new Refusal(400, message);
}

/** How AuthZEN shows an error, in the body of a response and in the context of one evaluation of a batch. */
export interface ErrorMember {
  readonly error: { readonly status: number; readonly message: string };
}

/** What a caller is told of a refusal. */
export function errorOf({ status, message }: Refusal): ErrorMember {
  return { error: { status, message } };
}
