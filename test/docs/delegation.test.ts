import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clientClaims, kindClaims } from "../../src/adapters/delegation/check-kind.js";
import { createDelegation } from "../../src/adapters/delegation/create-delegation.js";
import type { DelegationOptions } from "../../src/adapters/delegation/options.js";
import { readDelegationConfiguration } from "../../src/adapters/delegation/read-configuration.js";
import * as entry from "../../src/adapters/delegation.js";
import { format } from "../../src/syntax/format.js";
import { compile } from "../codegen/support.js";
import { markdownBlocks } from "./markdown-blocks.js";

/*
 * The programs of docs/delegation.md are run, its claims are read as the options of the page say, and its policy decides on what comes of them.
 */

const page = readFileSync("docs/delegation.md", "utf8");
const blocks = markdownBlocks(page);
const clock = () => new Date("2026-11-22T12:00:00Z");

function jsonOf(attribute: string): unknown {
  return JSON.parse(blocks.find(({ attributes }) => attributes.has(attribute))?.text ?? "");
}

/** The value that a program of the page makes: of its first constant, by the functions of the package. */
function optionsOf(text: string): unknown {
  const name = /const (\w+) =/.exec(text)?.[1];
  const body = text.replace(/^import .*\n/gm, "").replace("export const", "const");
  const names = ["createDelegation", "introspection", "clientSecret"];
  // What the page's options are is of interest, not what is made of them.
  const values = [(options: unknown) => options, entry.introspection, "secret"];
  return new Function(...names, `${body}; return ${name};`)(...values);
}

const programs = blocks.filter(({ language }) => language === "js").map(({ text }) => optionsOf(text));
const options = programs[0] as DelegationOptions;

describe("docs/delegation.md", () => {
  const policy = blocks.find(({ language }) => language === "pol")?.text ?? "";

  it("reads its claims as it says", () => {
    const result = createDelegation({ ...options, clock }).fromClaims(jsonOf("claims"));
    expect(result.ok ? result.caller : result).toEqual(jsonOf("caller"));
  });

  it("has a policy that decides on them", () => {
    expect(format({ path: "", text: policy }).text).toBe(policy);
    const caller = jsonOf("caller") as { readonly context: object };
    const context = { ...caller.context, now: "2026-11-22T12:00:00Z" };
    const request = {
      ...caller,
      context,
      action: { name: "mail.send", properties: { to: "bob@example.com" } },
    };
    expect(compile(policy).module.decide(request)).toMatchObject({ reason: "allowed" });
  });

  it("has options that are ones, in programs and in its file", async () => {
    const [, services, subject, issuer] = programs;
    expect(programs).toHaveLength(4);
    const keys = { jwks: "https://id.example.com/jwks" };
    for (const each of [services, { layout: "rfc8693", keys, subject }, issuer]) {
      const issuers = { "https://id.example.com": each } as DelegationOptions["issuers"];
      expect(createDelegation({ issuers, audience: "a" })).toHaveProperty("verify");
    }
    const read = await readDelegationConfiguration(jsonOf("configuration"), { INTROSPECTION_SECRET: "s" });
    expect(read).toMatchObject({ ok: true });
  });

  it("explains each code once, and no other", () => {
    const source = readFileSync("src/adapters/delegation/refusal.ts", "utf8");
    const codes = [...source.matchAll(/^ {2}\| "(\w+)"/gm)].map(([, code]) => code);
    const table = page.slice(page.indexOf("## Codes"), page.indexOf("## In a file"));
    expect([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code)).toEqual(codes);
  });

  it("names every claim that may contradict", () => {
    for (const claim of [...kindClaims, ...clientClaims]) expect(page).toContain(`\`${claim}\``);
  });
});
