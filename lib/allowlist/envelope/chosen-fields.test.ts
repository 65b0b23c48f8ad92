import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuMs } from "@/test/cpu-time";
import { choose, fieldOf, setField } from "./chosen-fields";

const pathsOf = (data: unknown, ...paths: string[]) =>
  choose(data, paths, 100).locations.map(({ path }) => path);

describe("paths choose", () => {
  const data = { card: { number: "1" }, list: [{ n: "a" }, { n: "b" }], "a/b": { "c.d": 1 } };

  test("members, elements, and every element", () => {
    expect(pathsOf(data, "card.number", "list.*.n", "list.0", "/a~1b/c.d")).toEqual([
      "card.number",
      "list.0.n",
      "list.1.n",
      "list.0",
      "a/b.c.d",
    ]);
  });

  test("each field once", () => {
    expect(pathsOf(data, "list.*.n", "list.1.n", "/list/0/n")).toEqual(["list.0.n", "list.1.n"]);
  });

  test("none of an empty list, which is not an error", () => {
    expect(choose({ list: [] }, ["list.*.n"], 9)).toMatchObject({
      locations: [],
      missing: null,
      isTooMuch: false,
    });
  });

  test("fields inside of others that are chosen, which is one", () => {
    expect(choose(data, ["card", "card.number"], 9).nested).toBe("card");
    expect(choose(data, ["list.*.n", "list.1"], 9).nested).toBe("list.1");
  });
});

describe("what is not there is told by its path, with no content:", () => {
  test.each([
    [{ card: {} }, "card.number", "card.number"],
    [{ card: "secret" }, "card.number", "card.number"],
    [{ card: null }, "card.number.x", "card.number"],
    [{}, "card.number", "card"],
    [{ list: [{ n: 1 }, {}] }, "list.*.n", "list.1.n"],
    [{ list: { n: 1 } }, "list.*.n", "list.*"],
    [{ list: [1] }, "list.1", "list.1"],
    [{ list: [1] }, "list.length", "list.length"],
    [{ list: [1] }, "list.00", "list.00"],
    [{ list: [1] }, "list.-1", "list.-1"],
    ["text", "a", "a"],
    ["text", "length", "length"],
    [null, "a", "a"],
    [undefined, "a", "a"],
    [{}, "__proto__", "__proto__"],
    [{}, "constructor.prototype", "constructor"],
    [{ a: {} }, "a.toString", "a.toString"],
  ])("%j, %s", (data, path, missing) => {
    expect(choose(data, [path], 9)).toMatchObject({ missing, nested: null });
  });
});

test("members named like a prototype are members like others, and no prototype changes", () => {
  const data: unknown = JSON.parse('{"__proto__":{"constructor":{"prototype":{"polluted":"x"}}}}');
  const [location] = choose(data, ["__proto__.constructor.prototype.polluted"], 9).locations;
  if (!location) throw new Error("not found");
  expect(fieldOf(location.parent, location.name)).toBe("x");
  setField(location.parent, location.name, "y");
  setField(location.parent, "__proto__", "z");
  expect(JSON.stringify(data)).toBe(
    '{"__proto__":{"constructor":{"prototype":{"polluted":"y","__proto__":"z"}}}}',
  );
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  expect(Object.getPrototypeOf(location.parent)).toBe(Object.prototype);
});

test("every leaf of any JSON is reached by its pointer, and is what is there", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
      for (const [pointer, value] of leavesOf(json, "")) {
        const [location, ...more] = choose(json, [pointer], 9).locations;
        expect(more).toEqual([]);
        expect(location && fieldOf(location.parent, location.name)).toEqual(value);
      }
    }),
  );
});

describe("data that would keep the server busy", () => {
  const rows = { rows: Array.from({ length: 300_000 }, (_, n) => ({ n, deep: { x: 1 } })) };

  test.each([
    ["more fields than a message may have", ["rows.*.n"], 10_000],
    ["more to look through than a message may have", ["rows.*.none"], 10_000],
    ["many paths through much", Array.from({ length: 100 }, (_, n) => `rows.*.deep.y${n}`), 10_000],
  ])("%s are given up", async (_name, paths, most) => {
    const giveUp = () => expect(choose(rows, paths, most).isTooMuch).toBe(true);
    expect(await cpuMs(giveUp)).toBeLessThan(1_000);
  });

  test("nest as deep as they like", () => {
    const deep: unknown = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
    const paths = [`${"0.".repeat(127)}0`, `${"*.".repeat(127)}*`];
    expect(choose(deep, paths, 9)).toMatchObject({ locations: [{ name: "0" }], isTooMuch: false });
  });
});

function* leavesOf(json: unknown, pointer: string): Generator<[string, unknown]> {
  if (typeof json !== "object" || json === null) {
    if (pointer !== "") yield [pointer, json];
    return;
  }
  for (const [name, value] of Object.entries(json)) {
    yield* leavesOf(value, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  }
}
