import type { SendAnswer } from "./model";

/** More than anybody reads in a browser, and little enough to be shown at once. */
const SHOWN_CHARACTERS_MAX = 64 * 1_024;

/** An answer as a page shows it: its body as text, up to 65,536 characters of it. */
export interface ShownAnswer
  extends Pick<SendAnswer, "status" | "headers" | "bodyEncoding" | "withheld" | "durationMs"> {
  /** Null: it has none, or it is withheld. */
  readonly text: string | null;
  readonly isCut: boolean;
}

export function shownAnswer({
  status,
  headers,
  body,
  bodyEncoding,
  withheld,
  durationMs,
}: SendAnswer): ShownAnswer {
  const whole = body === null ? null : typeof body === "string" ? body : JSON.stringify(body, null, 2);
  return {
    status,
    headers,
    text: whole?.slice(0, SHOWN_CHARACTERS_MAX) ?? null,
    isCut: (whole?.length ?? 0) > SHOWN_CHARACTERS_MAX,
    durationMs,
    ...(bodyEncoding && { bodyEncoding }),
    ...(withheld && { withheld }),
  };
}
