import { expect, test } from "vitest";
import { lookOfAttention } from "./attention-looks";

test("an old backup leads to how the backups stand, and to the documentation for those who may not see it", () => {
  const line = { kind: "oldBackup", scope: null, count: 1, isMore: false } as const;
  expect(lookOfAttention(line, true).href).toBe("/settings/instance");
  expect(lookOfAttention(line, false).href).toBe("/docs/backup");
});
