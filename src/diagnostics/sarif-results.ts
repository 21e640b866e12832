import type { Span } from "../source/span.js";
import type { IndexedFile } from "./code-frame.js";
import type { Diagnostic, Fix, RelatedPlace, Witness } from "./diagnostic.js";
import { visibleLines, visibleText } from "./display-line.js";
import { exampleOf } from "./example-of.js";
import { locationOf } from "./render-text.js";
import type {
  SarifArtifactChange,
  SarifFix,
  SarifLocation,
  SarifMessage,
  SarifResult,
  SarifRule,
} from "./sarif.js";
import { isArtifact, type SarifPlaces } from "./sarif-places.js";
import { sarifLevel } from "./sarif-rules.js";

/** What a result refers to. */
export interface ResultContext {
  readonly files: ReadonlyMap<string, IndexedFile>;
  readonly displayPath: (file: string) => string;
  readonly places: SarifPlaces;
  readonly rules: readonly SarifRule[];
}

/** `diagnostic` as a result of a SARIF report. */
export function sarifResult(
  diagnostic: Diagnostic,
  fingerprint: string,
  context: ResultContext,
): SarifResult {
  const { code, severity, span, label, related = [], fix, witness } = diagnostic;
  const elsewhere = related.filter((place) => isArtifact(place.span.file));
  const fixes = fix === undefined ? [] : fixesOf(fix, context.places);
  return {
    ruleId: code,
    ruleIndex: context.rules.findIndex(({ id }) => id === code),
    level: sarifLevel(severity),
    message: resultMessage(diagnostic, elsewhere, context),
    locations: isArtifact(span.file) ? [withMessage(context.places.locationOf(span), label)] : [],
    ...(elsewhere.length === 0 ? {} : { relatedLocations: relatedLocations(elsewhere, context.places) }),
    partialFingerprints: { "polcDiagnostic/v1": fingerprint },
    ...(fixes.length === 0 ? {} : { fixes }),
    ...(witness === undefined ? {} : { properties: propertiesOf(witness) }),
  };
}

function propertiesOf({ request, relations }: Witness): NonNullable<SarifResult["properties"]> {
  return { witness: request, ...(relations && { relations }) };
}

/**
 * The message and the help; then the related places: those in `elsewhere` as links, because GitHub shows no other ones, and those
 * that can be no location in words.
 */
function resultMessage(
  diagnostic: Diagnostic,
  elsewhere: readonly RelatedPlace[],
  context: ResultContext,
): SarifMessage {
  const { span, related = [] } = diagnostic;
  const [message = "", ...help] = messageLines(diagnostic).map(withoutLinks);
  const lines = related.map((place) => {
    const id = elsewhere.indexOf(place) + 1;
    if (id > 0) return `[${linkText(visibleText(place.message))}](${id})`;
    return withoutLinks(`${locationOf(context, place.span)}: ${visibleText(place.message)}`);
  });
  const head = isArtifact(span.file) ? message : `${locationOf(context, span)}: ${message}`;
  return { text: [head, ...help, ...lines].join("\n") };
}

/** The message, the help and the example of a diagnostic, with nothing that cannot be seen. */
export function messageLines(diagnostic: Diagnostic): readonly string[] {
  const { message, help } = diagnostic;
  const example = exampleOf(diagnostic);
  return [
    visibleText(message),
    ...(help === undefined ? [] : [`help: ${visibleLines(help)}`]),
    ...(example === undefined ? [] : [`example: ${visibleText(example)}`]),
  ];
}

/** In a message `[text](target)` is a link; what a policy says is none. */
function withoutLinks(text: string): string {
  return text.replace(/\[(?=[^\]]*\]\()/g, "\\[");
}

function linkText(text: string): string {
  return text.replace(/[\\[\]]/g, "\\$&");
}

function relatedLocations(elsewhere: readonly RelatedPlace[], places: SarifPlaces): readonly SarifLocation[] {
  return elsewhere.map(({ span, message }, index) => ({
    id: index + 1,
    ...withMessage(places.locationOf(span), message),
  }));
}

function withMessage(location: SarifLocation, message: string | undefined): SarifLocation {
  return message === undefined ? location : { ...location, message: { text: visibleText(message) } };
}

/** A fix whose places are not all known is none. */
function fixesOf({ title, edits }: Fix, places: SarifPlaces): readonly SarifFix[] {
  if (edits.some(({ span }) => !isArtifact(span.file) || places.regionOf(span) === undefined)) return [];
  const files = [...new Set(edits.map(({ span }) => span.file))];
  const artifactChanges = files.map((file) => changeOf(file, edits, places));
  return [{ description: { text: visibleText(title) }, artifactChanges }];
}

/** By place, as a reader would apply them who does not keep count. */
function changeOf(file: string, edits: Fix["edits"], places: SarifPlaces): SarifArtifactChange {
  const here = edits.filter(({ span }) => span.file === file).sort((a, b) => a.span.start - b.span.start);
  return {
    artifactLocation: places.artifactOf(file),
    replacements: here.flatMap(({ span, text }) => replacement(span, text, places)),
  };
}

function replacement(span: Span, text: string, places: SarifPlaces): SarifArtifactChange["replacements"] {
  const deletedRegion = places.regionOf(span);
  if (deletedRegion === undefined) return [];
  return [{ deletedRegion, ...(text === "" ? {} : { insertedContent: { text } }) }];
}
