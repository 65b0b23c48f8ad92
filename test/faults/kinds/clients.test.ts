import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { afterwards } from "../../afterwards";
import { openFleet, prepareProgram } from "../program/instances";
import { underWriters } from "../program/under-writers";
import { randomFor } from "../random";
import { type Tally, tallyOf, times } from "../tally";

await prepareProgram();
const fleet = await openFleet();

const HEAD = `Host: 127.0.0.1\r\nAuthorization: Bearer ${fleet.key}\r\n`;
const LONG_HEAD = `GET /api/v1/secrets?limit=200 HTTP/1.1\r\n${HEAD}\r\n`;

/** Each is a client of its own that holds a connection for seconds. */
const KINDS: Readonly<Record<string, (socket: Socket) => Promise<void>>> = {
  "clients send a body byte by byte": (socket) =>
    byteByByte(
      socket,
      '{"name":"NEVER_WHOLE","value":"x',
      `POST /api/v1/secrets HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n`,
    ),
  "clients send a head byte by byte": (socket) =>
    byteByByte(socket, `POST /api/v1/secrets HTTP/1.1\r\n${HEAD}`),
  "clients ask on and on and read nothing": async (socket) => {
    socket.pause();
    for (let n = 0; n < 10; n += 1) {
      socket.write(LONG_HEAD);
      await sleep(100);
    }
  },
  "clients go away in the middle": async (socket) => {
    socket.write(`POST /api/v1/secrets HTTP/1.1\r\n${HEAD}Content-Length: 1000\r\n\r\n{"name":`);
    await sleep(20);
  },
};

async function byteByByte(socket: Socket, text: string, before = ""): Promise<void> {
  socket.write(before);
  for (const letter of text) {
    socket.write(letter);
    await sleep(40);
  }
}

test.each(Object.keys(KINDS).slice(0, times(4, 1)))("%s, and others are served as before", async (kind) => {
  const behave = KINDS[kind];
  const tally = tallyOf(kind);
  const clients = times(60, 10);
  const rounds = times(5, 1);
  await underWriters(fleet, { tally, random: randomFor(kind), rounds }, async () => {
    await Promise.all(Array.from({ length: clients }, () => slowClient(tally, behave)));
  });
  if (tally.refused > 0) tally.lose(`${tally.refused} others were refused`);
  expect(tally.troubles()).toEqual([]);
});

async function slowClient(tally: Tally, behave?: (socket: Socket) => Promise<void>): Promise<void> {
  const socket = connect(fleet.instances[0]?.port ?? 0, "127.0.0.1").on("error", () => {});
  afterwards(() => socket.destroy());
  await once(socket, "connect");
  tally.inject();
  await behave?.(socket);
  socket.destroy();
}
