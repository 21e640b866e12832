import { type BrokenBuild, replacing } from "./broken-build.js";

/** Modules that decide as they should, and break what is promised beside that. */
export const promises: readonly BrokenBuild[] = [
  {
    name: "a getter that throws ends the caller",
    policies: "examples/analytics",
    breaks: ["totality"],
    patch: replacing([/ catch \{\n {4}return false;\n {2}\}/g, " finally {\n  }"]),
  },
  {
    name: "the search for half characters goes on where it left off",
    policies: "examples/analytics",
    breaks: ["purity"],
    patch: replacing([
      'function isPlainString(value) {\n  return typeof value === "string" && value.isWellFormed();',
      'const whole = /^\\P{Surrogate}*$/gu;\nfunction isPlainString(value) {\n  return typeof value === "string" && whole.test(value);',
    ]),
  },
  {
    name: "a default is written into the request",
    policies: "examples/analytics",
    breaks: ["purity"],
    patch: replacing([
      "function own_table_columns_limit(value) {",
      'function own_table_columns_limit(value) {\n  if (typeof value === "object" && value !== null && Object.isExtensible(value)) value.limit ??= 100;',
    ]),
  },
  {
    name: "what is forwarded is the caller's own list",
    policies: "examples/analytics",
    breaks: ["purity"],
    patch: replacing([
      /const args_columns = (.*);/g,
      "const args_columns = $1 === null ? null : given.columns;",
    ]),
  },
  {
    name: "a tool whose context is unknown is hidden",
    policies: "examples/analytics",
    breaks: ["may-allow-never-misses"],
    patch: replacing([
      "context_ip === unknown || in_networks(context_ip)",
      "context_ip !== unknown && in_networks(context_ip)",
    ]),
  },
  {
    name: "a deny that may be counts as one that is",
    policies: "examples/analytics",
    breaks: ["may-allow-never-misses"],
    patch: replacing([
      "args_columns !== unknown && args_columns.includes",
      "args_columns === unknown || args_columns.includes",
    ]),
  },
  {
    name: "every module is stamped with the digest of the first",
    policies: "examples/analytics",
    breaks: ["digest-names-the-meaning"],
    patch: firstDigest(),
  },
];

function firstDigest(): BrokenBuild["patch"] {
  let first: string | undefined;
  return {
    code: (code) => {
      const [digest = ""] = /sha256:[0-9a-f]{64}/.exec(code) ?? [];
      first ??= digest;
      return code.replaceAll(digest, first);
    },
  };
}
