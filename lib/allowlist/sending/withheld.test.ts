import { describe, expect, test } from "vitest";
import { listen } from "@/test/listener";
import { testSending, withHeader } from "@/test/sending";
import { shownAnswer } from "./shown";

const { secret, endpoint, send, key, events } = await testSending();
const machine = await key();

/** An endpoint that says what it was sent, in every place that a caller can see. */
async function echoing(name: string, value: string) {
  const id = name.replaceAll(/[^a-z0-9]+/gi, "-");
  await secret(id.toUpperCase().replaceAll("-", "_"), value);
  const partner = await listen((req, res) => {
    const input = String(req.headers["x-key"]);
    res.writeHead(500, `you sent ${input}`, { "X-Debug": input, "Content-Type": "application/json" });
    res.end(JSON.stringify({ error: `wrong key ${input}`, input }));
  });
  const configuration = {
    ...withHeader("X-Key", id.toUpperCase().replaceAll("-", "_")),
    answer: { headers: ["x-debug"] },
  };
  await endpoint(id, `http://${partner.host}/`, { configuration });
  return { id, partner };
}

describe("a stored value is in no answer, as short or common as it may be:", () => {
  test.each([
    ["one character", "7"],
    ["three characters", "q7#"],
    ["a common word", "production"],
    ["a port", "8080"],
    ["a PIN", "481516"],
    ["lower-case letters that can all be tried", "qwzxk"],
    ["an address with a short password", "https://app:q7#@host.example/"],
    ["Basic with a short password", Buffer.from("merchant:q7#").toString("base64")],
  ])("%s", async (name, value) => {
    const { id, partner } = await echoing(name, value);
    for (const by of [undefined, machine]) {
      const answer = await send(id, { data: { a: 1 } }, by);
      expect(answer).toMatchObject({
        status: 500,
        headers: {},
        body: null,
        withheld: { reason: expect.stringContaining("withheld"), bodyBytes: expect.any(Number) },
      });
      expect(shownAnswer(answer)).toMatchObject({ text: null, withheld: answer.withheld });
      const { reason, bodyBytes: _, ...rest } = { ...answer, ...answer.withheld };
      expect(`${JSON.stringify(rest.headers)}${rest.body}${reason}`).not.toContain(value);
    }
    expect(partner.received().toString("latin1")).toContain(value);
    const shown = JSON.stringify((await events(id)).map(({ status, reason }) => [status, reason]));
    expect(shown).not.toContain(`"${value}"`);
  });

  test("a sender who has all candidates repeated does not learn which of them is replaced", async () => {
    await secret("GUESSED", "4711");
    const partner = await listen(async (req, res) => res.end(Buffer.concat(await req.toArray())));
    await endpoint("guessed", `http://${partner.host}/`, { configuration: withHeader("X-Key", "GUESSED") });
    const data = Array.from({ length: 10_000 }, (_, i) => String(i).padStart(4, "0")).join(" ");
    expect(await send("guessed", { data })).toMatchObject({ body: null, withheld: {} });
  });

  test("the answer that is kept for an Idempotency-Key is withheld too", async () => {
    const { id } = await echoing("kept short", "q7#");
    await send(id, { idempotencyKey: "k" });
    expect(await send(id, { idempotencyKey: "k" })).toMatchObject({
      body: null,
      isReplayed: true,
      withheld: {},
    });
  });
});

test("a longer value is replaced, and the rest of the answer is there", async () => {
  const { id } = await echoing("long enough", "q7#zKw91");
  const answer = await send(id);
  expect(answer).toMatchObject({ body: { input: "<secret:LONG_ENOUGH>" } });
  expect(answer.headers).toEqual({ "x-debug": "<secret:LONG_ENOUGH>" });
  expect(answer.withheld).toBeUndefined();
});

test("a page gets the beginning of a long answer, as text", async () => {
  const partner = await listen((_, res) => {
    res.setHeader("Content-Type", "application/json");
    res.end(JSON.stringify({ a: "x".repeat(100_000) }));
  });
  await endpoint("long", `http://${partner.host}/`);
  const { text, isCut } = shownAnswer(await send("long"));
  expect([text?.length, isCut]).toEqual([65_536, true]);
});
