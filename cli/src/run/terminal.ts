import { basename } from "node:path";
import { note, type Shell } from "../shell";

/** `FORCE_COLOR` for the number of bits of a colour. */
const COLOR_LEVELS: Readonly<Record<number, string>> = { 4: "1", 8: "2", 24: "3" };

/** Programs that draw on the terminal, and those that are a dialogue when they are started without anything else. */
const FULL_SCREEN =
  /^(vim?|nvim|nano|emacs|less|more|man|h?top|tmux|screen|ssh|psql|mysql|mongosh|redis-cli)$/;
const DIALOGUE = /^((ba|da|fi|k|z)?sh|i?python[\d.]*|node|deno|bun|irb|sqlite3)$/;

/**
 * Variables that tell a program, whose outputs are our pipes, what the terminal behind them can do: its size and colours. Only
 * when both outputs lead to the terminal, so that no colours end up in a file; and NO_COLOR is respected.
 */
export function terminalVariables({
  env,
  output,
  notes,
}: Pick<Shell, "env" | "output" | "notes">): Record<string, string> {
  if (!output.isTTY || !notes.isTTY) return {};
  const { columns, rows } = output;
  const level = env.NO_COLOR ? undefined : COLOR_LEVELS[output.getColorDepth(env)];
  return {
    ...(columns > 0 && { COLUMNS: String(columns) }),
    ...(rows > 0 && { LINES: String(rows) }),
    ...(level !== undefined && { FORCE_COLOR: level, CLICOLOR_FORCE: "1" }),
  };
}

/** Says so when a program that needs the terminal does not get it as output. */
export function noteInteractive(shell: Shell, [program = "", ...args]: readonly string[]): void {
  if (!shell.input.isTTY || !shell.output.isTTY) return;
  const name = basename(program);
  if (!FULL_SCREEN.test(name) && !(DIALOGUE.test(name) && args.length === 0)) return;
  note(shell, `${name} gets pipes as outputs, so that they can be masked; --no-mask gives it the terminal`);
}
