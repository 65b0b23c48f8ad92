import type { Socket } from "node:net";
import { egressError } from "@/lib/net/egress-error";

/** More than any answer that is asked for. */
const PACKET_BYTES_MAX = 64 * 1_024;
const PACKETS_MAX = 1_000;

/** Packets of MySQL's protocol over a connection. */
export interface Wire {
  /** The next one that comes. Throws an egress error. */
  read(): Promise<Buffer>;
  write(payload: Buffer): void;
  /** Begins a command: packets are numbered from 0 again. */
  begin(): void;
}

/** Speaks over a connection on which `sequence` packets went here and there already. */
export function wireOn(socket: Socket, sequence: number): Wire {
  const source = socket[Symbol.asyncIterator]();
  let next = sequence;
  let packets = 0;
  let waiting = Buffer.alloc(0);
  return {
    read: async () => {
      packets += 1;
      if (packets > PACKETS_MAX) throw egressError("tooLarge");
      for (;;) {
        const found = firstPacket(waiting);
        if (found) {
          next = found.sequence + 1;
          waiting = waiting.subarray(found.end);
          return found.payload;
        }
        const { value, done } = await source.next();
        if (done) throw egressError("lost");
        waiting = Buffer.concat([waiting, value]);
      }
    },
    write: (payload) => {
      socket.write(packetOf(payload, next));
      next += 1;
    },
    begin: () => {
      next = 0;
    },
  };
}

/** A packet with its header. */
export function packetOf(payload: Buffer, sequence: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  header.writeUInt8(sequence & 0xff, 3);
  return Buffer.concat([header, payload]);
}

/** The packet that bytes begin with; null where it is not there in full. Throws an egress error for one that is too large. */
export function firstPacket(
  bytes: Buffer,
): { readonly payload: Buffer; readonly sequence: number; readonly end: number } | null {
  if (bytes.length < 4) return null;
  const length = bytes.readUIntLE(0, 3);
  if (length > PACKET_BYTES_MAX) throw egressError("tooLarge");
  const end = 4 + length;
  return bytes.length < end ? null : { payload: bytes.subarray(4, end), sequence: bytes.readUInt8(3), end };
}

/** Reads what a packet holds, field by field. Throws an egress error where it ends too early. */
export function fieldsOf(packet: Buffer) {
  let at = 0;
  const bytes = (length: number) => {
    if (at + length > packet.length) throw egressError("unreadable");
    at += length;
    return packet.subarray(at - length, at);
  };
  const number = (length: 1 | 2 | 3 | 4) => bytes(length).readUIntLE(0, length);
  return {
    bytes,
    number,
    skip: (length: number) => void bytes(length),
    rest: () => bytes(packet.length - at),
    /** Up to the next NUL, or to the end. */
    text: () => {
      const end = packet.indexOf(0, at);
      const text = bytes((end < 0 ? packet.length : end) - at).toString("utf8");
      if (end >= 0) at += 1;
      return text;
    },
    /** With its length in front; null for NULL. */
    sized: () => {
      const first = number(1);
      if (first === 0xfb) return null;
      if (first > 0xfd) throw egressError("unreadable");
      return bytes(first < 0xfb ? first : number(first === 0xfc ? 2 : 3));
    },
  };
}
