import type { Socket } from "node:net";
import { egressError } from "@/lib/net/egress-error";
import { AppError } from "@/lib/platform/app-error";
import { firstBytes } from "../connection";
import { serverError } from "./errors";
import { fieldsOf, firstPacket } from "./wire";

export const CLIENT_TLS = 0x800;
const CLIENT_PROTOCOL_41 = 0x200;
const CLIENT_SECURE_CONNECTION = 0x8000;
const CLIENT_PLUGIN_AUTH = 0x8_0000;
const NEEDED = [CLIENT_PROTOCOL_41, CLIENT_SECURE_CONNECTION, CLIENT_PLUGIN_AUTH];
const CLIENT_CONNECT_WITH_DB = 0x8;
const CLIENT_TRANSACTIONS = 0x2000;
const UTF8MB4 = 45;
const PACKET_BYTES_MAX = 1_024 * 1_024;
const PROTOCOL = 10;

/** What a server says first. */
export interface Greeting {
  readonly offersTls: boolean;
  readonly plugin: string;
  readonly challenge: Buffer;
}

/** Waits for it. Nothing but it may come before TLS: whoever is in between could have put it there. */
export async function greetingOf(socket: Socket, signal: AbortSignal): Promise<Greeting> {
  let bytes = await firstBytes(socket, signal);
  for (;;) {
    const packet = firstPacket(bytes);
    if (packet && packet.end !== bytes.length) throw egressError("unreadable");
    if (packet) return readGreeting(packet.payload);
    bytes = Buffer.concat([bytes, await firstBytes(socket, signal)]);
  }
}

function readGreeting(packet: Buffer): Greeting {
  if (packet[0] === 0xff) throw serverError(packet);
  if (packet[0] !== PROTOCOL) throw new AppError("badGateway", "The server is not one of MySQL or MariaDB.");
  const fields = fieldsOf(packet);
  fields.skip(1);
  fields.text();
  fields.skip(4);
  const first = fields.bytes(8);
  fields.skip(1);
  const low = fields.number(2);
  fields.skip(3);
  const flags = low + fields.number(2) * 0x1_0000;
  if (!NEEDED.every((flag) => flags & flag)) throw new AppError("badGateway", "The server is too old.");
  fields.skip(11);
  const challenge = Buffer.concat([first, fields.bytes(12)]);
  fields.skip(1);
  return { offersTls: (flags & CLIENT_TLS) !== 0, plugin: fields.text(), challenge };
}

/** How every answer to a greeting begins; that alone asks to begin TLS. */
export function answerHeader({
  isTls,
  database,
}: {
  readonly isTls: boolean;
  readonly database: string;
}): Buffer {
  const header = Buffer.alloc(32);
  const optional = (isTls ? CLIENT_TLS : 0) | (database === "" ? 0 : CLIENT_CONNECT_WITH_DB);
  header.writeUInt32LE(
    NEEDED.reduce((all, flag) => all | flag, optional | CLIENT_TRANSACTIONS | 1),
    0,
  );
  header.writeUInt32LE(PACKET_BYTES_MAX, 4);
  header.writeUInt8(UTF8MB4, 8);
  return header;
}
