import { execFileSync } from "node:child_process";
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { KEY_ALGORITHMS, type KEY_FORMATS, type RANDOM_FORMATS } from "../schema";
import { keyPair } from "./key-pair";
import { random } from "./random";

const rest = {
  ctx: {} as Ctx,
  rotationId: "r",
  secret: { project: "p", environment: "e", name: "N" },
  facts: {},
  oldLabel: "current" as const,
  old: Plaintext.of("old"),
  credential: null,
};

const made = async (format: (typeof RANDOM_FORMATS)[number], length: number) => {
  const { value } = await random.prepare({ ...rest, config: { kind: "random", format, length } });
  return value.reveal();
};

test.each([
  ["letters-digits", /^[A-Za-z0-9]{40}$/],
  ["letters-digits-symbols", /^[!-~]{40}$/],
  ["hex", /^[0-9a-f]{40}$/],
  ["base64", /^[A-Za-z0-9+/]{54}==$/],
  ["uuid", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
] as const)(
  "a random value of the format %s is as it says, and another one each time",
  async (format, form) => {
    const [one, other] = [await made(format, 40), await made(format, 40)];
    expect(one).toMatch(form);
    expect(other).not.toBe(one);
  },
);

const canRunSsh = (() => {
  try {
    execFileSync("ssh-keygen", ["-?"], { stdio: "ignore" });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
})();

describe.each(KEY_ALGORITHMS)("a key pair of %s", (algorithm) => {
  const pair = async (format: (typeof KEY_FORMATS)[number]) => {
    const { value, facts } = await keyPair.prepare({
      ...rest,
      config: { kind: "keyPair", algorithm, format },
    });
    return { secret: value.reveal(), open: String(facts?.publicKey) };
  };

  test.each(["pem", "jwk"] as const)("as %s signs what its public half verifies", async (format) => {
    const { secret, open } = await pair(format);
    const privateKey = createPrivateKey(
      format === "pem" ? secret : { key: JSON.parse(secret), format: "jwk" },
    );
    const publicKey = createPublicKey(format === "pem" ? open : { key: JSON.parse(open), format: "jwk" });
    const digest = algorithm === "ed25519" ? null : "sha256";
    const data = Buffer.from("data");
    expect(verify(digest, data, publicKey, sign(digest, data, privateKey))).toBe(true);
    expect(open).not.toMatch(/PRIVATE|"d"/);
  });

  test.skipIf(!canRunSsh)("is read by OpenSSH, which finds the same public half", async () => {
    const { secret, open } = await pair("openssh");
    const file = join(mkdtempSync(join(tmpdir(), "strongroom-test-")), "key");
    writeFileSync(file, secret);
    chmodSync(file, 0o600);
    expect(execFileSync("ssh-keygen", ["-y", "-f", file], { encoding: "utf8" }).trim()).toBe(open);
  });
});
