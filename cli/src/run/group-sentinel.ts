import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A signal to a group, or to everything of a service, reaches its processes one after another. */
const SETTLE_MS = 15;
/** A sentinel that somebody stopped tells nothing. */
const ANSWER_MS_MAX = 1_000;
/** Its death may be heard of before the signal that it died of, which then is judged by it all the same. */
const REPLACE_MS = 100;

/** A small process of our process group, which shows whether a signal was meant for the group or for us alone. */
export interface GroupSentinel {
  /** To be called as soon as a signal came: whether it was sent to the whole group. */
  wasGroupSignal(signal: NodeJS.Signals): Promise<boolean>;
  stop(): void;
}

/**
 * Starts the sentinel. Node does not tell who sent a signal: a terminal, which tells every process of its foreground group, or
 * somebody who meant this one. The sentinel dies of what the group is sent, and else answers.
 */
export function openGroupSentinel(): GroupSentinel {
  let current = startSentinel();
  let isStopped = false;
  const replaceWhenKilled = () =>
    current.once("exit", (_, signal) => {
      if (signal === null) return;
      setTimeout(() => {
        if (isStopped) return;
        current = startSentinel();
        replaceWhenKilled();
      }, REPLACE_MS).unref();
    });
  replaceWhenKilled();
  return {
    wasGroupSignal: (signal) => diedOf(current, signal),
    stop: () => {
      isStopped = true;
      current.kill("SIGKILL");
    },
  };
}

function startSentinel(): ChildProcess {
  // No core file when it dies, nothing of our environment, and no folder that it keeps in use.
  const sentinel: ChildProcess = spawn("sh", ["-c", "ulimit -c 0; exec cat"], {
    env: { PATH: process.env.PATH, NODE_ENV: "production" },
    cwd: "/",
    stdio: ["pipe", "pipe", "ignore"],
  });
  const { stdin, stdout } = sentinel;
  for (const part of [sentinel, stdin, stdout]) part?.on("error", () => {});
  sentinel.unref();
  for (const pipe of [stdin, stdout]) if (pipe instanceof Socket) pipe.unref();
  return sentinel;
}

async function diedOf(sentinel: ChildProcess, signal: NodeJS.Signals): Promise<boolean> {
  await pause(SETTLE_MS);
  const isRunning = sentinel.exitCode === null && sentinel.signalCode === null;
  if (isRunning && sentinel.stdout) {
    const end = new AbortController();
    const answers = [
      once(sentinel.stdout, "data", end),
      once(sentinel, "exit", end),
      pause(ANSWER_MS_MAX, null, end),
    ];
    sentinel.stdin?.write("\n");
    await Promise.race(answers).catch(() => {});
    end.abort();
    await Promise.allSettled(answers);
  }
  return sentinel.signalCode === signal;
}
