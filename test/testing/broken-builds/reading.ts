import { type BrokenBuild, replacing } from "./broken-build.js";

/** Requests that are read with less care than they need. */
export const reading: readonly BrokenBuild[] = [
  {
    name: "the type of a text is not checked",
    policies: "examples/analytics",
    breaks: ["fail-closed"],
    patch: replacing([
      "function read_String(value, report, path) {\n  if (!isPlainString(value))",
      "function read_String(value, report, path) {\n  if (value === undefined || value === null)",
    ]),
  },
  {
    name: "a text with half a character is a text",
    policies: "test/testing/policy-sets/mail-agent",
    breaks: ["fail-closed"],
    patch: replacing([
      'return typeof value === "string" && value.isWellFormed();',
      'return typeof value === "string";',
    ]),
  },
  {
    name: "a missing Boolean is false",
    policies: "test/testing/policy-sets/payments",
    breaks: ["fail-closed"],
    patch: replacing([
      'function read_Bool(value, report, path) {\n  if (typeof value !== "boolean")',
      'function read_Bool(value, report, path) {\n  if (value === undefined) return false;\n  if (typeof value !== "boolean")',
    ]),
  },
  {
    name: "inherited members count as the request's own",
    policies: "examples/analytics",
    breaks: ["fail-closed"],
    patch: replacing(["return prototype === objectPrototype || prototype === null;", "return true;"]),
  },
  {
    name: "arguments that nothing declares are let through",
    policies: "test/testing/policy-sets/mail-agent",
    breaks: ["fail-closed"],
    patch: replacing([/\bothers === null/g, "false"]),
  },
  {
    name: "the upper bound of a number is not checked",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["fail-closed"],
    patch: replacing(["value < 1 || value > 65535", "value < 1"]),
  },
  {
    name: "groups that are not given are none",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["fail-closed"],
    patch: replacing([
      "function readAncestors(value, report, path) {",
      "function readAncestors(value, report, path) {\n  if (value === undefined) return [];",
    ]),
  },
  {
    name: "an address of IPv4 that is written as one of IPv6 stays one",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["interpreter-equals-generated"],
    patch: replacing(["if (first === 0 && second === 0 && third === 65535) return fourth;", ""]),
  },
];
