import type { AssertionVerdict } from "../../analysis/assertions.js";
import { shownRelations } from "../../analysis/relations/shown-relations.js";
import type { Access, Side } from "../../analysis/report/access.js";
import { type AccessRow, type Asker, isReachable } from "../../analysis/report/access-matrix.js";
import type { Witness } from "../../analysis/report/settle.js";
import type { RuleCondition } from "../../analysis/report/side-conditions.js";
import { diagnosticsToJson } from "../../diagnostics/render-json.js";
import type { JsonObject } from "../../util/json-object.js";
import { printJson } from "../../util/print-json.js";
import type { ReportContext } from "./report-context.js";
import { obligationNames, placeWords } from "./report-words.js";

/** A report as JSON, in the form that docs/report.md describes. */
export function renderReportJson(context: ReportContext): string {
  const { report, policySet, files, displayPath } = context;
  return printJson({
    digest: policySet.digest,
    askers: report.askers.map(askerJson),
    rows: report.rows.map((row) => rowJson(context, row)),
    findings: diagnosticsToJson(report.findings, { files, displayPath }),
    assertions: report.assertions.map((verdict) => assertionJson(context, verdict)),
  });
}

function askerJson({ words, subject, actor }: Asker): JsonObject {
  return { name: words, subject, ...(actor === undefined ? {} : { actor }) };
}

function rowJson(context: ReportContext, row: AccessRow): JsonObject {
  const { askers } = context.report;
  const { action, resources, cells } = row;
  return {
    action: action.name,
    ...(resources === undefined ? {} : { resources }),
    tags: action.tags,
    reachable: isReachable(row) ?? "unknown",
    access: cells.map((cell, index) => ({
      asker: askers[index]?.words ?? "",
      ...accessJson(context, cell),
    })),
  };
}

function accessJson(context: ReportContext, { verdict, allowed, denied, sides }: Access): JsonObject {
  return {
    verdict,
    ...witnessJson(context, "allowed", allowed),
    ...witnessJson(context, "denied", denied),
    principals: sides.map(sideJson),
  };
}

function witnessJson({ policySet }: ReportContext, name: string, witness: Witness | undefined): JsonObject {
  if (witness === undefined) return {};
  const relations = shownRelations(policySet, witness.request);
  return { [name]: witness.request, ...(relations.length > 0 && { [`${name}Relations`]: relations }) };
}

function relationsJson({ policySet }: ReportContext, request: JsonObject): JsonObject {
  const relations = shownRelations(policySet, request);
  return relations.length === 0 ? {} : { relations };
}

function sideJson({ principal, verdict, conditions }: Side): JsonObject {
  const { clauses, allows, denies, obliges } = conditions;
  return {
    ...principal,
    verdict,
    ...(clauses === undefined ? {} : { condition: clauses }),
    allows: allows.map(ruleJson),
    denies: denies.map(ruleJson),
    obliges: obliges.map(ruleJson),
  };
}

function ruleJson({ rule, clauses }: RuleCondition): JsonObject {
  return {
    rule: rule.id,
    condition: clauses,
    ...(rule.because === undefined ? {} : { because: rule.because }),
    ...(rule.effect === "oblige" ? { obligations: obligationNames(rule) } : {}),
  };
}

function assertionJson(context: ReportContext, verdict: AssertionVerdict): JsonObject {
  const { assertion, kind } = verdict;
  return {
    name: assertion.name,
    effect: assertion.effect,
    place: placeWords(context, assertion.span),
    verdict: kind,
    ...(verdict.kind === "refuted"
      ? { request: verdict.request, ...relationsJson(context, verdict.request) }
      : {}),
  };
}
