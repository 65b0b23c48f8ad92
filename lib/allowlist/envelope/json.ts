/** Deeper than anybody means, and far from where programs that walk JSON run out of stack. */
const DEPTH_MAX = 500;
/** To parse or write so many keeps the event loop busy for a tenth of a second at worst. */
const VALUES_MAX = 100_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/** What a text is as JSON; undefined when it is none, nests more than 500 deep or holds more than 100,000 values. */
export function parsedJson(text: string): unknown {
  if (nestsTooDeep(text) || tooManyValues(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether lists and objects stand in each other more than 500 deep. */
export function nestsTooDeep(json: string): boolean {
  return sizeOf(json).depth > DEPTH_MAX;
}

/** Whether there are more than 100,000 members and elements. */
export function tooManyValues(json: string): boolean {
  return sizeOf(json).values > VALUES_MAX;
}

/** Both as far as they are counted: it ends where either is too much. */
function sizeOf(json: string): { readonly depth: number; readonly values: number } {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < json.length && depth <= DEPTH_MAX && values <= VALUES_MAX; at += 1) {
    const message = json.charCodeAt(at);
    if (message === QUOTE) at = endOfText(json, at);
    else if (message === COMMA) values += 1;
    // [ and {, ] and }: the same but for one bit.
    else if ((message | 0x20) === 0x7b) {
      depth += 1;
      values += 1;
    } else if ((message | 0x20) === 0x7d) depth -= 1;
  }
  return { depth, values };
}

function endOfText(json: string, from: number): number {
  let at = from + 1;
  for (; at < json.length; at += 1) {
    const message = json.charCodeAt(at);
    if (message === BACKSLASH) at += 1;
    else if (message === QUOTE) break;
  }
  return at;
}
