import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newEndpoint } from "@/lib/allowlist/schema";
import { sendThrough } from "@/lib/allowlist/sending/service";
import { createEndpoint } from "@/lib/allowlist/service";
import { markVerified } from "@/lib/allowlist/verification/service";
import { changeSettings, currentSettings } from "@/lib/organisation/service";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import type { Agreement } from "./agreement";
import { newKeys } from "./keys";
import {
  ANSWERED,
  ANSWERS,
  agreementFor,
  configurationFor,
  hiddenOf,
  inputFor,
  isPossible,
  type Keys,
  OPEN,
  type Placing,
  REQUESTS,
  secretsFor,
  VARIANTS,
  type Variant,
} from "./matrix";
import { type Partner, startPartner } from "./partner";
import { findIn } from "./wire";

const { ctx, as, asRole, database } = await testContext();
const owner = as(await asRole("owner"));
const scope = { project: "default", environment: "production" };
const answer = { ...ANSWERED, open: OPEN };
let keys: Keys;
let partner: Partner;
let agreed: Agreement;

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  keys = await newKeys();
  partner = await startPartner({ agreed: () => agreed, answer: () => answer, now: ctx.now });
  const settings = await currentSettings(ctx);
  await changeSettings(owner, { ...settings, allowedPrivateHosts: [new URL(partner.url).host] });
  const secrets = Object.assign({}, ...VARIANTS.map((variant) => secretsFor(variant, keys)));
  const text = { ...scope, description: "", category: "custom", audience: "all" } as const;
  for (const [name, value] of Object.entries<string>(secrets))
    await createSecret(owner, { ...text, name, value });
});
afterAll(() => partner.close());

async function send(variant: Variant, request: Placing, answering: Placing, method: string, name: string) {
  agreed = agreementFor(variant, request, answering, keys);
  const configuration = configurationFor(variant, request, answering);
  await createEndpoint(owner, newEndpoint.parse({ ...scope, name, method, url: partner.url, configuration }));
  await markVerified(owner, { ...scope, name });
  const { data, query } = inputFor(request);
  const input = { ...(method === "GET" || method === "DELETE" ? {} : { data }), ...(query && { query }) };
  return { input, sent: await sendThrough(owner, { ...scope, name }, input) };
}

/** For each way one request and one answer, so that every method meets every placing. */
const CASES = VARIANTS.map((variant, at) => {
  const possible = REQUESTS.flatMap((request) =>
    ANSWERS.map((answering) => [request, answering] as const),
  ).filter((pair) => isPossible(variant, ...pair));
  const [request, answering] = possible[(at * 7) % possible.length] ?? [];
  if (!request || !answering) throw new Error("no way is impossible");
  return { variant, request, answering, at };
});

describe("through the whole product, from the endpoint in the database to the wire and back:", () => {
  test.each(CASES)("$way.method, $way.encoding, IV $way.iv: $request.name, $answering.name", async (one) => {
    const { variant, request, answering, at } = one;
    partner.takeTraffic();
    const method = ["POST", "PUT", "PATCH"][at % 3] ?? "POST";
    const { input, sent } = await send(variant, request, answering, method, `way-${at}`);
    expect(sent).toMatchObject({ status: 200, body: answer });
    const expected = { method, isSigned: true, data: input.data, query: input.query ?? {} };
    expect(partner.received.at(-1)).toMatchObject(expected);
    expect(findIn(partner.takeTraffic(), hiddenOf(variant, keys))).toEqual([]);
  });

  test.each(["GET", "DELETE"])("%s, whose query is encrypted", async (method) => {
    const request = REQUESTS.find(({ part }) => part.kind === "query");
    const [variant, answering] = [VARIANTS[0], ANSWERS[1]];
    if (!request || !variant || !answering) throw new Error("not in the matrix");
    partner.takeTraffic();
    const { input, sent } = await send(variant, request, answering, method, `method-${method.toLowerCase()}`);
    expect(sent).toMatchObject({ status: 200, body: answer });
    expect(partner.received.at(-1)).toMatchObject({ method, isSigned: true, query: input.query });
    expect(findIn(partner.takeTraffic(), hiddenOf(variant, keys))).toEqual([]);
  });
});

test("no text and no key of all this is anywhere in the database but under its seal", async () => {
  const { rows: tables } = await database.pool.query(
    "SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  for (const { name } of tables) {
    const { rows } = await database.pool.query(`SELECT t::text AS row FROM ${name} t`);
    const all = Buffer.from(rows.map(({ row }) => row).join("\n"));
    const [variant] = VARIANTS;
    if (variant) expect([name, findIn(all, hiddenOf(variant, keys))]).toEqual([name, []]);
  }
});
