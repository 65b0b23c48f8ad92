import { expect, test } from "vitest";
import { secretReferences } from "./secret-references";

test("a reference says which secret of which environment is meant, for each way to get it", () => {
  const address = { project: "shop", environment: "staging", name: "payment-api.key" };
  const texts = secretReferences(address, "https://secrets.example.com").map(({ text }) => text);
  expect(texts).toEqual([
    "strongroom run --project shop --environment staging --only payment-api.key -- your-program",
    "strongroom secrets get payment-api.key --project shop --environment staging",
    'const strongroom = new Strongroom({ project: "shop", environment: "staging" });\n' +
      'const { value } = await strongroom.secrets.reveal("payment-api.key");',
    'curl -H "Authorization: Bearer $STRONGROOM_API_KEY" -X POST \\\n' +
      '  "https://secrets.example.com/api/v1/secrets/payment-api.key/reveal?project=shop&environment=staging"',
    "PAYMENT_API_KEY",
  ]);
});
