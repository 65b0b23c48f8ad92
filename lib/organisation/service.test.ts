import { expect, test } from "vitest";
import { testContext } from "@/test/context";
import { currentSettings } from "./service";

const { ctx } = await testContext();

test("many may ask for the settings in the same moment", async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => currentSettings(ctx)));
  for (const settings of all) expect(settings).toMatchObject({ requiresSecondFactor: false, revision: 1 });
});
