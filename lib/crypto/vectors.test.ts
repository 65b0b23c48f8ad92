import { createCipheriv, createHmac, createSecretKey, hkdfSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deriveBytes } from "./hkdf";
import { parseMasterKey } from "./master-key";
import { Plaintext } from "./plaintext";
import { fingerprintValue, openValue } from "./value";
import vectors from "./vectors.json";
import { unwrapInstanceKey, unwrapProjectKey, unwrapUnsealedInstanceKey } from "./wrapping";

const { ids } = vectors;
const bytes = (hex: string) => Buffer.from(hex, "hex");
const master = parseMasterKey(vectors.masterKey, "vectors");
const projectKey = createSecretKey(bytes(vectors.projectKey));

describe("what was stored once can be opened for ever", () => {
  test("the id of a master key", () => {
    expect(master.id).toBe(vectors.masterKeyId);
  });

  test("a wrapped project key", () => {
    const opened = unwrapProjectKey(master.key, ids, vectors.wrappedProjectKey);
    expect(opened.export().toString("hex")).toBe(vectors.projectKey);
  });

  test("a wrapped instance key, and what derives from it", () => {
    const opened = unwrapInstanceKey(master.key, ids.instanceKeyId, vectors.wrappedSealedInstanceKey);
    expect(opened.export().toString("hex")).toBe(vectors.instanceKey);
    for (const purpose of ["audit", "session", "throttle", "setup", "actions", "rows"] as const) {
      expect(deriveBytes(opened, "", purpose).toString("hex")).toBe(vectors.derived[purpose]);
    }
  });

  test("an instance key that was wrapped before rows were sealed, which is no other", () => {
    const { wrappedInstanceKey: before, wrappedSealedInstanceKey: after } = vectors;
    const opened = unwrapUnsealedInstanceKey(master.key, ids.instanceKeyId, before);
    expect(opened.export().toString("hex")).toBe(vectors.instanceKey);
    expect(() => unwrapInstanceKey(master.key, ids.instanceKeyId, before)).toThrow(/sealBroken/);
    expect(() => unwrapUnsealedInstanceKey(master.key, ids.instanceKeyId, after)).toThrow(/sealBroken/);
  });

  test.each(vectors.values)("a sealed value and its fingerprint: $text", ({ text, sealed, fingerprint }) => {
    expect(openValue(projectKey, ids, sealed).reveal()).toBe(text);
    expect(fingerprintValue(projectKey, ids.secretId, Plaintext.of(text))).toBe(fingerprint);
  });
});

/** The format once more, from node:crypto alone: what another program would have to do. */
describe("the vectors follow from the description of the format", () => {
  const derive = (keyHex: string, salt: string, purpose: string) =>
    Buffer.from(hkdfSync("sha256", bytes(keyHex), salt, `strongroom/${purpose}/v1`, 32));

  function seal(key: Buffer, boundTo: readonly string[], content: Buffer): string {
    const associated = boundTo.map(
      (part) => `${part.length.toString(16).padStart(8, "0")}${Buffer.from(part).toString("hex")}`,
    );
    const cipher = createCipheriv("aes-256-gcm", key, bytes(vectors.iv)).setAAD(bytes(associated.join("")));
    const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
    return `${bytes(vectors.iv).toString("base64")}:${ciphertext.toString("base64")}:${cipher.getAuthTag().toString("base64")}`;
  }

  test("keys", () => {
    expect(derive(vectors.masterKey, "", "key-id").toString("hex")).toBe(vectors.masterKeyId);
    const wrapping = derive(vectors.masterKey, ids.projectId, "wrap");
    const project = seal(
      wrapping,
      ["strongroom/wrap/v1", ids.projectId, ids.keyId],
      bytes(vectors.projectKey),
    );
    expect(project).toBe(vectors.wrappedProjectKey);
    const instanceWrapping = derive(vectors.masterKey, ids.instanceKeyId, "instance");
    const instance = seal(
      instanceWrapping,
      ["strongroom/instance/v1", ids.instanceKeyId],
      bytes(vectors.instanceKey),
    );
    expect(instance).toBe(vectors.wrappedInstanceKey);
  });

  test.each(vectors.values)("value: $text", ({ text, sealed, fingerprint }) => {
    const key = derive(vectors.projectKey, ids.versionId, "value");
    const boundTo = ["strongroom/value/v1", ids.projectId, ids.secretId, ids.versionId];
    expect(seal(key, boundTo, Buffer.from(text))).toBe(sealed);
    const fingerprintKey = derive(vectors.projectKey, ids.secretId, "fingerprint");
    expect(createHmac("sha256", fingerprintKey).update(text).digest("hex").slice(0, 32)).toBe(fingerprint);
  });
});
