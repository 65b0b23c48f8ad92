import { expect, test } from "vitest";
import { newPool } from "../schema";
import { poolForm, poolInput } from "./schema";

const form = {
  project: "p",
  environment: "e",
  name: "n",
  revision: "0",
  description: "",
  strategy: "sticky",
};
const read = (rows: object) => newPool.safeParse(poolInput(poolForm.parse({ ...form, ...rows })));

test("rows become members; empty ones at the end count for nothing, and one in between has its error in its place", () => {
  const rows = { member: ["A", "B", "", ""], weight: ["1", " 3 ", "1", "x"], on: ["on", "off", "on", "on"] };
  expect(read(rows).data?.members).toEqual([
    { name: "A", weight: 1, isOn: true },
    { name: "B", weight: 3, isOn: false },
  ]);
  expect(read({ member: "A", weight: "2", on: "on" }).data?.members).toEqual([
    { name: "A", weight: 2, isOn: true },
  ]);
  const gap = read({ member: ["A", "", "C"], weight: ["1", "1", "1e3"], on: ["on", "on", "on"] });
  expect(gap.error?.issues.map(({ path }) => path.join("."))).toEqual(["members.1.name", "members.2.weight"]);
  expect(read({}).error?.issues.map(({ path }) => path.join("."))).toEqual(["members"]);
});
