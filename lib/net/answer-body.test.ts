import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { requestTo, testEgress } from "@/test/egress";
import { listen, listenRaw } from "@/test/listener";

const MIB = 1_024 * 1_024;
const { egress, failed, answered } = testEgress();

describe("an answer is read within limits", () => {
  const small = { answerBytesMax: 10_000 };

  async function failsWith(speak: (socket: Socket) => void, ms = 20_000): Promise<string> {
    const partner = await listenRaw((socket) => socket.once("data", () => speak(socket)));
    const outcome = await egress.send(requestTo(`http://${partner.host}/`, small), AbortSignal.timeout(ms));
    return "failure" in outcome ? outcome.failure.reason : "answered";
  }

  const endless = (socket: Socket, chunk: string | Buffer) => {
    const write = () => {
      while (!socket.destroyed && socket.write(chunk));
      if (!socket.destroyed) socket.once("drain", write);
    };
    write();
  };

  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("%s is unpacked although it was not asked for", async (encoding, pack) => {
    const partner = await listen((_, res) => {
      res.writeHead(200, { "Content-Encoding": encoding }).end(pack("packed"));
    });
    const { body, bytesReceived } = await answered(`http://${partner.host}/`, small);
    expect([body.toString(), bytesReceived > 6]).toEqual(["packed", true]);
  });

  it.each(["zstd", "compress", "gzip, gzip", "gzip,br", "identity, gzip", "constructor"])(
    "%s is not",
    async (encoding) => {
      const partner = await listen((_, res) => {
        res.writeHead(200, { "Content-Encoding": encoding }).end("?");
      });
      expect((await failed(`http://${partner.host}/`)).reason).toBe("unreadable");
    },
  );

  it("what says that it is packed and is not is refused", async () => {
    const partner = await listen((_, res) => {
      res.writeHead(200, { "Content-Encoding": "gzip" }).end("not gzip");
    });
    expect((await failed(`http://${partner.host}/`)).reason).toBe("unreadable");
  });

  it("one that is cut off in its middle is refused, and an empty one is empty", async () => {
    for (const [input, wanted] of [
      [gzipSync("x".repeat(1_000)).subarray(0, 25), "unreadable"],
      [Buffer.alloc(0), ""],
    ] as const) {
      const partner = await listen((_, res) => res.writeHead(200, { "Content-Encoding": "gzip" }).end(input));
      const outcome = await egress.send(requestTo(`http://${partner.host}/`), AbortSignal.timeout(5_000));
      expect("failure" in outcome ? outcome.failure.reason : outcome.answer.body.toString()).toBe(wanted);
    }
  });

  it("a bomb of gzip ends at the limit, before it is in memory", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MIB));
    const partner = await listen((_, res) => {
      res.writeHead(200, { "Content-Encoding": "gzip" }).end(bomb);
    });
    const before = process.memoryUsage().rss;
    expect((await failed(`http://${partner.host}/`)).reason).toBe("tooLarge");
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
  });

  it("a body without end ends at the limit", async () => {
    const head = "HTTP/1.1 200 OK\r\n\r\n";
    expect(
      await failsWith((socket) => endless(socket.write(head) ? socket : socket, "x".repeat(1_000))),
    ).toBe("tooLarge");
  });

  it("a body whose length is a lie is refused", async () => {
    expect(await failsWith((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx"))).toBe(
      "lost",
    );
  });

  it("headers without end end at the limit", async () => {
    const speak = (socket: Socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      endless(socket, `X-${"a".repeat(50)}: b\r\n`);
    };
    expect(await failsWith(speak)).toBe("unreadable");
  });

  it("interim answers without end end in time", async () => {
    expect(await failsWith((socket) => endless(socket, "HTTP/1.1 103 Early Hints\r\n\r\n"), 300)).toBe(
      "timeout",
    );
  });

  it("trailers without end end at the limit", async () => {
    const speak = (socket: Socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
      endless(socket, `X-${"a".repeat(50)}: b\r\n`);
    };
    expect(["unreadable", "lost"]).toContain(await failsWith(speak));
  });

  it.each([
    ["a header", "HTTP/1.1 200 OK\r\n"],
    ["a body", "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"],
    ["a body without a length", "HTTP/1.1 200 OK\r\n\r\n"],
  ])("a trickle of one byte at a time in %s ends in time", async (_, head) => {
    const speak = async (socket: Socket) => {
      socket.write(head);
      while (!socket.destroyed) {
        socket.write("x");
        await sleep(50);
      }
    };
    // Without a limit it would go on until this test's own.
    expect(await failsWith(speak, 500)).toBe("timeout");
  });

  it.each([
    ["silence", () => {}, "timeout"],
    ["something else than HTTP", (socket: Socket) => socket.end("220 mail.example ESMTP\r\n"), "unreadable"],
    [
      "another protocol",
      (socket: Socket) => socket.write("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
      "unreadable",
    ],
    [
      "two lengths",
      (socket: Socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"),
      "unreadable",
    ],
    ["the end of the connection", (socket: Socket) => socket.end(), "lost"],
    ["a reset", (socket: Socket) => socket.resetAndDestroy(), "lost"],
  ] as const)("%s is no answer", async (_, speak, reason) => {
    expect(await failsWith((socket) => void speak(socket), reason === "timeout" ? 400 : undefined)).toBe(
      reason,
    );
  });

  it("headers come in order and in lower case, also a name that objects know", async () => {
    const partner = await listenRaw((socket) =>
      socket.once("data", () =>
        socket.end(
          "HTTP/1.1 200 OK\r\n__proto__: x\r\nSet-Cookie: a=1\r\nSET-COOKIE: b=2\r\nContent-Length: 0\r\n\r\n",
        ),
      ),
    );
    const { headers } = await answered(`http://${partner.host}/`);
    expect(headers.slice(0, 3)).toEqual([
      ["__proto__", "x"],
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ]);
  });
});
