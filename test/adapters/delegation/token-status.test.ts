import { describe, expect, it } from "vitest";
import { introspection } from "../../../src/adapters/delegation/introspection.js";
import type { IssuerOptions, StatusProvider } from "../../../src/adapters/delegation/options.js";
import { isJsonObject } from "../../../src/util/json-object.js";
import { claimsOf, delegationWith, rfc8693, sign } from "./support.js";

const good = await sign(rfc8693, claimsOf(rfc8693));

/** What the policy would read, or why the token is refused. */
async function statusWith(more: Partial<IssuerOptions>, given = good): Promise<unknown> {
  const result = await (await delegationWith(more)).verify(given);
  if (!result.ok) return result.code;
  const token = result.caller.context?.token;
  return isJsonObject(token) ? token.status : undefined;
}

describe("the status of a token", () => {
  it.each(["active", "unknown"] as const)("is %s where the provider says so", async (said) => {
    expect(await statusWith({ status: async () => said })).toBe(said);
  });

  it("is a reason to refuse it where it is inactive, unless the policy is to be told", async () => {
    const status: StatusProvider = async () => "inactive";
    expect(await statusWith({ status })).toBe("inactive");
    expect(await delegationWith({ status }).then(({ verify }) => verify(good))).toMatchObject({ ok: false });
    expect(
      await delegationWith({ status, inactive: "told" }).then(({ verify }) => verify(good)),
    ).toMatchObject({
      ok: true,
      caller: { context: { token: { status: "inactive" } } },
    });
  });

  it.each<readonly [string, StatusProvider]>([
    ["does not answer", () => new Promise(() => {})],
    ["rejects", () => Promise.reject(new Error("no"))],
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
    // @ts-expect-error As JavaScript may answer.
    ["answers something else", async () => "revoked"],
  ])("is unknown where the provider %s", async (_, status) => {
    expect(await statusWith({ status, statusTimeout: 5 })).toBe("unknown");
  });

  it("is asked only of a token that is good", async () => {
    const asked: string[] = [];
    const status: StatusProvider = async (given) => {
      asked.push(given);
      return "active";
    };
    const contradictory = await sign(rfc8693, claimsOf(rfc8693, { sub_type: "agent" }));
    expect(await statusWith({ status }, contradictory)).toBe("contradicts_kind");
    expect(await statusWith({ status }, `${good}x`)).toBe("malformed_token");
    expect(asked).toEqual([]);
    await statusWith({ status });
    expect(asked).toEqual([good]);
  });
});

describe("introspection", () => {
  const answering = (answer: unknown, init: ResponseInit = {}) => {
    const requests: Request[] = [];
    const status = introspection({
      endpoint: "https://id.example.com/introspect",
      clientId: "mail service",
      clientSecret: "a:b",
      fetch: async (input, options) => {
        requests.push(new Request(input, options));
        return new Response(JSON.stringify(answer), init);
      },
    });
    return { requests, status };
  };

  it("asks as RFC 7662 says, with the client's credentials", async () => {
    const { requests, status } = answering({ active: true });
    expect(await statusWith({ status })).toBe("active");
    const [request] = requests;
    expect(request?.method).toBe("POST");
    expect(request?.headers.get("authorization")).toBe(`Basic ${btoa("mail+service:a%3Ab")}`);
    expect(new URLSearchParams(await request?.text()).get("token")).toBe(good);
  });

  it("does not send secrets in the open", () => {
    const endpoint = "http://id.example.com/introspect";
    expect(() => introspection({ endpoint, clientId: "a", clientSecret: "b" })).toThrow("expected an https");
  });

  it.each([
    [{ active: true, sub: "alice", iss: rfc8693 }, {}, "active"],
    [{ active: false }, {}, "inactive"],
    [{ active: true, sub: "bob" }, {}, "unknown"],
    [{ active: true, iss: "https://evil.example" }, {}, "unknown"],
    [{ active: "true" }, {}, "unknown"],
    [{}, {}, "unknown"],
    [[true], {}, "unknown"],
    [{ active: true }, { status: 401 }, "unknown"],
  ])("takes %j with %j for %s", async (answer, init, expected) => {
    expect(await statusWith({ status: answering(answer, init).status })).toBe(expected);
  });
});
