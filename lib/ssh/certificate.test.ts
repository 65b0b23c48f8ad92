import { execFileSync, spawnSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type CertificateContent, ed25519Blob, signCertificate } from "./certificate";
import { fingerprintOf, parsePublicKey } from "./public-key";
import { ECDSA_256, ECDSA_521, ED25519, RSA_2048 } from "./public-keys.fixture";
import { WireReader } from "./wire";

const { privateKey: authority } = generateKeyPairSync("ed25519");
const content: CertificateContent = {
  serial: 18_446_744_073_709_551_615n,
  keyId: "ada@example.com",
  principals: ["deploy@web-1", "deploy@web-1/0190-a"],
  validFrom: new Date("2026-11-30T10:00:00.900Z"),
  validUntil: new Date("2026-11-30T10:10:00.900Z"),
  sourceAddress: "192.0.2.7",
  extensions: ["pty", "agent-forwarding", "x11-forwarding", "pty"],
};
const keyOf = (line: string) => {
  const parsed = parsePublicKey(line);
  if ("issue" in parsed) throw new Error(parsed.issue);
  return parsed.key;
};

test("what is signed is everything before the signature", () => {
  const [, text = ""] = signCertificate(authority, keyOf(ED25519), content).split(" ");
  const blob = Buffer.from(text, "base64");
  const reader = new WireReader(blob);
  const rest: Buffer[] = [];
  // type, nonce, key; 8 + 4 bytes; key id, principals; 8 + 8 bytes; options, extensions, reserved, authority.
  for (let i = 0; i < 3; i += 1) reader.string();
  const tail = new WireReader(reader.rest().subarray(12));
  for (let i = 0; i < 2; i += 1) tail.string();
  const end = new WireReader(tail.rest().subarray(16));
  for (let i = 0; i < 4; i += 1) rest.push(end.string() ?? Buffer.alloc(0));
  const signature = new WireReader(end.string() ?? Buffer.alloc(0));
  expect(end.rest()).toHaveLength(0);
  expect(rest[3]).toEqual(ed25519Blob(authority));
  expect(signature.string()?.toString()).toBe("ssh-ed25519");
  const signed = blob.subarray(0, blob.length - (4 + 4 + 11 + 4 + 64));
  expect(verify(null, signed, createPublicKey(authority), signature.string() ?? Buffer.alloc(0))).toBe(true);
});

test("no two certificates are alike, whatever they say", () => {
  const one = signCertificate(authority, keyOf(ED25519), content);
  expect(signCertificate(authority, keyOf(ED25519), content)).not.toBe(one);
});

const hasOpenSsh = spawnSync("ssh-keygen", ["-?"]).error === undefined;
if (!hasOpenSsh)
  process.stdout.write("skipped: certificates are read by ssh-keygen (needs openssh-client)\n");

describe.runIf(hasOpenSsh)("ssh-keygen", () => {
  const folder = mkdtempSync(join(tmpdir(), "strongroom-certificate-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const read = (line: string) => {
    const file = join(folder, "key-cert.pub");
    writeFileSync(file, `${line}\n`);
    return execFileSync("ssh-keygen", ["-L", "-f", file], {
      encoding: "utf8",
      env: { ...process.env, TZ: "UTC" },
    })
      .split("\n")
      .slice(1)
      .map((text) => text.trim())
      .filter((text) => text !== "");
  };

  test.each([ED25519, RSA_2048, ECDSA_256, ECDSA_521])("reads what a certificate says: for %.20s", (line) => {
    const key = keyOf(line);
    const kind = { "ssh-ed25519": "ED25519", "ssh-rsa": "RSA" }[key.type] ?? "ECDSA";
    expect(read(signCertificate(authority, key, content))).toEqual([
      `Type: ${key.type}-cert-v01@openssh.com user certificate`,
      `Public key: ${kind}-CERT ${key.fingerprint}`,
      `Signing CA: ED25519 ${fingerprintOf(ed25519Blob(authority))} (using ssh-ed25519)`,
      'Key ID: "ada@example.com"',
      "Serial: 18446744073709551615",
      "Valid: from 2026-11-30T10:00:00 to 2026-11-30T10:10:00",
      ...["Principals:", "deploy@web-1", "deploy@web-1/0190-a"],
      ...["Critical Options:", "source-address 192.0.2.7"],
      ...["Extensions:", "permit-X11-forwarding", "permit-agent-forwarding", "permit-pty"],
    ]);
  });

  test("reads one that allows nothing beside running programs, from anywhere", () => {
    const lines = read(
      signCertificate(authority, keyOf(ED25519), { ...content, sourceAddress: null, extensions: [] }),
    );
    expect(lines).toContain("Critical Options: (none)");
    expect(lines).toContain("Extensions: (none)");
  });
});
