export interface ServerEvent {
  readonly type: string;
  readonly data: string;
  /** Where to go on after it. */
  readonly id?: string;
}

const LINE_LENGTH_MAX = 64 * 1_024;
const LINES_MAX = 1_000;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2) from text in pieces of any size. Throws a `RangeError` for a line
 * or an event that does not end.
 */
export class EventParser {
  /** The id of the last event, to go on after it. */
  lastId: string | null = null;
  /** How long to wait before connecting again, if the server said so. */
  retryMs: number | null = null;
  private rest = "";
  private data: string[] = [];
  private type = "";
  private isAfterReturn = false;

  /** Takes a piece of text and gives the events that it completes. */
  take(text: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    // A line feed at the beginning of a piece may belong to the carriage return at the end of the last one.
    const piece = this.isAfterReturn && text.startsWith("\n") ? text.slice(1) : text;
    if (text !== "") this.isAfterReturn = text.endsWith("\r");
    const lines = (this.rest + piece).split(/\r\n|\n|\r/);
    this.rest = lines.pop() ?? "";
    if (this.rest.length > LINE_LENGTH_MAX) throw new RangeError("a line of the event stream is too long");
    for (const line of lines) {
      const event = this.line(line);
      if (event) events.push(event);
    }
    return events;
  }

  private line(line: string): ServerEvent | null {
    if (line === "") return this.dispatch();
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "data" && this.data.push(value) > LINES_MAX) {
      throw new RangeError("an event has too many lines");
    }
    if (field === "event") this.type = value;
    else if (field === "id" && !value.includes("\0")) this.lastId = value;
    else if (field === "retry" && /^\d{1,9}$/.test(value)) this.retryMs = Number(value);
    return null;
  }

  private dispatch(): ServerEvent | null {
    const { data, type } = this;
    this.data = [];
    this.type = "";
    if (data.length === 0) return null;
    const id = this.lastId ? { id: this.lastId } : {};
    return { type: type || "message", data: data.join("\n"), ...id };
  }
}
