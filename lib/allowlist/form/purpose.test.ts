import { describe, expect, test } from "vitest";
import { endpointOf } from "./endpoint";
import { filledFor, PURPOSES, type Purpose, usesCrypto } from "./purpose";
import { withSpace } from "./scheme";
import { EMPTY_ROW, FIRST_VALUES } from "./values";

const ALL = Object.keys(PURPOSES) as Purpose[];
const fresh = (purpose: Purpose) => filledFor(FIRST_VALUES, "other", purpose);

describe("what an endpoint is for", () => {
  test("fills in what is usual for it", () => {
    expect(fresh("token").configuration.headers[0]).toMatchObject({
      ...{ name: "Authorization", value: { prefix: "Bearer " } },
    });
    expect(fresh("basic").configuration.headers[0]).toMatchObject({ value: { prefix: "Basic " } });
    expect(fresh("webhook").configuration.signature.scheme).toBe("standard-webhooks");
    expect(fresh("encrypted").configuration.encryption.level).toBe("json");
    expect(ALL.filter((purpose) => usesCrypto(fresh(purpose)))).toEqual(["webhook", "encrypted"]);
  });

  test.each(ALL.flatMap((from) => ALL.map((to) => [from, to] as const)))(
    "leaves nothing of itself behind: %s, then %s",
    (from, to) => {
      expect(filledFor(fresh(from), from, to)).toEqual(fresh(to));
    },
  );

  test("takes nothing away that was typed or chosen", () => {
    const { configuration } = fresh("token");
    const row = { name: "X-Key", value: { prefix: "", from: { secret: "MINE" } } };
    const typed = {
      ...FIRST_VALUES,
      configuration: {
        ...configuration,
        headers: [row, EMPTY_ROW],
        signature: { ...configuration.signature, scheme: "strongroom" },
        encryption: { ...configuration.encryption, level: "fields" },
      },
    };
    for (const purpose of ALL) expect(filledFor(typed, "token", purpose)).toEqual(typed);
  });
});

test.each([
  ["Authorization", "Bearer", "Bearer "],
  ["proxy-authorization", "basic", "basic "],
  ["Authorization", "Bearer ", "Bearer "],
  ["Authorization", "sha256=", "sha256="],
  ["Authorization", "Whatever", "Whatever"],
  ["X-Signature", "token", "token"],
])("%s with %j sends %j before the secret", (name, prefix, wanted) => {
  expect(withSpace(name, prefix)).toBe(wanted);
  const row = (secret: string) => ({ name, value: { prefix, from: { secret } } });
  const sent = (secret: string) => {
    const { configuration } = FIRST_VALUES;
    return endpointOf({ ...FIRST_VALUES, configuration: { ...configuration, headers: [row(secret)] } })
      .configuration.headers[0]?.value;
  };
  expect(sent("KEY")).toMatchObject({ prefix: wanted });
  expect(sent("pool/KEYS")).toMatchObject({ prefix: wanted });
  // A text without a secret is what it is.
  expect(sent("")).toEqual({ text: prefix });
});
