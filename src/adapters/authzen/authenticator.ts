/** Says who asks: a name for the log, or why not to answer. */
export type Authenticator = (request: Request) => Promise<Authenticated> | Authenticated;

/** Who asks, or how that failed. */
export type Authenticated =
  | { readonly ok: true; readonly client: string }
  | {
      readonly ok: false;
      /** 401: it is not known who asks. 403: whoever it is may not. */
      readonly status: 401 | 403;
      readonly message: string;
      /** The value of `WWW-Authenticate`: how to do it. */
      readonly challenge: string;
    };

/** The token of `Authorization: Bearer …`. */
export function bearerToken(request: Request): string | undefined {
  return /^bearer +([\w.~+/-]+=*) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}
