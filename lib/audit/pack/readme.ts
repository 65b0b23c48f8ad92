import { DRAW_METHOD, type Draw, PACK_FILES, type PackView } from "./model";

/** What somebody outside has to know of a pack. */
export interface PackFacts {
  readonly view: PackView;
  readonly draw: Draw;
  readonly verifierKey: string;
  readonly made: Date;
  readonly by: string;
}

/** The text that says what is in a pack and how to check it. */
export function readmeText({ view, draw, verifierKey, made, by }: PackFacts): string {
  const { from, to, project, environment } = view;
  const files = Object.entries(PACK_FILES).map(([name, about]) => `  ${name.padEnd(18)} ${about}`);
  return `EVIDENCE PACK OF THE AUDIT LOG

Period       ${from.toISOString()} to ${to.toISOString()}
Project      ${project ?? "all"}
Environment  ${environment ?? "all"}
Made         ${made.toISOString()} by ${by}
Log's key    ${verifierKey}

It holds no values. Times are UTC. Changes, access and the sample are those of the project and environment above; people
and refusals are those of the whole organisation. manifest.json says of each file whether something is missing from it.

FILES

${files.join("\n")}

HOW TO CHECK IT

1. The key. Compare the key above with the one that you were given by another way than this pack: whoever makes a pack can
   make a key too.
2. The sample. Open audit-verify.html, which needs no network and sends nothing anywhere, give it sample.jsonl and the key.
   Or: strongroom audit verify sample.jsonl --key '${verifierKey}'
   It proves that each of the ${draw.seqs.length} events is in the log, word for word.
3. The list of changes. Check changes.jsonl in the same way: its last line signs all of it.
4. The other files.
     sha256sum -c manifest.note
   compares every file with manifest.note (what it says about lines that are not formatted is to be expected). The note is signed with
   the key above, in the format of c2sp.org/signed-note: Ed25519 over the text before the empty line.
5. The draw. ${draw.seqs.length} events were drawn out of ${draw.of}. The seed is random and was not chosen by a person:
     ${draw.seed}
   ${DRAW_METHOD}
   Each event is as likely as any other. To repeat it, take the numbers (seq) of all events of the period from an export of the log, hash
   each, and sort. For one event:
     printf '%s:%s' ${draw.seed.slice(0, 8)}... 4711 | sha256sum     (with the whole seed)
   That this pack was made is an event of the log (audit.packed), with its seed: packs that were made before and not
   handed over are there too.
`;
}
