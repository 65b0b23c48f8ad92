import { describe, expect, test } from "vitest";
import { newAuthority } from "@/test/certificates";
import { freePort } from "@/test/free-port";
import { listen, listenTls } from "@/test/listener";
import { addressFindings } from "./address";

const DAY_MS = 86_400_000;
const levels = (findings: readonly { what: string; level: string }[]) =>
  findings.map(({ what, level }) => `${what}: ${level}`);

function answering(forwarded: string | null, status = 200, body = '{"status":"ok"}') {
  return (_req: unknown, res: import("node:http").ServerResponse) => {
    if (forwarded) res.setHeader("X-Strongroom-Forwarded", forwarded);
    res.writeHead(status).end(body);
  };
}

async function askedAt(origin: string, ca?: string) {
  return addressFindings({ origin, host: "127.0.0.1", port: await freePort() }, ca);
}

describe("asked through STRONGROOM_URL", () => {
  test("a server that is well is well, one that is not says why", async () => {
    const well = await listen(answering("none"));
    expect(levels(await askedAt(`http://${well.host}`))).toEqual(["address: ok"]);
    const ill = await listen(answering("none", 503, '{"status":"unavailable","reason":"the disk is full"}'));
    expect(await askedAt(`http://${ill.host}`)).toMatchObject([
      { level: "error", text: `http://${ill.host} answers that the disk is full` },
    ]);
  });

  test("where no server runs there is nothing wrong, and another program is not taken for one", async () => {
    expect(levels(await askedAt(`http://127.0.0.1:${await freePort()}`))).toEqual(["address: ok"]);
    const other = await listen(answering(null));
    expect(levels(await askedAt(`http://${other.host}`))).toEqual(["address: ok"]);
  });

  test("an address that leads elsewhere is wrong while a server runs here", async () => {
    const [here, other] = [await listen(answering("none")), await listen(answering(null, 502, ""))];
    const found = await addressFindings({
      origin: `http://${other.host}`,
      host: "127.0.0.1",
      port: here.port,
    });
    expect(found).toMatchObject([
      { what: "address", level: "error", text: expect.stringContaining("status 502") },
    ]);
  });

  test("a proxy has to be trusted, and to name its clients", async () => {
    const authority = await newAuthority();
    const tls = await authority.issue({ expiredMs: -90 * DAY_MS });
    for (const [forwarded, level] of [
      ["believed", "ok"],
      ["ignored", "error"],
      ["none", "warning"],
    ] as const) {
      const { host } = await listenTls(tls, answering(forwarded));
      expect(levels(await askedAt(`https://${host}`, authority.ca))).toEqual([
        "address: ok",
        "certificate: ok",
        `proxy: ${level}`,
      ]);
    }
  });

  test("a certificate that ends soon, has ended, or is of an unknown authority is told of", async () => {
    const authority = await newAuthority();
    const soon = await listenTls(await authority.issue({ expiredMs: -5.5 * DAY_MS }), answering("believed"));
    const [, certificate] = await askedAt(`https://${soon.host}`, authority.ca);
    expect(certificate).toMatchObject({ level: "warning", text: expect.stringMatching(/, 5 days$/) });
    const ended = await listenTls(await authority.issue({ expiredMs: DAY_MS / 2 }), answering("believed"));
    expect(levels(await askedAt(`https://${ended.host}`, authority.ca))).toEqual(["certificate: error"]);
    expect(levels(await askedAt(`https://${soon.host}`))).toEqual(["certificate: warning"]);
  });
});
