import { createAnalysis } from "../../../src/analysis/analysis.js";
import type { CoverageContext } from "../../../src/cli/coverage/coverage-context.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import { createCoverageRecorder } from "../../../src/testing/coverage/coverage-recorder.js";
import { settleCoverage } from "../../../src/testing/coverage/settle-coverage.js";
import type { JsonObject } from "../../../src/util/json-object.js";

/** A rule that is shown, one in part, one never, one that nothing can match; a definition that two rules call. */
export const policy = `use std.agents

principal User { team: String }
action tickets.read(limit: Int in 0..9), tickets.delete
context { ip: Ip, risk?: Int in 0..100 }

def trusted(risk: Int) = risk < 50

policy support {

  rule reads
    allow User to tickets.read
    when principal.team == "support" or context.ip in "10.0.0.0/8"

  rule risky_reads
    deny User to tickets.read
    when context has risk
    when not trusted(context.risk)

  rule deletes
    deny User to tickets.delete
    when not trusted(context.risk ?? 0)

  rule never
    deny User to tickets.read
    when args.limit > 5
    when args.limit < 3
}
`;

/** Tests of {@link policy}. */
export const tests = `test "support reads" {
  subject User("ann") { team: "support" }
  action tickets.read { limit: 1 }
  context { ip: "192.168.0.1" }
  expect allow by support.reads
}

test "others do not" {
  subject User("bob") { team: "sales" }
  action tickets.read { limit: 1 }
  context { ip: "192.168.0.1", risk: 10 }
  expect deny by no_matching_rule
}
`;

/** A request that deletes. */
export const deletion: JsonObject = {
  subject: { type: "User", id: "ann", properties: { team: "support" } },
  action: { name: "tickets.delete" },
  context: { ip: "192.168.0.1", risk: 70 },
};

/** What the tests of some files show, and, where there are any, what they show with the requests of laws. */
export function contextOf(
  files: Readonly<Record<string, string>>,
  ofLaws: readonly JsonObject[] = [],
): CoverageContext {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  const result = check(sources);
  const { policySet } = result;
  if (policySet === undefined) throw new Error(JSON.stringify(result.diagnostics));
  const [alone, withLaws] = [createCoverageRecorder(policySet), createCoverageRecorder(policySet)];
  for (const { request } of policySet.tests) alone.see(request);
  for (const request of [...policySet.tests.map((test) => test.request), ...ofLaws]) withLaws.see(request);
  const analysis = createAnalysis(lower(policySet));
  return {
    title: "policies",
    report: settleCoverage(analysis, alone, ofLaws.length > 0 ? withLaws : undefined),
    analysis,
    files: result.files,
    displayPath: (file) => `policies/${file}`,
  };
}

/** {@link policy} with its tests. */
export const sample = { "support.pol": policy, "tests.pol": tests };
