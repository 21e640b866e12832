import { hostIp, parseHost } from "./host.js";

/**
 * Reads an e-mail address: RFC 5322's dot-atom, `@`, a domain name. No quotes, comments, display name or address literal. The
 * domain is given the plain form of a host; the local part is kept, since only its own host knows what it means.
 */
export function parseEmail(text: string): string | undefined {
  const at = text.indexOf("@");
  if (at < 0 || !isDotAtom(text.slice(0, at))) return undefined;
  const domain = parseHost(text.slice(at + 1));
  if (domain === undefined || hostIp(domain) !== undefined) return undefined;
  return `${text.slice(0, at)}@${domain}`;
}

function isDotAtom(text: string): boolean {
  return /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(text);
}

/** The domain of an address in plain form. */
export function emailDomain(email: string): string {
  return email.slice(email.indexOf("@") + 1);
}

/** The local part of an address in plain form. */
export function emailLocal(email: string): string {
  return email.slice(0, email.indexOf("@"));
}
