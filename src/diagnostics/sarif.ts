/*
 * The part of SARIF 2.1.0 that polc writes (OASIS, Static Analysis Results Interchange Format, 2020): objects are named as in the
 * standard, members too.
 */

import type { AnsweredRelation } from "../runtime/decision.js";
import type { JsonObject } from "../util/json-object.js";

/** A whole SARIF document. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly SarifRun[];
}

/** What one tool found in one run. */
export interface SarifRun {
  readonly tool: { readonly driver: SarifDriver };
  readonly invocations: readonly SarifInvocation[];
  readonly originalUriBaseIds: { readonly [id: string]: SarifArtifactLocation };
  readonly columnKind: "utf16CodeUnits";
  readonly newlineSequences: readonly string[];
  readonly artifacts: readonly SarifArtifact[];
  readonly results: readonly SarifResult[];
}

/** The tool. */
export interface SarifDriver {
  readonly name: string;
  readonly version: string;
  readonly semanticVersion: string;
  /** What results are instances of. */
  readonly rules: readonly SarifRule[];
  /** What notifications are instances of. */
  readonly notifications: readonly SarifRule[];
}

/** What a tool can report: the standard's `reportingDescriptor`. */
export interface SarifRule {
  readonly id: string;
  readonly name?: string;
  readonly shortDescription?: SarifMessage;
  readonly fullDescription?: SarifMessage;
  readonly help?: SarifMessage & { readonly markdown: string };
  readonly defaultConfiguration?: { readonly level: SarifLevel };
}

/** How grave a result is. */
export type SarifLevel = "error" | "warning" | "note";

/** Text for people. */
export interface SarifMessage {
  readonly text: string;
}

/** How the run went, and what is wrong with how polc was called. */
export interface SarifInvocation {
  readonly executionSuccessful: boolean;
  readonly toolConfigurationNotifications: readonly SarifNotification[];
}

/** What a tool has to say of itself rather than of an artifact. */
export interface SarifNotification {
  readonly descriptor: { readonly id: string; readonly index: number };
  readonly level: SarifLevel;
  readonly message: SarifMessage;
}

/** A file that was looked at. */
export interface SarifArtifact {
  readonly location: SarifArtifactLocation;
  readonly roles?: readonly string[];
  readonly sourceLanguage?: string;
  readonly contents?: SarifMessage;
}

/** Where a file is. */
export interface SarifArtifactLocation {
  readonly uri?: string;
  readonly uriBaseId?: string;
  readonly index?: number;
  readonly description?: SarifMessage;
}

/** One finding. */
export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: SarifLevel;
  readonly message: SarifMessage;
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly SarifLocation[];
  readonly partialFingerprints: { readonly [name: string]: string };
  readonly fixes?: readonly SarifFix[];
  /** The standard's property bag. */
  readonly properties?: { readonly witness: JsonObject; readonly relations?: readonly AnsweredRelation[] };
}

/** A place that a finding speaks of. */
export interface SarifLocation {
  readonly id?: number;
  readonly physicalLocation: {
    readonly artifactLocation: SarifArtifactLocation;
    readonly region?: SarifRegion;
  };
  readonly message?: SarifMessage;
}

/** A stretch of text; lines and columns count from 1, the end column is exclusive. */
export interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly snippet?: SarifMessage;
}

/** A change that mends a finding. */
export interface SarifFix {
  readonly description: SarifMessage;
  readonly artifactChanges: readonly SarifArtifactChange[];
}

/** The changes of one file; each region is of the text before all of them. */
export interface SarifArtifactChange {
  readonly artifactLocation: SarifArtifactLocation;
  readonly replacements: readonly {
    readonly deletedRegion: SarifRegion;
    readonly insertedContent?: SarifMessage;
  }[];
}
