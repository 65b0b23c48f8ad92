import { expect } from "vitest";
import { StrongroomError } from "../errors.js";

export const secret = {
  id: "1",
  name: "A",
  description: "",
  category: "custom",
  audience: "all",
  version: 3,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  updatedBy: "Ada",
};

export async function failureOf(call: Promise<unknown>): Promise<StrongroomError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StrongroomError);
  return error as StrongroomError;
}
