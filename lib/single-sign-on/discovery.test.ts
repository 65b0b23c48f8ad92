import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { afterAll, describe, expect, it } from "vitest";
import { discoverProvider } from "./discovery";

let asked = 0;
let respond: (res: ServerResponse, issuer: string) => void = () => {};
const server = createServer((req, res) => {
  asked += 1;
  respond(res, `http://127.0.0.1:${port}${req.url?.replace("/.well-known/openid-configuration", "")}`);
}).listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
const port = typeof address === "object" && address ? address.port : 0;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** An issuer that nobody was asked about before. */
const newIssuer = () => `http://127.0.0.1:${port}/${asked}-${Math.random()}`;
const document = (issuer: string, change: Record<string, unknown> = {}) => ({
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  ...change,
});
const saying = (change: (issuer: string) => Record<string, unknown>) => {
  respond = (res, issuer) => res.end(JSON.stringify(document(issuer, change(issuer))));
};

describe("the provider's document", () => {
  it("is asked for once by many at a time, and kept", async () => {
    saying(() => ({}));
    const issuer = newIssuer();
    const before = asked;
    const found = await Promise.all([1, 2, 3].map(() => discoverProvider(issuer)));
    await discoverProvider(issuer);
    expect(asked).toBe(before + 1);
    expect(found[0]).toEqual({
      authorizationEndpoint: `${issuer}/auth`,
      tokenEndpoint: `${issuer}/token`,
      userinfoEndpoint: undefined,
      jwksUri: `${issuer}/jwks`,
      idTokenAlgorithm: "RS256",
      secretGoesIn: "client_secret_basic",
    });
  });

  it("is asked for again after it failed", async () => {
    respond = (res) => res.writeHead(500).end();
    const issuer = newIssuer();
    await expect(discoverProvider(issuer)).rejects.toThrow("answers 500");
    saying(() => ({}));
    await expect(discoverProvider(issuer)).resolves.toBeDefined();
  });

  it.each<[string, Record<string, unknown>, Record<string, string>]>([
    [
      "what it offers",
      { id_token_signing_alg_values_supported: ["none", "HS256", "ES256"] },
      { idTokenAlgorithm: "ES256" },
    ],
    [
      "how the secret goes over",
      { token_endpoint_auth_methods_supported: ["client_secret_post"] },
      { secretGoesIn: "client_secret_post" },
    ],
  ])("decides %s", async (_title, change, expected) => {
    saying(() => change);
    expect(await discoverProvider(newIssuer())).toMatchObject(expected);
  });

  it.each<[string, Record<string, unknown>]>([
    ["of another issuer", { issuer: "https://evil.example" }],
    ["of the issuer in another spelling", { issuer: "http://localhost/" }],
    ["with an endpoint in the clear", { token_endpoint: "http://login.example.com/token" }],
    ["with an endpoint that is no address", { authorization_endpoint: "javascript:alert(1)" }],
    ["without keys", { jwks_uri: undefined }],
    ["with signatures that anybody can make", { id_token_signing_alg_values_supported: ["none", "HS256"] }],
  ])("is refused %s", async (_title, change) => {
    saying(() => change);
    await expect(discoverProvider(newIssuer())).rejects.toThrow("the provider");
  });

  it("is refused when it leads elsewhere, is no JSON or is endless", async () => {
    respond = (res) => res.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    await expect(discoverProvider(newIssuer())).rejects.toThrow();
    respond = (res) => res.end("<html>");
    await expect(discoverProvider(newIssuer())).rejects.toThrow();
    respond = (res) => res.end(" ".repeat(300_000));
    await expect(discoverProvider(newIssuer())).rejects.toThrow("too large");
  });

  it("is not waited for longer than five seconds", async () => {
    respond = () => {};
    await expect(discoverProvider(newIssuer())).rejects.toThrow();
  });
});
