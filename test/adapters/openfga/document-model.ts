import { onTestFinished } from "vitest";
import { type OpenFgaStoreOptions, openfgaEngine } from "../../../src/adapters/openfga.js";
import { readRelationModel } from "../../../src/adapters/relations.js";
import type { RelationQuestion } from "../../../src/relations/relation-store.js";
import { modelId, type StandIn, startStandIn, storeId } from "./stand-in.js";

const text = `principal User
entity Team { relation member: User | Team.member }
entity Folder in Folder { relation viewer: User | User.* | Team.member = direct or viewer of parent }
entity Document in Folder {
  relation viewer: User | User.* = direct or viewer of parent
  relation blocked: User
  relation barred: Team.member
  relation reader = viewer but not blocked
  relation guest = viewer but not barred
}
`;

/** Documents in folders, seen by users and teams, from which some are blocked. */
export const model = readRelationModel([{ path: "schema.pol", text }]);

export const user = (id: string) => ({ type: "User", id });
export const folder = (id: string) => ({ type: "Folder", id });
export const document = (id: string) => ({ type: "Document", id });
export const member = (id: string) => ({ type: "Team", id, relation: "member" });
export const everyone = { type: "User", everyone: true } as const;

/** Whether a user views a document; as a tuple that she does. */
export function views(who: string, what: string) {
  return { subject: user(who), relation: "viewer", object: document(what) } satisfies RelationQuestion;
}

/** So many of these questions, about documents that are numbered. */
export function manyViews(count: number): readonly RelationQuestion[] {
  return Array.from({ length: count }, (_, index) => views("kim", `${index}`));
}

/** An engine with the stand-in behind it, which may take its time; both end with the test. */
export async function startEngine(options: Partial<OpenFgaStoreOptions> = {}) {
  const server = await startStandIn(model);
  const engine = openfgaEngine({
    apiUrl: server.apiUrl,
    storeId,
    modelId,
    model,
    timeout: 60_000,
    ...options,
  });
  onTestFinished(async () => {
    await engine.close();
    await server.close();
  });
  return { server, engine };
}

export function operationsOf({ requests }: StandIn): readonly string[] {
  return requests.map(({ operation }) => operation);
}
