/** Deeper than anybody means, and far from where programs that walk JSON run out of stack. */
const DEPTH_MAX = 500;

const [QUOTE, BACKSLASH] = ['"', "\\"].map((letter) => letter.charCodeAt(0));
const OPENING = ["[", "{"].map((letter) => letter.charCodeAt(0));
const CLOSING = ["]", "}"].map((letter) => letter.charCodeAt(0));

/** What a text is as JSON; undefined when it is none, or nests more than 500 deep. */
export function parsedJson(text: string): unknown {
  if (nestsTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether lists and objects stand in each other more than 500 deep. */
export function nestsTooDeep(json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const letter = json.charCodeAt(at);
    if (isText) {
      if (letter === BACKSLASH) at += 1;
      else if (letter === QUOTE) isText = false;
    } else if (letter === QUOTE) isText = true;
    else if (OPENING.includes(letter)) depth += 1;
    else if (CLOSING.includes(letter)) depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}
