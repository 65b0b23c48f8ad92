import { finished } from "node:stream/promises";
import { dial, SYSTEM_DEPS } from "@/lib/net/dial";
import type { SyslogTarget } from "@/lib/platform/audit-settings";
import { outcomeOf } from "../model";
import type { StreamedEvent } from "./model";

/** Facility "log audit" (RFC 5424, 6.2.1). */
const FACILITY = 13;
const SEVERITIES = { success: 6, failure: 4, refusal: 4 } as const;

/**
 * An event as a syslog message (RFC 5424), framed by its length (RFC 5425): the message is its JSON, in ASCII, so that no
 * receiver has to guess an encoding. `host`: of this instance, as people call it.
 */
export function syslogMessage(event: StreamedEvent, host: string): string {
  const priority = FACILITY * 8 + SEVERITIES[outcomeOf(event.action)];
  const message = `<${priority}>1 ${event.at} ${host} strongroom - ${event.action} - ${asciiJson(event)}`;
  return `${message.length} ${message}`;
}

function asciiJson(event: StreamedEvent): string {
  return JSON.stringify(event).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Returns what sends events over a connection of their own. Syslog acknowledges nothing, so the connection is closed and the
 * receiver's own close waited for, which comes once it has read everything (RFC 5425, 4.4).
 */
export function syslogSender({ host, port, isTls }: SyslogTarget, ca: string | null, self: string) {
  return async (events: readonly StreamedEvent[], signal: AbortSignal): Promise<void> => {
    const socket = await dial({ isTls, alpn: null, host, port, ca, mayBePrivate: true }, SYSTEM_DEPS, signal);
    try {
      const closed = finished(socket.resume(), { signal });
      socket.end(events.map((event) => syslogMessage(event, self)).join(""));
      await closed;
    } finally {
      // Whatever comes after this is nobody's to hear.
      socket.on("error", () => {}).destroy();
    }
  };
}
