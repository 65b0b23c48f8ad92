import { describe, expect, it } from "vitest";
import type { Shell } from "../shell";
import { noteInteractive, terminalVariables } from "./terminal";

function shellWith({ env = {}, isTTY = [true, true, true], depth = 24 } = {}) {
  const said: string[] = [];
  const [input, output, notes] = isTTY.map((on) => ({
    isTTY: on,
    columns: on ? 132 : undefined,
    rows: on ? 43 : undefined,
    getColorDepth: () => depth,
    write: (text: string) => said.push(text),
  }));
  return { shell: { env, input, output, notes } as unknown as Shell, said };
}

const variables = (args: Parameters<typeof shellWith>[0]) => terminalVariables(shellWith(args).shell);

describe("a masked program on a terminal", () => {
  it("is told its size and its colours", () => {
    expect(variables({})).toEqual({ COLUMNS: "132", LINES: "43", FORCE_COLOR: "3", CLICOLOR_FORCE: "1" });
    expect(variables({ depth: 8 })).toMatchObject({ FORCE_COLOR: "2" });
  });

  it("is asked for no colours where there are none, or nobody wants them", () => {
    const size = { COLUMNS: "132", LINES: "43" };
    expect(variables({ depth: 1 })).toEqual(size);
    expect(variables({ env: { NO_COLOR: "1" } })).toEqual(size);
  });

  it("is told nothing when one of its outputs is a file or a pipe", () => {
    expect(variables({ isTTY: [true, false, true] })).toEqual({});
    expect(variables({ isTTY: [true, true, false] })).toEqual({});
  });
});

describe("a program that needs the terminal", () => {
  const saidFor = (command: readonly string[], args: Parameters<typeof shellWith>[0] = {}) => {
    const { shell, said } = shellWith(args);
    noteInteractive(shell, command);
    return said.join("");
  };

  it.each([["/usr/bin/vim", "file"], ["bash"], ["python3.12"], ["psql", "-h", "db"]])(
    "%s: --no-mask is named",
    (...command) => expect(saidFor(command)).toContain("--no-mask"),
  );

  it.each([
    ["bash", "-c", "ls"],
    ["node", "server.js"],
    ["npm", "test"],
  ])("%s: nothing is said", (...command) => expect(saidFor(command)).toBe(""));

  it("nothing is said where there is no terminal", () => {
    expect(saidFor(["bash"], { isTTY: [false, true, true] })).toBe("");
    expect(saidFor(["bash"], { isTTY: [true, false, true] })).toBe("");
  });
});
