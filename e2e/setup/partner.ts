import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { text } from "node:stream/consumers";

interface Partner {
  readonly host: string;
  readonly requests: { readonly headers: IncomingMessage["headers"]; readonly body: string }[];
  readonly server: Server;
}

/** A partner that echoes challenges but those to /v2, and answers with what it got, the token included, or hangs up. */
export async function startPartner(): Promise<Partner> {
  const requests: Partner["requests"] = [];
  const server = createServer(async (req, res) => {
    const body = await text(req);
    const challenge = req.headers["x-strongroom-challenge"];
    if (challenge && !req.url?.startsWith("/v2")) return void res.end(challenge);
    if (body.includes("hang up")) return void req.socket.destroy();
    requests.push({ headers: req.headers, body });
    res.writeHead(201, { "content-type": "application/json" });
    res.end(JSON.stringify({ accepted: true, echo: req.headers.authorization }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the partner has no port");
  return { host: `127.0.0.1:${address.port}`, requests, server };
}
