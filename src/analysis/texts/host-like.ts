import { parseHost } from "../../runtime/host.js";

/** A host that ends with a text, if that is one, or lacks no more than the start of its first label: what `*.example.com` shows. */
export function hostLike(text: string): string | undefined {
  return [text, `a${text}`].find((host) => parseHost(host) === host);
}
