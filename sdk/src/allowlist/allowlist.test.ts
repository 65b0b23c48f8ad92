import { describe, expect, it } from "vitest";
import { NotAllowedError, NotFoundError } from "../errors.js";
import { json, problem, scripted } from "../http/scripted-server.fixture.js";

const answered = {
  status: 201,
  headers: { "content-type": "application/json" },
  body: { ok: true },
  durationMs: 12,
};

describe("allowlist.send", () => {
  it("sends data, parameters and the Idempotency-Key, and gives the endpoint's answer", async () => {
    const { client, asked } = await scripted((_, res) =>
      json(res, 200, answered, { "idempotency-replayed": "true" }),
    );
    const options = { query: { a: "1" }, idempotencyKey: "order-1" };
    expect(await client.allowlist.send("pay/ments", { amount: 7 }, options)).toEqual({
      ...answered,
      isReplayed: true,
    });
    expect(asked[0]).toMatchObject({ method: "POST", url: "/api/v1/allowlist/pay%2Fments/send" });
    expect(asked[0]?.headers["idempotency-key"]).toBe("order-1");
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ data: { amount: 7 }, query: { a: "1" } });
  });

  it("sends no data where none is given, and null where that is the data", async () => {
    const { client, asked } = await scripted((_, res) => json(res, 200, answered));
    await client.allowlist.send("ping");
    const { isReplayed } = await client.allowlist.send("ping", null);
    expect(asked.map(({ body }) => body)).toEqual(["{}", '{"data":null}']);
    expect(isReplayed).toBe(false);
  });

  it("gives an answer of the endpoint that is an error as an answer, bytes as base64", async () => {
    const bytes = { ...answered, status: 503, body: "/wA=", bodyEncoding: "base64" };
    const { client } = await scripted((_, res) => json(res, 200, bytes));
    expect(await client.allowlist.send("ping")).toMatchObject({ status: 503, bodyEncoding: "base64" });
  });

  it("says that headers and body are withheld, and why", async () => {
    const withheld = { reason: "A secret is too short.", bodyBytes: 9 };
    const { client } = await scripted((_, res) =>
      json(res, 200, { ...answered, headers: {}, body: null, withheld }),
    );
    expect(await client.allowlist.send("ping")).toMatchObject({ headers: {}, body: null, withheld });
  });

  it.each([
    [403, "forbidden", NotAllowedError],
    [404, "notFound", NotFoundError],
    [409, "conflict", Error],
    [502, "badGateway", Error],
    [504, "gatewayTimeout", Error],
  ])("throws for %i, and does not send again", async (status, code, kind) => {
    const { client, asked } = await scripted((_, res) => problem(res, status, code));
    const error = await client.allowlist.send("ping", {}, { idempotencyKey: "k" }).catch((thrown) => thrown);
    expect([error instanceof kind, error.code, error.status]).toEqual([true, code, status]);
    expect(asked).toHaveLength(1);
  });

  it("is sent again when it was not taken because too many were under way", async () => {
    const { client, asked } = await scripted((_, res, number) =>
      number === 1 ? problem(res, 429, "throttled", {}, { "retry-after": "0" }) : json(res, 200, answered),
    );
    expect((await client.allowlist.send("ping")).status).toBe(201);
    expect(asked).toHaveLength(2);
  });

  it.each([
    [
      "a cycle",
      () => {
        const data: Record<string, unknown> = {};
        data.self = data;
        return data;
      },
    ],
    ["a BigInt", () => ({ amount: 7n })],
  ])("says of data with %s that it cannot be written as JSON, and sends nothing", async (_, make) => {
    const { client, asked } = await scripted((_, res) => json(res, 200, answered));
    const error = await client.allowlist.send("ping", make()).catch((thrown) => thrown);
    expect([error.code, error.name, error.detail]).toEqual([
      "usage",
      "StrongroomError",
      expect.stringContaining("cannot be written as JSON"),
    ]);
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(asked).toHaveLength(0);
  });

  it("names no address by accident", async () => {
    const { client, asked } = await scripted((_, res) => json(res, 200, answered));
    for (const name of ["", ".", ".."]) await expect(client.allowlist.send(name)).rejects.toThrow();
    expect(asked).toHaveLength(0);
  });
});
