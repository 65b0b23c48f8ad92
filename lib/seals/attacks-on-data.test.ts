import { describe, expect, test } from "vitest";
import { newEndpoint } from "@/lib/allowlist/schema";
import { sendThrough } from "@/lib/allowlist/sending/service";
import { createEndpoint } from "@/lib/allowlist/service";
import { markVerified } from "@/lib/allowlist/verification/service";
import { currentSettings, egressPolicy } from "@/lib/organisation/service";
import { newId } from "@/lib/platform/ids";
import { createMapping } from "@/lib/shared-mappings/service";
import { testAttacks } from "./attacks.fixture";

const { ctx, call, makeKey, db, here, owner, attack, secret, expectFound } = await testAttacks();

describe("who may write to the database, but has no master key, gets nothing by", () => {
  test("laxer settings: they count as if they were strict", async () => {
    await attack(
      "UPDATE organisations SET allowed_private_hosts = '{127.0.0.1}', session_seconds_max = 999999999, requires_second_factor = false",
    );
    expect((await egressPolicy(ctx)).allowedPrivateHosts).toEqual([]);
    expect(await currentSettings(ctx)).toMatchObject({
      requiresSecondFactor: true,
      sessionSecondsMax: 43_200,
    });
    const { id } = await db.organisation.findFirstOrThrow();
    await expectFound("organisations", id);
  });

  test("pointing an endpoint elsewhere, or calling it verified", async () => {
    for (const set of [
      "url = 'https://evil.example'",
      "verification = 'byHand', verified_at = now(), verified_by = 'me'",
    ]) {
      const name = `e${newId().slice(-8)}`;
      await createEndpoint(owner, newEndpoint.parse({ ...here, name, url: "https://good.example" }));
      if (set.startsWith("url")) await markVerified(owner, { ...here, name });
      const { id } = await db.allowlistEndpoint.findFirstOrThrow({ where: { name } });
      await attack(`UPDATE allowlist_endpoints SET ${set} WHERE id = $1`, id);
      await expect(sendThrough(owner, { ...here, name }, {})).rejects.toMatchObject({ code: "notFound" });
      await expectFound("allowlist_endpoints", id);
    }
  });

  test.each([
    ["setting the current version back", "UPDATE secrets SET current_version = 1 WHERE id = $1"],
    [
      "letting two versions change places",
      "UPDATE secret_versions SET number = CASE number WHEN 1 THEN -2 ELSE -1 END WHERE secret_id = $1",
    ],
    ["showing it to another kind of key", "UPDATE secrets SET audience = 'agents' WHERE id = $1"],
    ["calling it otherwise", "UPDATE secrets SET name_folded = name_folded || 'x' WHERE id = $1"],
  ])("a secret: %s", async (what, statement) => {
    const { id, name } = await secret(["old", "new"]);
    const key = await makeKey();
    expect((await call(key, `POST /secrets/${name}/reveal`)).json.value).toBe("new");
    await attack(statement, id);
    if (what.includes("places"))
      await attack("UPDATE secret_versions SET number = -number WHERE secret_id = $1", id);
    for (const asked of [name, `${name}x`]) {
      expect((await call(key, `POST /secrets/${asked}/reveal`)).status).toBe(404);
    }
    const { json } = await call(key, "GET /values");
    expect(Object.keys(json.values ?? {}).filter((one) => one.startsWith(name))).toEqual([]);
    await expectFound("secrets", id);
  });

  test("an old version under another number is not given out as that", async () => {
    const { id, name } = await secret(["one", "two", "three"]);
    const key = await makeKey();
    await attack(
      "UPDATE secret_versions SET number = CASE number WHEN 1 THEN -2 WHEN 2 THEN -1 ELSE number END WHERE secret_id = $1",
      id,
    );
    await attack("UPDATE secret_versions SET number = -number WHERE secret_id = $1 AND number < 0", id);
    expect((await call(key, `POST /secrets/${name}/reveal`, { version: 1 })).status).toBe(404);
    expect((await call(key, `POST /secrets/${name}/reveal`)).json.value).toBe("three");
  });

  test("mapping a shared secret to where it was not, or a name to another secret", async () => {
    const shared = await secret(["shared"], { project: "platform" });
    const other = await secret(["other"], { project: "platform" });
    const key = await makeKey();
    const name = `M_${newId().slice(-12)}`;
    const { id } = await createMapping(owner, {
      ...{ ...here, name },
      ...{ sharedEnvironment: "production", sharedName: shared.name },
    });
    expect((await call(key, `POST /secrets/${name}/reveal`)).json.value).toBe("shared");
    await attack("UPDATE shared_mappings SET secret_id = $2 WHERE id = $1", id, other.id);
    expect((await call(key, `POST /secrets/${name}/reveal`)).status).toBe(404);
    await expectFound("shared_mappings", id);
    await attack("DELETE FROM shared_mappings WHERE id = $1", id);
  });

  test("environments and projects that change places", async () => {
    const key = await makeKey({ environment: null });
    const { id } = await db.environment.findFirstOrThrow({
      where: { slug: "staging", project: { slug: "default" } },
    });
    await attack("UPDATE environments SET slug = 'staged' WHERE id = $1", id);
    expect((await call(key, "GET /secrets?environment=staged")).status).toBe(404);
    await expectFound("environments", id);
    await attack("UPDATE environments SET slug = 'staging' WHERE id = $1", id);
    const project = await db.project.findUniqueOrThrow({ where: { slug: "default" } });
    await attack("UPDATE projects SET slug = 'platform2' WHERE id = $1", project.id);
    expect((await call(key, "GET /me")).status).toBe(401);
    await attack("UPDATE projects SET slug = 'default' WHERE id = $1", project.id);
    expect((await call(key, "GET /me")).status).toBe(200);
  });
});
