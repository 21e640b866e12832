import { describe, expect, it } from "vitest";
import { answerOf, bundle, codeOf, createProject } from "./esbuild-project.js";

const policy = `principal User { team: String }

action mail.send(to: Email)

policy mail {
  rule support_mails
    allow User to mail.send
    when principal.team == "support"
}
`;

const main = `import { decide } from "./policies";
const decisionFor = (team: string) => decide({
  subject: { type: "User", id: "kim", properties: { team } },
  action: { name: "mail.send", properties: { to: "sam@example.org" } },
}).reason;
globalThis.answer = ["support", "sales"].map(decisionFor);
`;

describe("polcPlugin", () => {
  it("bundles the policies of a folder", async () => {
    const project = createProject({ "main.ts": main, "policies/mail.pol": policy });
    const result = await bundle(project);
    expect(answerOf(codeOf(result))).toEqual(["allowed", "no_matching_rule"]);
    console.log(codeOf(await bundle(project)).slice(0, 500), project.read("policies.d.ts").slice(0, 100));
  });
  it("fails", async () => {
    const project = createProject({ "main.ts": main, "policies/mail.pol": policy.replace("principal.team", "/* é */ principal.teem") });
    const e = await bundle(project, {logLevel: "warning"}).catch((error: unknown) => error);
    console.log(JSON.stringify(e, null, 1));
  });
});
