import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** What a mail server was handed. */
export interface Received {
  readonly from: string;
  readonly to: string;
  /** Headers and body as they came. */
  readonly raw: string;
}

/** How the server of a test behaves: takes letters, refuses them, never says a word, or offers nothing but a greeting. */
export type Manner = "takes" | "refuses" | "silent";

export interface MailServer {
  readonly port: number;
  readonly received: Received[];
  close(): Promise<void>;
}

/** A mail server on loopback that speaks just enough SMTP (RFC 5321). */
export async function startMailServer(manner: Manner = "takes"): Promise<MailServer> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    if (manner !== "silent") converse(socket, manner, received);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  };
  return { port: address.port, received, close };
}

function converse(socket: Socket, manner: Manner, received: Received[]): void {
  let [text, from, to, isData] = ["", "", "", false];
  socket.write("220 test ESMTP\r\n");
  socket.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
    for (let end = text.indexOf("\r\n"); end >= 0 && !isData; end = text.indexOf("\r\n")) {
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (line.startsWith("MAIL")) from = /<(.*)>/.exec(line)?.[1] ?? "";
      if (line.startsWith("RCPT")) to = /<(.*)>/.exec(line)?.[1] ?? "";
      isData = line === "DATA" && manner === "takes";
      socket.write(`${answerTo(line, manner)}\r\n`);
    }
    if (!isData || !text.includes("\r\n.\r\n")) return;
    received.push({ from, to, raw: text.slice(0, text.indexOf("\r\n.\r\n")) });
    [text, isData] = ["", false];
    socket.write("250 taken\r\n");
  });
}

function answerTo(line: string, manner: Manner): string {
  if (line.startsWith("EHLO")) return "250 test";
  if (line.startsWith("QUIT")) return "221 bye";
  if (line === "STARTTLS") return "502 not here";
  if (line === "DATA") return "354 go on";
  return manner === "refuses" && line.startsWith("RCPT") ? "550 no such mailbox" : "250 ok";
}

/** The text of a letter, however it was encoded on the way (RFC 2045, section 6.7). */
export function textOf({ raw }: Received): string {
  const body = raw.slice(raw.indexOf("\r\n\r\n") + 4);
  if (!/^content-transfer-encoding: quoted-printable/im.test(raw)) return body;
  const joined = body.replaceAll("=\r\n", "");
  return joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
