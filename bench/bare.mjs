import { createServer } from "node:http";

/**
 * What the program is compared with: a handler of Node's own that does nothing but answer a fixed JSON of `?bytes=`
 * bytes. Runs as a process of its own, like the program.
 */
const bodies = new Map();

const server = createServer((req, res) => {
  const body = bodyOf(Number(new URL(req.url, "http://localhost").searchParams.get("bytes")));
  req.resume();
  res.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  res.end(body);
});

server.listen(Number(process.env.PORT), "127.0.0.1", () => process.stdout.write("ready\n"));

function bodyOf(bytes) {
  const known = bodies.get(bytes);
  if (known) return known;
  const body = Buffer.from(JSON.stringify({ text: "x".repeat(Math.max(0, bytes - 11)) }));
  bodies.set(bytes, body);
  return body;
}
