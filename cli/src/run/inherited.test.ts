import { expect, test } from "vitest";
import { inheritedVariables } from "./inherited";

test("a child inherits everything but the key and settings of Strongroom", () => {
  const env = {
    NODE_ENV: "test",
    PATH: "/bin",
    STRONGROOM_API_KEY: "sr_live_x",
    STRONGROOM_URL: "https://s.example",
    STRONGROOM_PROJECT: "p",
    STRONGROOM_ENVIRONMENT: "e",
    STRONGROOM_PARAMS: "{}",
    STRONGROOM_PARAM_OLD: "1",
    STRONGROOM_DATA_DIR: "/srv",
  } as const;
  expect(inheritedVariables(env)).toEqual({ NODE_ENV: "test", PATH: "/bin" });
});
