import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { drain, listen, makeServer } from "./http";

const settings = { origin: "http://localhost:3000" };

it("whoever sends a request letter by letter loses the connection, and nobody else waits", async () => {
  const server = makeServer(settings, "production", (_req, res) => void res.end("ok")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const slow = Array.from({ length: 200 }, () => {
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    socket.write("GET / HTTP/1.1\r\nHost: x\r\nA");
    const dripping = setInterval(() => socket.write("a"), 500);
    return once(socket.resume(), "close").finally(() => clearInterval(dripping));
  });
  const startedAt = Date.now();
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe("ok");
  expect(Date.now() - startedAt).toBeLessThan(5_000);
  await Promise.all(slow);
  await drain(server);
}, 60_000);

it("draining waits for the answers under way, and takes nothing new", async () => {
  const server = makeServer(
    settings,
    "production",
    (_req, res) => void setTimeout(() => res.end("late"), 500),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const underWay = fetch(`http://127.0.0.1:${port}`).then((res) => res.text());
  await once(server, "request");
  const drained = drain(server);
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  expect(await underWay).toBe("late");
  await drained;
});

it("says in one line that a port is taken", async () => {
  const one = makeServer(settings, "production", () => {}).listen(0, "127.0.0.1");
  await once(one, "listening");
  const { port } = one.address() as AddressInfo;
  const other = makeServer(settings, "production", () => {});
  await expect(listen(other, { host: "127.0.0.1", port })).rejects.toThrow(
    `cannot listen on 127.0.0.1 port ${port}: another program uses it; stop that one, or choose another with PORT=${port + 1}`,
  );
  await drain(one);
});
