import { afterAll } from "vitest";
import { createSecret } from "@/lib/secrets/service";
import { listen } from "../listener";
import { sealing } from "../seals";
import { testApi } from "./api";

/** The API with a key that may make endpoints, two secrets, and a partner that is allowed and says what it got. */
export async function testAllowlist() {
  const api = await testApi();
  const { call, makeKey, ctx } = api;
  const admin = await makeKey({ permissions: ["admin", "secrets:read", "allowlist:send"] });
  const scope = { project: "default", environment: "production" } as const;
  const text = { description: "", category: "custom", audience: "all" } as const;
  await createSecret(ctx, { ...scope, ...text, name: "ANOTHER", value: "v" });
  await createSecret(ctx, { ...scope, ...text, name: "PARTNER_KEY", value: "partner-key-of-the-api-4711" });

  const partner = await listen(async (req, res) => {
    const challenge = req.headers["x-strongroom-challenge"];
    if (challenge) return res.end(JSON.stringify({ challenge }));
    const body = Buffer.concat(await req.toArray()).toString();
    res.setHeader("Content-Type", "application/json");
    return res.end(JSON.stringify({ body, key: req.headers["x-api-key"], url: req.url }));
  }, afterAll);
  await sealing(
    ctx,
    "organisations",
    ctx.db.organisation.updateMany({ data: { allowedPrivateHosts: [partner.host] } }),
  );

  const configuration = { headers: [{ name: "X-Api-Key", value: { from: { secret: "PARTNER_KEY" } } }] };
  const create = (name: string, more: object = {}) =>
    call(admin, "POST /allowlist", { name, url: `http://${partner.host}/hook`, configuration, ...more });
  return { ...api, admin, partner, configuration, create };
}
