import { expect, it } from "vitest";
import type { Change } from "@/sdk/src/events/change";
import { sharedChanges } from "./shared-changes";

const changed = (name: string, shared: boolean | null, renamedFrom: string | null = null): Change => ({
  ...{ type: "secret.changed", name, shared, renamedFrom },
  version: 1,
  change: "replaced",
});

it("a change counts when it was told of a shared secret, in whatever case, and its old name too", () => {
  const shared = sharedChanges();
  for (const change of [changed("Ours", false), changed("THEIRS", true), changed("NEW", true, "OLD")])
    shared.note(change);
  expect(shared.among(["OURS", "theirs", "NEW", "OLD", "UNTOLD"])).toEqual(["theirs", "NEW", "OLD"]);
});

it("what a server does not say counts", () => {
  const shared = sharedChanges();
  shared.note(changed("A", null));
  expect(shared.among(["A"])).toEqual(["A"]);
});

it("a gap is told once: after a beginning, and when the server says that changes were missed", () => {
  const shared = sharedChanges();
  expect(shared.takeGap()).toBe(false);
  shared.noteGap();
  expect([shared.takeGap(), shared.takeGap()]).toEqual([true, false]);
  shared.note({ type: "reset" });
  expect([shared.takeGap(), shared.takeGap()]).toEqual([true, false]);
});
