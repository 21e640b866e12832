import { type BrokenBuild, replacing } from "./broken-build.js";

/** Conditions that are nearly what was written. */
export const conditions: readonly BrokenBuild[] = [
  {
    name: "a path's prefix is one character short",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["interpreter-equals-generated", "deny-overrides-allow"],
    patch: replacing(['args_target.startsWith("/etc/app/")', 'args_target.startsWith("/etc/app")']),
  },
  {
    name: "a host's suffix is one character short",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["allowed-by-a-rule", "default-deny"],
    patch: replacing(['endsWith(".example.com")', 'endsWith("example.com")']),
  },
  {
    name: "the last address of a block is outside of it",
    policies: "examples/analytics",
    breaks: ["interpreter-equals-generated"],
    patch: replacing(["ip <= 0x0affffff", "ip < 0x0affffff"]),
  },
  {
    name: "a mask is one bit too short",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["allowed-by-a-rule", "default-deny"],
    patch: replacing([
      "Math.floor(ip / size) === base / size",
      "Math.floor(ip / (2 * size)) === Math.floor(base / (2 * size))",
    ]),
  },
  {
    name: "a constant is an older one",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["interpreter-equals-generated"],
    patch: replacing(["604800000 /* 7d */", "86400000 /* 7d */"]),
  },
  {
    name: "up to a number includes it",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["allowed-by-a-rule", "default-deny"],
    patch: replacing(["args_port < 9000", "args_port <= 9000"]),
  },
  {
    name: "all is read as any",
    policies: "test/testing/policy-sets/mail-agent",
    breaks: ["allowed-by-a-rule", "default-deny"],
    patch: replacing(["args_to.every(", "args_to.some("]),
  },
  {
    name: "the default of an absent argument is forgotten",
    policies: "examples/analytics",
    breaks: ["deny-overrides-allow"],
    patch: replacing(["(args_limit ?? 100000) > 1000", "args_limit > 1000"]),
  },
  {
    name: "any group of the type will do",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["allowed-by-a-rule"],
    patch: replacing([
      "ancestors[place] === type && ancestors[place + 1] === id",
      "ancestors[place] === type",
    ]),
  },
];
