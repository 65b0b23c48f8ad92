import { createSecretKey, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { type OwnedRef, openOwned, sealOwned } from "./owned";
import { openStoredResponse } from "./stored-response";

const key = createSecretKey(randomBytes(32));
const ref: OwnedRef = { purpose: "ssh-authority", projectId: newId(), rowId: newId() };
const bytes = Buffer.from("what a row keeps");

test("what a row keeps opens where it belongs, and nowhere else", () => {
  const sealed = sealOwned(key, ref, bytes);
  expect(openOwned(key, ref, sealed)).toEqual(bytes);
  for (const part of ["projectId", "rowId"] as const)
    expect(() => openOwned(key, { ...ref, [part]: newId() }, sealed)).toThrow(/sealBroken/);
  expect(() => openOwned(createSecretKey(randomBytes(32)), ref, sealed)).toThrow(/sealBroken/);
  const answer = { projectId: ref.projectId, endpointId: ref.rowId, answerId: ref.rowId };
  expect(() => openStoredResponse(key, answer, sealed)).toThrow(/sealBroken/);
});
