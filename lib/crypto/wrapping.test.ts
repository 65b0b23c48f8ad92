import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { parseSealed } from "./sealed-text";
import { newKey, unwrapInstanceKey, unwrapProjectKey, wrapInstanceKey, wrapProjectKey } from "./wrapping";

const master = newKey();
const broken = expect.objectContaining({ code: "sealBroken" });

test("a project key unwraps under its own master key, project and key id, and under no other", () => {
  const ref = { projectId: newId(), keyId: newId() };
  const projectKey = newKey();
  const wrapped = wrapProjectKey(master, ref, projectKey);
  expect(unwrapProjectKey(master, ref, wrapped).equals(projectKey)).toBe(true);
  expect(() => unwrapProjectKey(newKey(), ref, wrapped)).toThrow(broken);
  expect(() => unwrapProjectKey(master, { ...ref, projectId: newId() }, wrapped)).toThrow(broken);
  expect(() => unwrapProjectKey(master, { ...ref, keyId: newId() }, wrapped)).toThrow(broken);
});

test("an instance key unwraps under its own id alone, and never as a project key", () => {
  const id = newId();
  const instanceKey = newKey();
  const wrapped = wrapInstanceKey(master, id, instanceKey);
  expect(unwrapInstanceKey(master, id, wrapped).equals(instanceKey)).toBe(true);
  expect(() => unwrapInstanceKey(master, newId(), wrapped)).toThrow(broken);
  expect(() => unwrapInstanceKey(newKey(), id, wrapped)).toThrow(broken);
  expect(() => unwrapProjectKey(master, { projectId: id, keyId: id }, wrapped)).toThrow(broken);
});

test("keys are random, 256 bits, and do not print themselves", () => {
  const keys = Array.from({ length: 100 }, () => newKey());
  expect(new Set(keys.map((key) => key.export().toString("hex"))).size).toBe(100);
  const [key] = keys;
  expect(key?.symmetricKeySize).toBe(32);
  expect(JSON.stringify(key)).toBe("{}");
  expect(parseSealed(wrapInstanceKey(master, newId(), newKey())).ciphertext).toHaveLength(32);
});
