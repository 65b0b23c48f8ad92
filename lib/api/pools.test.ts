import { describe, expect, it } from "vitest";
import { testApi } from "@/test/api/api";

const { call, makeKey } = await testApi();
const admin = await makeKey({ permissions: ["admin", "secrets:read", "secrets:write"] });
const key = await makeKey({ permissions: ["pools:use"] });
for (const name of ["A", "B"]) await call(admin, "POST /secrets", { name, value: `value of ${name}` });

describe("a pool", () => {
  it("is said to be, read, used, reported on, mended and deleted", async () => {
    const members = [{ name: "A", weight: 2 }, { name: "B" }];
    expect((await call(admin, "PUT /pools/openai", { members })).status).toBe(204);
    const taken = await call(key, "POST /pools/OPENAI/take");
    expect([taken.status, taken.json]).toEqual([200, { member: "A", version: 1, value: "value of A" }]);
    expect(taken.headers.get("cache-control")).toBe("no-store");
    const limited = { member: "A", outcome: "limited", retryAfterSeconds: 30 };
    const reported = await call(key, "POST /pools/openai/report", limited);
    expect(reported.json).toEqual({ member: "A", state: "limited", outUntil: expect.any(String) });
    expect((await call(key, "POST /pools/openai/take", {})).json.member).toBe("B");
    await call(key, "POST /pools/openai/report", { member: "B", outcome: "refused" });
    const none = await call(key, "POST /pools/openai/take");
    expect([none.status, none.json.code, none.json.title]).toEqual([503, "poolExhausted", "No member left"]);
    expect(Number(none.headers.get("retry-after"))).toBeGreaterThan(25);
    expect(none.json.detail).toContain("1 limited, 1 refused");
    expect((await call(admin, "POST /pools/openai/put-back", { member: "B" })).status).toBe(204);
    const { json } = await call(key, "GET /pools");
    expect(json).toMatchObject({
      items: [{ name: "openai", members: [{ state: "limited" }, { state: "on" }] }],
    });
    expect((await call(admin, "GET /pools/openai")).json).toEqual(json.items[0]);
    expect((await call(admin, "DELETE /pools/openai")).status).toBe(204);
    expect((await call(key, "POST /pools/openai/take")).status).toBe(404);
  });

  it.each([
    ["PUT /pools/p", { members: [] }, "members"],
    ["PUT /pools/p", { members: [{ name: "A" }], strategy: "random" }, "strategy"],
    ["PUT /pools/p", { members: [{ name: "A", weight: 0 }] }, "members.0.weight"],
    ["PUT /pools/p", { members: [{ name: "A" }, { name: "a" }] }, "members.1.name"],
    ["PUT /pools/p", { members: [{ name: "NO_SUCH" }] }, "members.0.name"],
    ["PUT /pools/no%20name", { members: [{ name: "A" }] }, "name"],
    ["POST /pools/p/take", { stickyKey: "" }, "stickyKey"],
    ["POST /pools/p/report", { member: "A", outcome: "broken" }, "outcome"],
    ["POST /pools/p/report", { member: "A", outcome: "limited", retryAfterSeconds: -1 }, "retryAfterSeconds"],
    [
      "POST /pools/p/report",
      { member: "A", outcome: "limited", retryAfterSeconds: 1.5 },
      "retryAfterSeconds",
    ],
    [
      "POST /pools/p/report",
      { member: "A", outcome: "limited", retryAfterSeconds: 31_536_000 },
      "retryAfterSeconds",
    ],
    ["POST /pools/p/report", { member: "A", outcome: "refused", retryAfterSeconds: 60 }, "retryAfterSeconds"],
  ])("%s with %j is refused at %s", async (request, body, field) => {
    const answer = await call(request.startsWith("PUT") ? admin : key, request, body);
    expect([answer.status, Object.keys(answer.json.errors)]).toEqual([422, [field]]);
  });
});
