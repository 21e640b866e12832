import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { minimisePolicySet } from "../../src/testing/minimise.js";
import { minimiseRequest } from "../../src/testing/minimise-request.js";

describe("minimisePolicySet", () => {
  it("keeps what the failure needs and nothing else", () => {
    const text = `
      principal User { team: String, level: Int }
      entity Folder
      action read(n: Int, s: String) on Folder
      action write(n: Int)
      const limit = 5
      policy p {
        rule one  allow User to read on Folder  when args.n > limit and principal.team == "a"
        rule two  deny anyone to write  when args.n * 2 > 7 or args.n == 3
      }`;
    const fails = (files: readonly { readonly text: string }[]) =>
      files.some((file) => file.text.includes("*")) && check(files as never).policySet !== undefined;
    const [smallest] = minimisePolicySet([{ path: "p.pol", text }], fails);
    expect(smallest?.text).toBe(`principal User

action write(n: Int)

policy p {

  rule two
    deny anyone to write
    when args.n * 2 > 7
}
`);
  });
});

describe("minimiseRequest", () => {
  it("takes members and elements away", () => {
    const request = { a: { b: [1, 2, 3], c: "x" }, d: [{ e: 5 }] };
    const fails = (value: unknown) => JSON.stringify(value).includes("3");
    expect(minimiseRequest(request, fails)).toEqual({ a: { b: [3] } });
  });

  it("leaves alone what has effects when it is read", () => {
    const request = {
      get a() {
        return 1;
      },
    };
    expect(minimiseRequest(request, () => true)).toBe(request);
  });
});
