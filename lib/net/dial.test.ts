import type { RequestListener } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { type Authority, newAuthority } from "@/test/certificates";
import { holdsSecret, testEgress } from "@/test/egress";
import { listenRaw, listenTls } from "@/test/listener";

const { failed, answered } = testEgress();
const authority = await newAuthority();
const ok: RequestListener = (_, res) => res.end("ok");

describe("a server that shows no good certificate gets no byte of a secret", () => {
  const own = async (input: Parameters<Authority["issue"]>[0] = {}) => authority.issue(input);

  async function refusedBy(options: Parameters<typeof listenTls>[0], ca: string | null = authority.ca) {
    const partner = await listenTls(options, ok);
    const failure = await failed(`https://${partner.host}/`, { ca });
    expect(failure).toMatchObject({ reason: "notTrusted", left: false });
    expect(partner.connections()).toBe(1);
    expect(holdsSecret(partner.received())).toBe(false);
    return failure.code;
  }

  it("one of an authority that is trusted is taken", async () => {
    const partner = await listenTls(await own(), ok);
    expect((await answered(`https://${partner.host}/`, { ca: authority.ca })).status).toBe(200);
    expect(partner.received().length).toBeGreaterThan(500);
  });

  it("of another authority", async () => {
    const other = await newAuthority();
    expect(await refusedBy(await other.issue({}))).toMatch(/SIGNATURE|VERIFY|SELF_SIGNED/);
  });
  it("of an authority that only an endpoint knows, asked for without it", async () => {
    expect(await refusedBy(await own(), null)).toMatch(/VERIFY|SELF_SIGNED/);
  });
  it("self-signed", async () => {
    const { selfSigned } = await newAuthority();
    expect(await refusedBy(selfSigned, null)).toMatch(/SELF_SIGNED/);
  });
  it("of another name", async () => {
    expect(await refusedBy(await own({ names: ["evil.example"] }))).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });
  it("expired", async () => {
    expect(await refusedBy(await own({ expiredMs: 60_000 }))).toBe("CERT_HAS_EXPIRED");
  });
  it("that speaks only TLS 1.1 or older", async () => {
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    await refusedBy({ ...(await own()), ...old });
  });
  it("whatever NODE_TLS_REJECT_UNAUTHORIZED says", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const { selfSigned } = await newAuthority();
    await refusedBy(selfSigned, null);
    await refusedBy(await own({ names: ["evil.example"] }));
  });
  it("with a broken authority of its own", async () => {
    await refusedBy(await own(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
  });
  it("that speaks no TLS at all", async () => {
    const partner = await listenRaw((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n"));
    expect(await failed(`https://${partner.host}/`)).toMatchObject({ reason: "notTrusted", left: false });
    expect(holdsSecret(partner.received())).toBe(false);
  });
});
