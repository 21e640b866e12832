/** What a client must know to get a token (RFC 9728). */
export interface ProtectedResource {
  /** What the proxy is called in tokens: an address, which is where clients reach it. */
  readonly resource: URL;
  /** The issuers whose tokens are taken. */
  readonly authorizationServers: readonly string[];
}

/** The path of the metadata: the well-known one, then the resource's own (RFC 9728 §3.1). */
export function metadataPath({ resource }: ProtectedResource): string {
  return `/.well-known/oauth-protected-resource${resource.pathname === "/" ? "" : resource.pathname}`;
}

/** The metadata. */
export function metadataOf({ resource, authorizationServers }: ProtectedResource): object {
  return {
    resource: resource.href,
    authorization_servers: authorizationServers,
    bearer_methods_supported: ["header"],
  };
}

/** The header that says how to get in; `error` where a token was given that does not do (RFC 6750 §3). */
export function challengeOf(
  protectedResource: ProtectedResource | undefined,
  error: string | undefined,
): Readonly<Record<string, string>> {
  const parts = [
    ...(error === undefined ? [] : ['error="invalid_token"', `error_description="${quotable(error)}"`]),
    ...(protectedResource === undefined ? [] : [`resource_metadata="${metadataUrl(protectedResource)}"`]),
  ];
  return { "WWW-Authenticate": `Bearer ${parts.join(", ")}`.trim() };
}

function metadataUrl(protectedResource: ProtectedResource): string {
  return new URL(metadataPath(protectedResource), protectedResource.resource).href;
}

/** What may stand between the quotes. */
function quotable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]|["\\]/g, "?");
}
