import { describe, expect, it } from "vitest";
import { NotFoundError } from "../errors.js";
import { resolveFromSchema } from "./resolve.js";
import type { ConfigSchema } from "./schema.js";

/** Reads as the server does: one missing name refuses the whole question. */
function reader(there: Record<string, string>) {
  const asked: string[][] = [];
  const read = async (names: readonly string[]) => {
    asked.push([...names]);
    if (names.some((name) => !Object.hasOwn(there, name)))
      throw new NotFoundError("notFound", "Some are not here.");
    return Object.fromEntries(names.map((name) => [name, there[name] ?? ""]));
  };
  return { asked, read };
}

const schema = {
  type: "object",
  required: ["slack", "database"],
  properties: {
    slack: { type: "string", platformSecret: "SLACK_TOKEN" },
    retries: { type: "integer", default: 3 },
    database: {
      type: "object",
      required: ["url"],
      properties: {
        url: { type: "string", platformSecret: "DATABASE_URL" },
        port: { type: ["null", "integer"], platformSecret: "DATABASE_PORT" },
        tls: { type: "boolean", platformSecret: "DATABASE_TLS", default: true },
      },
    },
    mail: {
      type: "object",
      required: ["password"],
      properties: { password: { platformSecret: "MAIL_PASSWORD" } },
    },
  },
} satisfies ConfigSchema;

describe("a configuration from a schema", () => {
  it("takes exactly the secrets that it names, nested ones too", async () => {
    const all = {
      SLACK_TOKEN: " s ",
      DATABASE_URL: "u",
      DATABASE_PORT: "5432\n",
      DATABASE_TLS: "false",
      MAIL_PASSWORD: "m",
    };
    const { asked, read } = reader({ ...all, OTHER: "x" });
    expect(await resolveFromSchema(schema, read)).toEqual({
      slack: " s ",
      retries: 3,
      database: { url: "u", port: 5432, tls: false },
      mail: { password: "m" },
    });
    expect(asked).toEqual([Object.keys(all)]);
  });

  it("does without what is optional", async () => {
    const { read } = reader({ SLACK_TOKEN: "s", DATABASE_URL: "u" });
    expect(await resolveFromSchema(schema, read)).toEqual({
      slack: "s",
      retries: 3,
      database: { url: "u", tls: true },
    });
  });

  it("names everything required that is missing, in one error", async () => {
    const { read } = reader({ DATABASE_TLS: "true" });
    await expect(resolveFromSchema(schema, read)).rejects.toMatchObject({
      code: "incomplete",
      errors: {
        slack: ["slack needs the secret SLACK_TOKEN, which is not there."],
        "database.url": ["database.url needs the secret DATABASE_URL, which is not there."],
      },
    });
  });

  it("says which secret is not of its type, without its value", async () => {
    const { read } = reader({
      SLACK_TOKEN: "s",
      DATABASE_URL: "u",
      DATABASE_PORT: "hunter2",
      DATABASE_TLS: "yes",
    });
    const error = await resolveFromSchema(schema, read).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "validation",
      errors: {
        "database.port": ["database.port: the secret DATABASE_PORT is no integer."],
        "database.tls": ["database.tls: the secret DATABASE_TLS is no boolean."],
      },
    });
    expect(String(error)).not.toContain("hunter2");
  });

  it.each([
    ["number", "1.5", 1.5],
    ["number", "1e999", undefined],
    ["number", "0x10", undefined],
    ["number", "", undefined],
    ["integer", "12.5", undefined],
    ["integer", "9007199254740993", undefined],
    ["boolean", "1", undefined],
    ["object", '{"a":1}', { a: 1 }],
    ["object", "[1]", undefined],
    ["array", "[1]", [1]],
    ["null", "x", "x"],
  ])("as %s, %s is %o", async (type, text, expected) => {
    const { read } = reader({ S: text });
    const call = resolveFromSchema({ properties: { p: { type, platformSecret: "S" } } }, read);
    if (expected === undefined) await expect(call).rejects.toMatchObject({ code: "validation" });
    else expect(await call).toEqual({ p: expected });
  });

  it("asks for nothing when there is nothing to ask for, and pollutes no prototype", async () => {
    const { asked, read } = reader({});
    const odd: ConfigSchema = JSON.parse('{"properties":{"__proto__":{"default":{"polluted":1}}}}');
    const config = await resolveFromSchema(odd, read);
    expect(Object.keys(config)).toEqual(["__proto__"]);
    expect("polluted" in {}).toBe(false);
    expect(asked).toEqual([]);
  });
});
