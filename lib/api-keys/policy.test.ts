import fc from "fast-check";
import { expect, test } from "vitest";
import { KEY_KINDS, PERMISSIONS } from "@/lib/authorization/permission";
import { visibilityOf } from "@/lib/authorization/visibility";
import { excessOf, type KeyReach } from "./policy";

const reach: fc.Arbitrary<KeyReach> = fc.record({
  keyKind: fc.constantFrom(...KEY_KINDS),
  permissions: fc.subarray([...PERMISSIONS]),
  projectId: fc.constantFrom(null, "a", "b"),
  environmentId: fc.constantFrom(null, "a1", "a2"),
  allowedSecretIds: fc.option(fc.subarray(["x", "y", "z"], { minLength: 1 }), { nil: null }),
  expiresAt: fc.constantFrom(null, new Date(1), new Date(2)),
});

function audiencesOf({ keyKind, ...rest }: KeyReach): readonly string[] {
  return visibilityOf({ ...rest, kind: "apiKey", id: "", name: "", keyKind }).audiences ?? [];
}

test("a key that stays within its maker can do nothing that its maker cannot", () => {
  fc.assert(
    fc.property(reach, reach, (maker, made) => {
      if (excessOf(maker, made).length > 0) return;
      for (const permission of made.permissions) expect(maker.permissions).toContain(permission);
      for (const audience of audiencesOf(made)) expect(audiencesOf(maker)).toContain(audience);
      if (maker.projectId !== null) expect(made.projectId).toBe(maker.projectId);
      if (maker.environmentId !== null) expect(made.environmentId).toBe(maker.environmentId);
      if (maker.allowedSecretIds !== null) {
        expect(made.allowedSecretIds).not.toBeNull();
        for (const id of made.allowedSecretIds ?? []) expect(maker.allowedSecretIds).toContain(id);
      }
      if (maker.expiresAt !== null)
        expect(made.expiresAt?.getTime()).toBeLessThanOrEqual(maker.expiresAt.getTime());
    }),
  );
});

test("a key may always make its like", () => {
  fc.assert(
    fc.property(reach, (maker) => {
      expect(excessOf(maker, maker)).toEqual([]);
    }),
  );
});
