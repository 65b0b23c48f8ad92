import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { newEndpoint } from "@/lib/allowlist/schema";
import { createEndpoint } from "@/lib/allowlist/service";
import { markVerified } from "@/lib/allowlist/verification/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { endpointPath } from "@/lib/projects/model";
import { createSecret } from "@/lib/secrets/service";
import { listen } from "../listener";
import { sealing } from "../seals";
import { callAction, outcomeOf } from "./action";
import { newName, SCOPE } from "./fixture";
import { ask } from "./http";
import { startInstance } from "./instance";

const instance = await startInstance();
const { ctx, port } = instance;
const MIB = 1_024 * 1_024;

/** An endpoint that answers as it likes, with a secret in its header. */
async function endpointThat(answer: Parameters<typeof listen>[0], value: string) {
  const partner = await listen(answer, afterAll);
  await sealing(
    ctx,
    "organisations",
    ctx.pool.query("UPDATE organisations SET allowed_private_hosts = allowed_private_hosts || $1::text[]", [
      [partner.host],
    ]),
  );
  const text = { name: newName(), description: "", category: "custom", audience: "all" } as const;
  await createSecret(ctx, { ...SCOPE, ...text, value });
  const configuration = {
    headers: [{ name: "X-Key", value: { from: { secret: text.name } } }],
    answer: { headers: ["x-debug"], bytesMax: 8 * MIB },
  };
  const wanted = { ...SCOPE, name: newName("e"), url: `http://${partner.host}/`, configuration };
  const { name } = await createEndpoint(ctx, newEndpoint.parse(wanted));
  await markVerified(ctx, { ...SCOPE, name });
  return { name, partner };
}

async function sender() {
  const wanted = { name: newName("k"), kind: "service", project: "default", permissions: ["allowlist:send"] };
  return (await createApiKey(ctx, newApiKey.parse(wanted))).text;
}

const sendBy = (key: string, name: string) =>
  ask(port, {
    method: "POST",
    path: `/api/v1/allowlist/${name}/send?environment=production`,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: "{}",
  });

describe("a stored value is in nothing that a person or a key gets to see of an endpoint's answer", () => {
  it.each(["q7#", "481516", "localhost", "8~1~5~"])("%s", async (stored) => {
    const { name, partner } = await endpointThat((req, res) => {
      const input = String(req.headers["x-key"]);
      res.writeHead(418, { "X-Debug": input }).end(`you sent ${input}`);
    }, stored);
    const path = endpointPath(SCOPE.project, SCOPE.environment, name);
    const fields = { ...SCOPE, name, data: "{}", query: "" };
    const tested = await callAction(instance, "owner", { action: "testEndpointAction", path, fields });
    expect([tested.status, outcomeOf(tested).kind]).toEqual([200, "done"]);
    const page = await instance.ask("owner", { path });
    const sent = await sendBy(await sender(), name);
    expect(sent.status).toBe(200);
    expect(partner.received().toString("latin1")).toContain(stored);
    for (const { text } of [tested, page, sent]) {
      // As the value of something: three characters stand in tokens by chance.
      expect(text).not.toContain(`you sent ${stored}`);
      expect(text).not.toContain(`"${stored}"`);
    }
  });
});

it("health and other sends are answered while 24 hostile answers are dealt with", async () => {
  const bomb = gzipSync(gzipSync(Buffer.alloc(8 * MIB - 1)));
  const members = `{${Array.from({ length: 500_000 }, (_, i) => `"k${i}":0`).join()}}`;
  let count = 0;
  const hostile = await endpointThat((_, res) => {
    count += 1;
    if (count % 2) res.end(bomb);
    else res.setHeader("Content-Type", "application/json").end(members);
  }, "hostile-secret-0815-4711");
  const quick = await endpointThat((_, res) => res.end("quick"), "another-secret-0815-4711");
  const [attacker, other] = [await sender(), await sender()];
  let isDone = false;
  const attack = Promise.all(Array.from({ length: 24 }, () => sendBy(attacker, hostile.name))).finally(() => {
    isDone = true;
  });
  let rounds = 0;
  for (; !isDone; rounds += 1) {
    const [health, sent] = await Promise.all([ask(port, { path: "/api/health" }), sendBy(other, quick.name)]);
    expect([health.status, sent.status]).toEqual([200, 200]);
  }
  await attack;
  // A few at least for each hostile one, however slow the machine is.
  expect(rounds).toBeGreaterThan(24);
});
