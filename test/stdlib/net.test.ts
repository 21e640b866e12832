import { describe, expect, it } from "vitest";
import { decide } from "./decide.js";

const policy = `
use std.net
principal Agent
action web.fetch(url: Url)
action web.connect(address: Ip)
policy web {
  rule fetch
    allow Agent to web.*
  rule no_internal_urls
    deny Agent to web.fetch
    when internal_url(args.url)
  rule no_internal_addresses
    deny Agent to web.connect
    when internal(args.address)
    because "internal"
  rule no_metadata
    deny Agent to web.connect
    when metadata_service(args.address)
    because "metadata"
}`;

function call(name: string, properties: object) {
  return decide(policy, { subject: { type: "Agent", id: "bot" }, action: { name, properties } });
}

describe("internal", () => {
  it.each([
    ["10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
    ["127.0.0.1", "127.255.255.255", "0.0.0.0", "::1", "::"],
    ["169.254.0.1", "fe80::1", "febf::1", "fc00::1", "fdff::1"],
    ["100.64.0.1", "100.127.255.255", "192.0.0.192", "198.18.0.1", "198.19.255.255"],
    ["224.0.0.1", "240.0.0.1", "255.255.255.255", "ff02::1", "fec0::1", "203.0.113.9"],
    [
      "100::1",
      "100:0:0:1::1",
      "2001:2::1",
      "2001:10::1",
      "2001:1ff:ffff::1",
      "2001:db8::1",
      "3fff:fff::1",
      "5f00::1",
    ],
    ["::ffff:10.0.0.1", "::ffff:7f00:1", "64:ff9b::a00:1", "2002:a00:1::1", "::a00:1"],
  ])("%s", (...addresses) => {
    const reached = addresses.filter((address) => call("web.connect", { address }).decision);
    expect(reached).toEqual([]);
  });

  it.each([
    "9.255.255.255",
    "11.0.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "1.1.1.1",
    "100.63.255.255",
    "100.128.0.0",
    "169.253.255.255",
    "2606:4700:4700::1111",
    "2001:200::1",
    "2001:4860:4860::8888",
    "100:0:0:2::1",
    "5eff::1",
    "198.17.255.255",
    "198.20.0.0",
  ])("leaves %s", (address) => expect(call("web.connect", { address }).decision).toBe(true));

  it.each([
    ...["169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.0.23", "169.254.42.42"],
    ...["100.100.100.200", "100.96.0.96", "168.63.129.16", "192.0.0.192", "::ffff:169.254.169.254"],
    ...["fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "fe80::a9fe:a9fe", "fd00:42::42"],
  ])("knows %s as metadata service", (address) => {
    expect(call("web.connect", { address }).because).toEqual(["internal", "metadata"]);
  });
});

describe("internal_url", () => {
  it.each([
    "http://localhost/",
    "http://app.localhost:8080/",
    "https://LOCALHOST./",
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:169.254.169.254]/latest/meta-data",
    "http://metadata.google.internal/computeMetadata",
    "http://printer.local/",
    "http://nas.home.arpa/",
    "http://redis:6379/",
    "http://instance-data/latest/meta-data",
    "https://kubernetes.default.svc/api",
    "https://wiki.corp./",
    "http://router.lan/",
  ])("denies %s", (url) => expect(call("web.fetch", { url }).reason).toBe("denied_by_rule"));

  it.each([
    "https://example.com/",
    "https://localhost.example.com/",
    "https://mylocal.example/",
    "https://lan.example.com/",
    "http://[2606:4700:4700::1111]/",
    "http://93.184.216.34/",
  ])("leaves %s", (url) => expect(call("web.fetch", { url }).decision).toBe(true));

  it.each(["http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://user@127.0.0.1/"])(
    "refuses %s",
    (url) => {
      expect(call("web.fetch", { url }).reason).toBe("invalid_request");
    },
  );
});
