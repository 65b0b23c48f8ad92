import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { Login, RealServer } from "./databases.fixture";

export const CLIENTS = 50;

/** Clients that read a login and connect with it, again and again, until the test ends them. */
export function clients(real: RealServer, read: () => Promise<Login>) {
  const counts = { connections: 0, refused: 0, refusedInCalm: 0 };
  const cycles = Array.from({ length: CLIENTS }, () => 0);
  let disturbances = 0;
  let isDisturbed = false;
  let isOver = false;
  const one = async (index: number) => {
    while (!isOver) {
      const [wasDisturbed, before] = [isDisturbed, disturbances];
      const login = await read();
      try {
        await real.connect(login);
      } catch {
        counts.refused += 1;
        if (!wasDisturbed && before === disturbances) counts.refusedInCalm += 1;
      }
      counts.connections += 1;
      cycles[index] = (cycles[index] ?? 0) + 1;
    }
  };
  const running = Promise.all(Array.from({ length: CLIENTS }, (_, index) => one(index)));
  running.catch(() => {});
  onTestFinished(() => {
    isOver = true;
  });
  return {
    disturbed: () => {
      disturbances += 1;
      isDisturbed = true;
    },
    calm: () => {
      isDisturbed = false;
    },
    /** Waits until each has read and connected anew. */
    cycle: async () => {
      const from = [...cycles];
      const isOn = () => cycles.some((count, index) => count < (from[index] ?? 0) + 2);
      while (isOn() && !isOver) await Promise.race([sleep(5), running]);
    },
    end: async () => {
      isOver = true;
      await running;
      return counts;
    },
  };
}

/** Looks at the statements of a server again and again; gives what it saw. */
export function sampled(real: RealServer): () => Promise<string> {
  const seen = new Set<string>();
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      seen.add(await real.statements());
      await sleep(50);
    }
  })();
  onTestFinished(() => {
    isOver = true;
  });
  return async () => {
    isOver = true;
    await looking;
    return [...seen].join("\n");
  };
}
