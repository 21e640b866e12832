import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { polc } from "../memory-host.js";

const policy = `principal User { team: String }
action read
policy notes {
  rule reads
    allow User to read
    when principal.team == "<b>x</b>"

  rule nobody
    deny User to read
    when principal.team == "guests"
    because "<script>alert(1)</script>"
}
`;
const test = `test "guests" { subject User("a") { team: "guests" } action read expect deny by notes.nobody }\n`;

async function pageOf(files: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await polc(["mutate", "<set>", "--format", "html"], { files });
  return stdout;
}

describe("the page of polc mutate", () => {
  const files = { "<set>/a.pol": policy, "<set>/tests.pol": test };

  it("lets nothing run, and nothing in that others wrote", async () => {
    const page = await pageOf(files);
    expect(page).not.toMatch(/<script|<b>x/);
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).toContain("<h1>&lt;set&gt;</h1>");
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  });

  it("leads from each place that nothing holds to the test that would", async () => {
    const page = await pageOf(files);
    const links = [...page.matchAll(/<a class="place tests-(\w+)" href="#(test-\d+)"/g)];
    expect(links.length).toBeGreaterThan(2);
    for (const [, look, id = ""] of links) {
      expect(["some", "none"]).toContain(look);
      expect(page.match(new RegExp(`<li id="${id}">`, "g"))).toHaveLength(1);
    }
    expect(page).toMatch(/<pre>test &quot;notes\.reads: /);
  });

  it("shows every line of the policies, and what is noticed in another colour", async () => {
    const page = await pageOf(files);
    const rows = [...page.matchAll(/<tr><th scope="row">(\d+)<\/th>/g)].map(([, number]) => Number(number));
    expect(rows).toEqual(
      policy
        .trimEnd()
        .split("\n")
        .map((_, index) => index + 1),
    );
    expect(page).toContain('<span class="place tests-all"');
    expect(page).toMatch(/title="\d+ killed, \d+ survived"/);
  });

  it("has no list of missing tests where none is missing", async () => {
    const { files: after } = await polc(["mutate", "<set>", "-o", "<set>/more.pol"], { files });
    const page = await pageOf(after);
    expect(page).toContain("<b>100.0 %</b>");
    expect(page).not.toContain("What no test notices</h2>");
    expect(page).toContain("nothing to add");
  });
});
