import { describe, expect, it } from "vitest";
import { loadPolicies } from "../../src/testing/load-policies.js";
import { policy, request } from "../cli/sample-set.js";
import { temporaryFolder } from "../disk/temporary-folder.js";

const folder = temporaryFolder();

describe("loadPolicies", () => {
  it("reads, checks and compiles a policy set", async () => {
    folder.write("policies/support.pol", policy);
    const { policySet, module } = await loadPolicies(`${folder.path}/policies`);
    expect(policySet.rules.map(({ id }) => id)).toEqual(["support.nobody_deletes", "support.team_reads"]);
    expect(module.allows(JSON.parse(request("support")))).toBe(true);
    expect(module.allows(JSON.parse(request("sales")))).toBe(false);
    expect((await loadPolicies(`${folder.path}/policies/support.pol`)).policySet.digest).toBe(
      policySet.digest,
    );
  });

  it("throws what is wrong with it", async () => {
    folder.write("policies/support.pol", policy.replace("String", "Strng"));
    await expect(loadPolicies(`${folder.path}/policies`)).rejects.toThrow(/have errors\n\nerror\[POL2006\]/);
    await expect(loadPolicies(`${folder.path}/nothing`)).rejects.toThrow("error[POL4001]");
  });
});
