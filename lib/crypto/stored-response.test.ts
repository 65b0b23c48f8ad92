import { createSecretKey, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { Plaintext } from "./plaintext";
import { openStoredResponse, sealStoredResponse } from "./stored-response";
import { openValue, sealValue } from "./value";

const key = createSecretKey(randomBytes(32));
const ref = { projectId: newId(), endpointId: newId(), answerId: newId() };
const bytes = Buffer.from('{"status":200}');

test("an answer opens where it belongs, and nowhere else", () => {
  const sealed = sealStoredResponse(key, ref, bytes);
  expect(openStoredResponse(key, ref, sealed)).toEqual(bytes);
  for (const part of ["projectId", "endpointId", "answerId"] as const) {
    expect(() => openStoredResponse(key, { ...ref, [part]: newId() }, sealed)).toThrow(/sealBroken/);
  }
  expect(() => openStoredResponse(createSecretKey(randomBytes(32)), ref, sealed)).toThrow(/sealBroken/);
});

test("a value is no answer and an answer is no value, with the same ids and key", () => {
  const { projectId, endpointId: secretId, answerId: versionId } = ref;
  const value = sealValue(key, { projectId, secretId, versionId }, Plaintext.of("v"));
  expect(() => openStoredResponse(key, ref, value)).toThrow(/sealBroken/);
  const answer = sealStoredResponse(key, ref, bytes);
  expect(() => openValue(key, { projectId, secretId, versionId }, answer)).toThrow(/sealBroken/);
});
