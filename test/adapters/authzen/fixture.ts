/** A policy as the certification of AuthZEN asks for, "Required Fixture". Records are those that have a status: there are no others. */
export const fixturePolicy = `principal user {
  role?: String
}

entity record {
  status?: String
}

action read(...), write(...), delete(soft?: Bool, ...) on record

policy records {

  rule both_read
    allow user("alice"), user("bob") to read
    when resource has status

  rule alice_writes
    allow user("alice") to write
    when resource has status and resource.status != "archived"

  rule admins_write_what_is_archived
    allow user to write
    when principal.role ?? "" == "admin"
    when resource has status and resource.status == "archived"

  rule alice_deletes_softly
    allow user("alice") to delete
    when args.soft ?? false
}
`;

/** The subjects and resources of the certification. */
export const fixtureEntities = [
  { type: "user", id: "alice" },
  { type: "user", id: "bob", properties: { role: "admin" } },
  { type: "record", id: "record-1", properties: { status: "active" } },
  { type: "record", id: "record-2", properties: { status: "archived" } },
];

/** Parts of requests about the fixture. */
export const alice = { type: "user", id: "alice" };
export const bob = { type: "user", id: "bob" };
export const admin = { ...bob, properties: { role: "admin" } };
export const record1 = { type: "record", id: "record-1" };
export const record2 = { type: "record", id: "record-2" };
export const active = { ...record1, properties: { status: "active" } };
export const archived = { ...record2, properties: { status: "archived" } };
export const [read, write] = [{ name: "read" }, { name: "write" }];
