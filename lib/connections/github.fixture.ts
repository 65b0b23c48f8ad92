import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";

const CLIENT_ID = "Iv1.stand-in";

/** GitHub as far as OAuth apps see it, with its habits: forms for answers, 200 for refusals, tokens without an end, and its own way to revoke. */
export async function startGitHub() {
  const tokens = new Set<string>();
  const codes = new Map<
    string,
    { readonly challenge: string; readonly redirectUri: string; readonly scope: string }
  >();
  const habits: { answersJson: boolean; expires: boolean; isDown: boolean } = {
    ...{ answersJson: false, expires: false, isDown: false },
  };
  const refreshTokens = new Set<string>();
  let secret = "";
  const server = createServer(async (req, res) => {
    if (habits.isDown) return void req.socket.destroy();
    const url = new URL(req.url ?? "/", "http://github.invalid");
    const body = await bodyOf(req);
    if (url.pathname === "/login/oauth/authorize") {
      const query = url.searchParams;
      const code = randomBytes(10).toString("hex");
      codes.set(code, {
        challenge: query.get("code_challenge") ?? "",
        redirectUri: query.get("redirect_uri") ?? "",
        scope: query.get("scope") ?? "",
      });
      const back = new URL(query.get("redirect_uri") ?? "");
      back.search = String(new URLSearchParams({ code, state: query.get("state") ?? "" }));
      return void res.writeHead(302, { location: back.href }).end();
    }
    if (url.pathname === "/login/oauth/access_token" && req.method === "POST") {
      const answer = tokensFor(new URLSearchParams(body));
      if (habits.answersJson)
        return void res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
      const type = "application/x-www-form-urlencoded; charset=utf-8";
      return void res.writeHead(200, { "content-type": type }).end(String(new URLSearchParams(answer)));
    }
    if (url.pathname === `/api/v3/applications/${CLIENT_ID}/token` && req.method === "DELETE") {
      const expected = `Basic ${Buffer.from(`${CLIENT_ID}:${secret}`).toString("base64")}`;
      if (req.headers.authorization !== expected) return void res.writeHead(401).end();
      const { access_token: token }: { access_token: string } = JSON.parse(body);
      return void res.writeHead(tokens.delete(token) ? 204 : 404).end();
    }
    res.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("there is no port");
  const host = `127.0.0.1:${address.port}`;

  function tokensFor(form: URLSearchParams): Record<string, string> {
    if (form.get("client_id") !== CLIENT_ID || form.get("client_secret") !== secret)
      return { error: "incorrect_client_credentials", error_description: "canary-of-a-description" };
    const refresh = form.get("refresh_token");
    if (refresh !== null)
      return refreshTokens.delete(refresh) ? made("repo,user") : { error: "bad_refresh_token" };
    const code = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!code || code.challenge !== challenge || code.redirectUri !== form.get("redirect_uri"))
      return { error: "bad_verification_code" };
    return made(
      code.scope
        .split(" ")
        .filter((scope) => !scope.includes(":"))
        .join(","),
    );
  }

  function made(scope: string): Record<string, string> {
    const token = `gho_${randomBytes(18).toString("base64url")}`;
    tokens.add(token);
    if (!habits.expires) return { access_token: token, scope, token_type: "bearer" };
    const refresh = `ghr_${randomBytes(18).toString("base64url")}`;
    refreshTokens.add(refresh);
    const times = { expires_in: "28800", refresh_token_expires_in: "15811200" };
    return { access_token: token, scope, token_type: "bearer", refresh_token: refresh, ...times };
  }

  return {
    ...{ host, habits, tokens, refreshTokens, clientId: CLIENT_ID },
    setSecret: (text: string) => {
      secret = text;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
