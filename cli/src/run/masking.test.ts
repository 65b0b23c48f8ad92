import { expect, test } from "vitest";
import { openMasking } from "./masking";

test("says which values are not masked, and why, without telling them", () => {
  const lines: string[] = [];
  const notes = { write: (line: string) => lines.push(line) };
  // Only its notes are used.
  const shell = { notes } as unknown as Parameters<typeof openMasking>[0];
  openMasking(shell, { PIN: "q7#", STAGE: "production", PORT: "8080", TOKEN: "q7#zKw91" }, "sr_live_key");
  expect(lines).toEqual([
    "strongroom: warning: not masked, because they have fewer than 4 characters: PIN\n",
    "strongroom: warning: not masked, because they are common words or short numbers: STAGE, PORT\n",
  ]);
});
