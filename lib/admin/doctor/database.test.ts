import { expect, test } from "vitest";
import { clockFinding } from "./database";

test("clocks that differ are told of, by how much they do", () => {
  expect(clockFinding(4_000).level).toBe("ok");
  expect(clockFinding(-20_000)).toMatchObject({ level: "warning", text: "20 seconds behind the database" });
  expect(clockFinding(90_000)).toMatchObject({ level: "error", text: "90 seconds ahead of the database" });
});
