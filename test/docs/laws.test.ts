import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { laws } from "../../src/testing/laws.js";
import { brokenBuilds } from "../testing/broken-builds/broken-builds.js";

const page = readFileSync(new URL("../../docs/laws.md", import.meta.url), "utf8");

/** The sections of the page by their headings. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf("\n")), section] as const),
);

describe("docs/laws.md", () => {
  it("has a section for every law and for nothing else, in the order in which they are asked", () => {
    expect([...sections.keys()]).toEqual(laws.map(({ name }) => name));
  });

  it.each(laws)("$name: its statement, and the builds that break it", ({ name, statement }) => {
    const section = sections.get(name) ?? "";
    expect(section).toContain(`\n\n${statement}\n\n`);
    const listed = [...section.matchAll(/^- (.*)$/gm)].map(([, build]) => build);
    const builds = brokenBuilds.filter(({ breaks }) => breaks.includes(name));
    expect(listed).toEqual(builds.map((build) => build.name));
  });
});
