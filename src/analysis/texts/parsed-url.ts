import { parseUrl, type Url } from "../../runtime/url.js";

let last: { readonly text: string; readonly url: Url | undefined } = { text: "", url: undefined };

/** {@link parseUrl} of one text after the other: whether it is a value, and in which languages its parts are, is asked in turn. */
export function parsedUrl(text: string): Url | undefined {
  if (last.text !== text) last = { text, url: parseUrl(text) };
  return last.url;
}
