import { expect, it } from "vitest";
import { check } from "../../src/compiler.js";

function helpFor(relations: readonly string[], tested: string): string | undefined {
  const declared = relations.map((name) => `  relation ${name}: User\n`).join("");
  const rule = `  rule r\n    allow User to read on Doc\n    when subject is ${tested} of resource\n`;
  const text = `principal User\nentity Doc {\n${declared}}\naction read on Doc\npolicy p {\n${rule}}\n`;
  const { diagnostics } = check([{ path: "a.pol", text }]);
  return diagnostics.find(({ code }) => code === "POL2003")?.help;
}

it("a relation that there is not: which was meant, or which there are", () => {
  const many = [..."abcdefghij"].map((letter) => `${letter}${letter}`);
  expect(helpFor(["viewer", "owner"], "viewr")).toBe("did you mean `viewer`?");
  expect(helpFor(["owner"], "reader_of_it")).toBe("there is `owner`");
  expect(helpFor(["viewer", "owner"], "member")).toBe("there are `viewer`, `owner`");
  expect(helpFor(many, "something")).toMatch(/^there are `aa`, .*`hh` and 2 more$/);
  expect(helpFor([], "member")).toBeUndefined();
});
