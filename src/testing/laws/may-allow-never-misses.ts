import { incompleteRequests } from "../incomplete-requests.js";
import type { Law } from "../law.js";
import { observe } from "../observe.js";

/**
 * `mayAllow` is false only where nothing that is left open could make the request allowed: for an allowed request, it is true of the
 * same request with its arguments, its resource's attributes, its context or the answers about relations left out, in whole or in part. A
 * tool that could be called is never hidden.
 */
export const mayAllowNeverMisses: Law = {
  name: "may-allow-never-misses",
  statement:
    "`mayAllow` is true of an allowed request, whatever of its arguments, resource, context and answers is left out.",
  check(subject, request) {
    if (!observe(subject, request).generated.decision) return undefined;
    const missed = incompleteRequests(request).find(([, incomplete]) => !subject.module.mayAllow(incomplete));
    if (missed === undefined) return undefined;
    const [about, incomplete] = missed;
    return {
      message: `\`mayAllow\` is false ${about}, and the complete request is allowed`,
      expected: true,
      actual: false,
      request: incomplete,
    };
  },
};
