import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Whether a process is in our process group, and so is sent what the group is sent. Assumed where it cannot be told. */
export function isInOurGroup(pid: number): boolean {
  try {
    return linuxGroupOf(pid) === linuxGroupOf(process.pid);
  } catch {
    return isInOurGroupByPs(pid);
  }
}

/** The fifth field of `stat`; the second one, in brackets, may hold anything. */
function linuxGroupOf(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2];
}

function isInOurGroupByPs(pid: number): boolean {
  try {
    const shown = execFileSync("ps", ["-o", "pgid=", "-p", `${pid},${process.pid}`], { encoding: "utf8" });
    return new Set(shown.trim().split(/\s+/)).size === 1;
  } catch {
    return true;
  }
}
