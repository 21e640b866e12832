import { describe, expect, it } from "vitest";
import { compile } from "./support.js";

const { module, code } = compile(`
  principal User { team: String }
  principal Agent acting for User
  entity Document { owner: User, open: Bool }
  entity Folder { open: Bool }
  action read(path: Path, limit?: Int in 1..10) on Document, Folder
  action ping
  context { ip: Ip, vip?: Bool }
  policy p {
    rule team     allow User to read  when principal.team == "a" or principal.team == "b"
    rule agents   allow Agent to read  when args.path within "/srv" and not (args.path within "/srv/secret")
    rule b_office deny User to read  when principal.team == "b" and not (context.ip in ["10.0.0.0/8"])
    rule closed   deny User to read on Folder  when not resource.open
    rule never    deny Agent to read on Document  when args.limit ?? 5 > 3
    rule owner    deny User to read on Document  when principal.team == "own" or (resource.owner != principal and not (context has vip))
  }`);

const user = (team: string) => ({ type: "User", id: "u", properties: { team } });
const read = { name: "read" };

describe("mayAllow", () => {
  it("is false only where no completion is allowed", () => {
    expect(module.mayAllow({ subject: user("a"), action: read })).toBe(true);
    expect(module.mayAllow({ subject: user("c"), action: read })).toBe(false);
    expect(module.mayAllow({ subject: user("own"), action: read })).toBe(false);
  });

  it("takes what is given into account", () => {
    const ask = (request: object) => module.mayAllow({ subject: user("b"), action: read, ...request });
    expect(ask({})).toBe(true);
    expect(ask({ context: {} })).toBe(true);
    expect(ask({ context: { ip: "10.1.2.3" } })).toBe(true);
    expect(ask({ context: { ip: "11.1.2.3" } })).toBe(false);
    expect(ask({ resource: { type: "Folder", properties: { open: false } } })).toBe(false);
    expect(ask({ resource: { type: "Folder" } })).toBe(true);
    const foreign = { type: "Document", properties: { owner: { type: "User", id: "v" } } };
    expect(ask({ resource: foreign })).toBe(true);
    expect(ask({ resource: foreign, context: { ip: "10.0.0.1", vip: null } })).toBe(false);
  });

  it("asks for both principals, and whether it may for one type of resource", () => {
    const ask = (properties?: object, resource?: object) =>
      module.mayAllow({
        subject: user("a"),
        actor: { type: "Agent", id: "x" },
        action: properties === undefined ? read : { ...read, properties },
        ...(resource !== undefined && { resource }),
      });
    expect(ask()).toBe(true);
    expect(ask({ path: "/etc" })).toBe(false);
    expect(ask({ path: "/srv/secret/x" })).toBe(false);
    expect(ask({ path: "/srv/x" })).toBe(true);
    expect(ask({ path: "/srv/x" }, { type: "Document" })).toBe(false);
    expect(ask({ path: "/srv/x", limit: 2 }, { type: "Document" })).toBe(true);
  });

  it("is false where what is given is invalid", () => {
    const valid = { subject: user("a"), action: read };
    for (const spoilt of [
      null,
      {},
      { ...valid, extra: 1 },
      { ...valid, subject: { type: "User", id: "u" } },
      { ...valid, subject: { ...user("a"), id: "" } },
      { ...valid, actor: null },
      { ...valid, action: { name: "read", properties: {} } },
      { ...valid, action: { name: "read", properties: { path: "/x", limit: 11 } } },
      { ...valid, action: { name: "read", properties: { path: "/x", extra: 1 } } },
      { ...valid, action: { name: "write" } },
      { ...valid, resource: null },
      { ...valid, resource: { type: "User" } },
      { ...valid, resource: { type: "Folder", id: 1 } },
      { ...valid, resource: { type: "Folder", properties: { open: "yes" } } },
      { ...valid, context: null },
      { ...valid, subject: user("b"), context: { ip: "no" } },
    ]) {
      expect(module.mayAllow(spoilt)).toBe(false);
    }
  });

  it("cannot be given what stands for the unknown", () => {
    expect(code).toContain('const unknown = Symbol("unknown")');
    for (const fake of [Symbol("unknown"), Symbol.for("unknown")]) {
      expect(module.mayAllow({ subject: user("a"), action: read, context: fake })).toBe(false);
      expect(
        module.allows({ subject: user("a"), action: { name: "read", properties: fake }, resource: fake }),
      ).toBe(false);
    }
  });
});
