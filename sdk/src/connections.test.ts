import { expect, it } from "vitest";
import { json, scripted } from "./http/scripted-server.fixture.js";

const at = "2026-01-01T00:00:00.000Z";
const app = {
  ...{
    project: "default",
    environment: "production",
    name: "github",
    provider: "github",
    host: "github.com",
  },
  ...{ owner: "project", state: "connected", scopes: ["repo", "user"], scopesGranted: ["repo"] },
  ...{
    scopesMissing: ["user"],
    expiresAt: null,
    refreshed: false,
    connectedAt: at,
    lastUsedAt: null,
    error: null,
  },
};

it("connected apps are listed, and their tokens asked for", async () => {
  const { client, asked } = await scripted(({ url }, res) =>
    url.endsWith("/token")
      ? json(res, 200, { accessToken: "gho_1", expiresAt: null })
      : json(res, 200, { items: [app] }),
  );
  const { connections } = client;
  expect(await connections.list()).toEqual([app]);
  expect(await connections.token("git/hub")).toEqual({ accessToken: "gho_1", expiresAt: null });
  await expect(connections.token("")).rejects.toMatchObject({ code: "usage" });
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "GET /api/v1/connections",
    "GET /api/v1/connections/git%2Fhub/token",
  ]);
});
