import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { testApi } from "@/test/api/api";
import { apiDocument } from "./openapi";
import { ENDPOINTS } from "./routes";

const { call } = await testApi();

describe("the description of the API", () => {
  it("is valid OpenAPI 3.1, has every endpoint, and is the one that is kept beside the documentation", async () => {
    const document = JSON.parse(JSON.stringify(apiDocument()));
    const validator = new Validator();
    const { valid, errors } = await validator.validate(document);
    expect([valid, errors, validator.version]).toEqual([true, undefined, "3.1"]);
    for (const { spec } of ENDPOINTS) {
      expect(document.paths[spec.path.replace("*}", "}")]).toHaveProperty(spec.method.toLowerCase());
    }
    expect(JSON.parse(readFileSync("docs/openapi.json", "utf8"))).toEqual(document);
  });

  it("names every operation once, and refers to nothing that it does not have", () => {
    const document = apiDocument();
    const text = JSON.stringify(document);
    const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
    // Two more, which take forms.
    expect(new Set(ids).size).toBe(ENDPOINTS.length + 2);
    for (const [, ref = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = ref
        .split("/")
        .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], document);
      expect([ref, found !== undefined]).toEqual([ref, true]);
    }
  });

  it("is there for everybody, without a key", async () => {
    const answer = await call(null, "GET /openapi.json");
    expect([answer.status, answer.json.openapi]).toEqual([200, "3.1.0"]);
    expect((await call(null, "POST /openapi.json")).status).toBe(401);
  });
});
