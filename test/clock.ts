export interface FixedClock {
  now(): Date;
  set(to: Date): void;
  advanceSeconds(seconds: number): void;
}

/** A clock that stands still until a test moves it. */
export function fixedClock(start = new Date("2026-11-22T12:00:00.000Z")): FixedClock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    set: (to) => {
      time = to.getTime();
    },
    advanceSeconds: (seconds) => {
      time += seconds * 1000;
    },
  };
}
