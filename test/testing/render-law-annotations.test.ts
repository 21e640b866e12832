import { describe, expect, it } from "vitest";
import type { LawOutcome } from "../../src/testing/laws-run.js";
import { renderJunit } from "../../src/testing/render-junit.js";
import { renderLawAnnotations } from "../../src/testing/render-law-annotations.js";
import { readXml } from "./read-xml.js";

const outcomes: readonly LawOutcome[] = [
  { name: "totality", statement: "Every request gets a decision." },
  {
    name: "default-deny",
    statement: "What no allow speaks for is denied.",
    failure: {
      message: "an invalid request is allowed",
      request: {},
      seed: 3,
      path: "12:0",
      lines: ["law       What no allow speaks for is denied.", "request   {}"],
    },
  },
];

describe("a broken law", () => {
  it("is an annotation without a line to blame", () => {
    expect(renderLawAnnotations("policies", outcomes)).toBe(
      "::error title=broken law%3A default-deny::policies  policies%0Alaw       What no allow speaks for is denied." +
        "%0Arequest   {}%0Areplay    seed 3, path 12:0\n",
    );
  });

  it("is a failure in a suite of its own in JUnit XML", () => {
    const laws = { outcomes, suite: "policies" };
    const root = readXml(renderJunit({ results: [], laws, errors: [] }, { files: [] }));
    expect(root.attributes).toMatchObject({ tests: "2", failures: "1", errors: "0" });
    const [held, broken] = root.children[0]?.children ?? [];
    expect(held).toMatchObject({
      attributes: { classname: "policies", name: "law: totality" },
      children: [],
    });
    expect(broken?.children[0]).toMatchObject({
      name: "failure",
      attributes: { type: "law", message: "an invalid request is allowed" },
      text: expect.stringMatching(/^law {7}What .*\nrequest {3}\{\}\nreplay {4}seed 3, path 12:0$/),
    });
  });
});
