import { describe, expect, it } from "vitest";
import { expandVariables } from "../../../src/cli/mcp/expand-variables.js";

describe("expandVariables", () => {
  const env = { TOKEN: "s3cret", A_1: "$TOKEN", EMPTY: "" };

  it.each([
    ["Bearer $TOKEN", { text: "Bearer s3cret" }],
    [`\${TOKEN}s and $A_1`, { text: "s3crets and $TOKEN" }],
    ["5 $ and $5 and $ {}", { text: "5 $ and $5 and $ {}" }],
    ["$TOKEN $MISSING", { unset: "MISSING" }],
    ["$EMPTY", { unset: "EMPTY" }],
    ["$TOKENS", { unset: "TOKENS" }],
  ])("fills in %j", (template, expected) => {
    expect(expandVariables(template, env)).toEqual(expected);
  });
});
