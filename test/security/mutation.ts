/** Chance that can be repeated. */
export interface Random {
  /** From 0 up to, not including, `below`. */
  int(below: number): number;
  pick<T>(from: readonly T[]): T;
}

/** The same numbers for the same seed (mulberry32). */
export function newRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(next() * below);
  return {
    int,
    pick: <T>(from: readonly T[]): T => {
      const picked = from[int(from.length)];
      if (picked === undefined) throw new Error("nothing to pick from");
      return picked;
    },
  };
}

/** Parts of a multipart body: names and contents. */
export type Parts = readonly (readonly [string, string])[];

/** References of React's reply format, whole and broken, and what gadgets are made of. */
const REFERENCES = [
  "$K1",
  "$K",
  "$@0",
  "$@1",
  "$F1",
  "$F0",
  "$h1",
  "$Q1",
  "$W1",
  "$i1",
  "$T",
  "$T1",
  "$B1",
  "$R1",
  "$r1",
  "$X1",
  "$x1",
  "$D",
  "$n9999999999999999999999",
  "$-Infinity",
  "$undefined",
  "$$",
  "$",
  "$1",
  "$0",
  "$1:then",
  "$1:__proto__:then",
  "$1:constructor:constructor",
  "$K1:append:constructor",
  "$0:0:0:0",
  "$ffffffff",
  "$o1",
  "$A1",
  "$Ax",
  "$S",
  "$E1",
];

/** Bodies from which the mutations start. */
export function seeds(name: string): Parts[] {
  const fields: Parts = [
    ["_1_project", "default"],
    ["_1_environment", "production"],
    ["_1_name", name],
    ["_1_value", "some value"],
  ];
  const gadget =
    '{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B1337\\"}",' +
    '"_response":{"_prefix":"process.exit(9);//","_chunks":"$Q2","_formData":{"get":"$1:constructor:constructor"}}}';
  return [
    [...fields, ["0", '[{"status":"idle"},"$K1"]']],
    [
      ["0", '[{"status":"idle"},"$@1"]'],
      ["1", '"$@0"'],
    ],
    [
      ["0", gadget],
      ["1", '"$@0"'],
      ["2", "[]"],
    ],
    [
      ["0", '["$F1"]'],
      ["1", '{"id":"x","bound":"$@2"}'],
      ["2", '["$F1"]'],
    ],
    [
      ["$ACTION_REF_1", ""],
      ["$ACTION_1:0", '{"id":"x","bound":"$@1"}'],
      ["$ACTION_1:1", '["$K2"]'],
      ["$ACTION_KEY", "k"],
    ],
    [["$ACTION_ID_x", ""], ...fields],
  ];
}

/** A body with one to four things wrong with it. */
export function mutated(random: Random, seed: Parts): { readonly body: Buffer; readonly type: string } {
  let parts = seed.map(([name, content]): [string, string] => [name, content]);
  for (let count = 1 + random.int(3); count > 0; count -= 1) parts = changed(random, parts);
  const boundary = `----${random.int(1e9)}`;
  const text = parts.map(([name, content]) => partOf(random, boundary, name, content)).join("");
  const whole = Buffer.from(`${text}--${boundary}--\r\n`);
  return { body: random.int(3) === 0 ? broken(random, whole) : whole, type: typeOf(random, boundary) };
}

function changed(random: Random, parts: readonly [string, string][]): [string, string][] {
  const at = random.int(parts.length);
  const [name, content] = parts[at] ?? ["0", "[]"];
  const reference = random.pick(REFERENCES);
  const others = parts.filter((_, i) => i !== at);
  switch (random.int(9)) {
    case 0:
      return [...parts, [name, content]];
    case 1:
      return others.length > 0 ? others : [[name, ""]];
    case 2:
      return [...others, [name, content.replace(/\$\w+/, () => reference)]];
    case 3:
      return [...others, [name, JSON.stringify(reference)]];
    case 4:
      return [...others, [name, `${"[".repeat(random.int(3_000))}${content}`]];
    case 5:
      return [
        ...others,
        [random.pick(["__proto__", "0:__proto__", "_1___proto__", "$ACTION_REF_", "", "-1"]), content],
      ];
    case 6:
      return [...parts, [String(random.int(40)), JSON.stringify([reference, random.pick(REFERENCES)])]];
    case 7:
      return [...others, [name, content.slice(0, random.int(content.length + 1))]];
    default:
      return [...parts].reverse();
  }
}

function partOf(random: Random, boundary: string, name: string, content: string): string {
  const file = random.int(12) === 0 ? `; filename="${random.pick(["a", "", "../../x", "\u0000"])}"` : "";
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${content}\r\n`;
}

function broken(random: Random, body: Buffer): Buffer {
  const copy = Buffer.from(body);
  for (let count = 1 + random.int(8); count > 0; count -= 1) copy[random.int(copy.length)] = random.int(256);
  return copy.subarray(0, random.int(2) === 0 ? copy.length : random.int(copy.length));
}

function typeOf(random: Random, boundary: string): string {
  const right = `multipart/form-data; boundary=${boundary}`;
  return random.pick([
    right,
    right,
    right,
    right,
    right,
    "multipart/form-data",
    "text/plain",
    "application/json",
  ]);
}
