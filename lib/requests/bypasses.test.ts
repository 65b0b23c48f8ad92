import { beforeAll, expect, test } from "vitest";
import { testEndpoints } from "@/lib/allowlist/endpoints.fixture";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { granter } from "@/lib/grants/grants.fixture";
import { authenticatePersonalKey } from "@/lib/personal-keys/authentication/service";
import { createPersonalKey } from "@/lib/personal-keys/service";
import { isChangeHeld } from "@/lib/platform/change-held";
import { putPolicy } from "@/lib/rotation/policy/service";
import { startRotation } from "@/lib/rotation/running/service";
import { newRotationPolicy } from "@/lib/rotation/schema";
import { storeSecret } from "@/lib/secrets/upsert/service";
import { codeOf, failure } from "@/test/failure";
import { approveRequest } from "./deciding/service";
import { setPolicy } from "./policies/service";
import { values } from "./requests.fixture";
import { showRequest } from "./showing/service";

const { ctx, as, asRole, db, here, bearer, create, update } = await testEndpoints();
const grant = granter({ ctx });
let asker: UserActor;
let other: UserActor;

beforeAll(async () => {
  asker = await asRole("super_admin");
  other = await asRole("super_admin");
  await create("before");
  await setPolicy(ctx, here, { approvals: 1, approvers: null });
});

async function held(change: Promise<unknown>): Promise<string> {
  const outcome: unknown = await change.catch((error: unknown) => error);
  if (!isChangeHeld(outcome)) throw new Error(`not held: ${String(outcome)}`);
  return outcome.request.id;
}

const approved = (id: string) => approveRequest(as(other), id).then(({ state }) => state);

test("an endpoint that uses a secret waits, a new one and a changed one, and the secrets say so", async () => {
  const made = await held(create("partner", { configuration: bearer("PAY_KEY") }, as(asker)));
  expect(await db.allowlistEndpoint.count({ where: { name: "partner" } })).toBe(0);
  expect(JSON.stringify((await showRequest(as(other), made)).changes)).toContain("PAY_KEY");
  expect(await approved(made)).toBe("applied");
  const [endpoint] = await db.allowlistEndpoint.findMany({ where: { name: "partner" } });
  expect(endpoint?.createdBy).toBe(asker.email);
  const changed = await held(update("before", { url: "https://elsewhere.example.com/" }, as(asker)));
  const stale = await held(update("before", { url: "https://other.example.com/" }, as(asker)));
  expect(await approved(changed)).toBe("applied");
  expect(await codeOf(approveRequest(as(other), stale))).toBe("conflict");
  const [before] = await db.allowlistEndpoint.findMany({ where: { name: "before" } });
  expect(before?.url).toBe("https://elsewhere.example.com/");
});

test("how a secret is rotated waits, and no value comes in by hand that way", async () => {
  const target = { ...here, secret: { name: "PAY_TOKEN" } };
  const policy = newRotationPolicy.parse({ rotator: { kind: "manual" } });
  expect(await approved(await held(putPolicy(as(asker), target, policy)))).toBe("applied");
  const by = as(asker);
  const start = startRotation(by, target, { trigger: "person", value: "chosen by one" });
  expect((await failure(start))?.fields).toHaveProperty("value");
  expect(await values(ctx, here, "PAY_TOKEN")).toEqual(["v"]);
});

test("a personal key asks as its person does, and decides nothing", async () => {
  const member = await asRole("member");
  await grant(member, "set", { ...here, secret: "PAY_KEY" });
  const through = async (person: UserActor): Promise<Ctx> => {
    const { text } = await createPersonalKey({ ...ctx, actor: person }, { name: "laptop", days: 30 });
    return { ...ctx, actor: await authenticatePersonalKey(ctx, text) };
  };
  const by = await through(member);
  const request = await held(storeSecret(by, here, { name: "PAY_KEY", value: "new one" }));
  expect(await codeOf(approveRequest(by, request))).toBe("forbidden");
  expect(await codeOf(approveRequest(await through(other), request))).toBe("forbidden");
  expect(await approved(request)).toBe("applied");
  expect(await values(ctx, here, "PAY_KEY")).toEqual(["new one", "v"]);
});
