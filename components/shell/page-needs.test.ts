import { expect, test } from "vitest";
import { rolesForPath } from "./page-needs";

test("a refused page names the roles of the policy", () => {
  expect(rolesForPath("/projects/default/production/secrets?dialog=store")).toEqual([
    "owner",
    "super_admin",
    "auditor",
  ]);
  expect(rolesForPath("/projects/default/production/secrets/API_KEY/changes")).toContain("auditor");
  expect(rolesForPath("/projects/default/rotation?state=attention")).toContain("auditor");
  expect(rolesForPath("/projects/new")).toEqual(["owner", "super_admin"]);
  expect(rolesForPath("/settings")).toEqual(["owner"]);
});

test("a page that is not listed names none", () => {
  expect(rolesForPath("/account")).toEqual([]);
});
