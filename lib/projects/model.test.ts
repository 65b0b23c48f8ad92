import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { secretPath, secretsPath, TAKEN_ADDRESSES } from "./model";

const LIST = join(import.meta.dirname, "../../app/(shell)/projects/[project]/[environment]/secrets");

test("every address below the list that is none of a secret is known", () => {
  const folders = readdirSync(LIST, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const taken = folders.map(({ name }) => name).filter((name) => !name.startsWith("["));
  expect(taken.sort()).toEqual(TAKEN_ADDRESSES);
});

test("a secret that is called like one of them has a page all the same", () => {
  const list = secretsPath("shop", "production");
  expect(secretPath("shop", "production", "shared")).toBe(`${list}/Shared`);
  expect(secretPath("shop", "production", "Shared")).toBe(`${list}/Shared`);
  expect(secretPath("shop", "production", "shared.key")).toBe(`${list}/shared.key`);
});
