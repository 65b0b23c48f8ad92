import { describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { addressScope } from "@/lib/net/address-scope";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { canonicalEmail } from "../email";
import type { Lane } from "../semaphore";
import {
  ACCOUNT_FAILURES_MAX,
  ADDRESS_FAILURES_MAX,
  clearBoundsOf,
  PAIR_FAILURES_MAX,
  WAIT_SECONDS,
  waitsOf,
  withinBounds,
} from "./throttle";

const { ctx, clock, database } = await testContext({ actor: { kind: "anonymous" } });
const { db } = database;

const at = (ip: string | null): Ctx => ({ ...ctx, request: { ...ctx.request, ip } });
const wrong = async () => null;
const right = async () => "right";

const email = "l1@example.com";
const signedIn: UserActor = {
  kind: "user",
  id: newId(),
  email,
  name: "L",
  role: "member",
  sessionId: newId(),
  confirmedAt: clock.now(),
  grants: [],
};

/** How many of `count` tries at once got as far as the check. */
async function checkedOf(
  count: number,
  tryOnce: (check: () => Promise<null>) => Promise<unknown>,
): Promise<number> {
  let checked = 0;
  const check = async () => {
    checked += 1;
    return null;
  };
  await Promise.allSettled(Array.from({ length: count }, () => tryOnce(check)));
  return checked;
}

describe("guessing is bounded", () => {
  test("of a hundred wrong passwords at once, five are looked at", async () => {
    const there = at("203.0.113.1");
    expect(await checkedOf(100, (check) => withinBounds(there, "a@example.com", check))).toBe(
      PAIR_FAILURES_MAX,
    );
  });

  test("whoever has to wait is told how long, and cannot get in with the right password either", async () => {
    const there = at("203.0.113.2");
    await checkedOf(5, (check) => withinBounds(there, "b@example.com", check));
    const refused = withinBounds(there, "b@example.com", right);
    await expect(refused).rejects.toMatchObject({ code: "throttled", context: { retryAfterSeconds: 900 } });
    clock.advanceSeconds(899);
    await expect(withinBounds(there, "b@example.com", right)).rejects.toMatchObject({ code: "throttled" });
    clock.advanceSeconds(1);
    expect(await withinBounds(there, "b@example.com", right)).toBe("right");
  });

  test("every spelling of an address shares one counter", async () => {
    const there = at("203.0.113.3");
    const spellings = [
      "c@example.com",
      " C@Example.com",
      "ｃ＠example.com",
      "c@EXAMPLE．com",
      "C@example.com ",
    ];
    for (const spelling of spellings) await withinBounds(there, canonicalEmail(spelling) ?? "", wrong);
    await expect(withinBounds(there, "c@example.com", right)).rejects.toMatchObject({ code: "throttled" });
  });

  test("the same account can be signed in to from another address", async () => {
    await checkedOf(20, (check) => withinBounds(at("203.0.113.4"), "d@example.com", check));
    expect(await withinBounds(at("203.0.113.5"), "d@example.com", right)).toBe("right");
  });

  test("the right password takes back what was counted", async () => {
    const there = at("203.0.113.6");
    for (let round = 0; round < 30; round += 1) {
      await checkedOf(4, (check) => withinBounds(there, `e${round}@example.com`, check));
      await withinBounds(there, `e${round % 3}@example.com`, right).catch(() => {});
      if (round % 5 === 0) clock.advanceSeconds(901);
    }
    expect(await withinBounds(there, "e0@example.com", right)).toBe("right");
  });

  test("a check that could not be made does not count", async () => {
    const there = at("203.0.113.7");
    const broken = () => Promise.reject(new Error("the database is away"));
    for (let i = 0; i < 10; i += 1) await withinBounds(there, "f@example.com", broken).catch(() => {});
    expect(await withinBounds(there, "f@example.com", right)).toBe("right");
  });

  test("one address can try a bounded number of accounts; beyond it even a wrong password is told as a wait", async () => {
    const there = at("203.0.113.8");
    const lanes: Lane[] = [];
    const tries = Array.from({ length: ADDRESS_FAILURES_MAX * 2 }, (_, n) =>
      withinBounds(there, `g${n}@example.com`, async (lane) => {
        lanes.push(lane);
        return null;
      }),
    );
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(ADDRESS_FAILURES_MAX);
    expect(lanes.filter((lane) => lane === "unknown")).toHaveLength(ADDRESS_FAILURES_MAX);
    expect(lanes.filter((lane) => lane === "suspect")).toHaveLength(ADDRESS_FAILURES_MAX);
    // What such a check accepts gets in, and guessing one account is bounded as anywhere.
    expect(await withinBounds(there, "g@example.com", right)).toBe("right");
    const checked = await checkedOf(100, (check) => withinBounds(there, "g@example.com", check));
    expect(checked).toBe(PAIR_FAILURES_MAX);
  });

  test("one account can be tried from a bounded number of addresses, and waiting at one does not use that up", async () => {
    let address = 0;
    const tryNext = (check: () => Promise<null>) => {
      address += 1;
      return withinBounds(at(`10.0.${address}.1`), "h@example.com", check);
    };
    await checkedOf(500, (check) => withinBounds(at("10.1.0.1"), "h@example.com", check));
    expect(await checkedOf(ACCOUNT_FAILURES_MAX * 2, tryNext)).toBe(ACCOUNT_FAILURES_MAX - PAIR_FAILURES_MAX);
  });

  test("a session has a limit of its own: nobody who guesses elsewhere keeps its person from confirming", async () => {
    const own = { ...at("203.0.113.20"), actor: signedIn };
    for (let n = 0; n < 20; n += 1)
      await checkedOf(5, (check) => withinBounds(at(`10.3.${n}.1`), email, check));
    await checkedOf(100, (check) => withinBounds(at("203.0.113.20"), email, check));
    await expect(withinBounds(at("203.0.113.20"), email, right)).rejects.toMatchObject({ code: "throttled" });
    for (const guessed of ["password", "factor"] as const) {
      expect(await withinBounds(own, email, right, guessed)).toBe("right");
      expect(await checkedOf(100, (check) => withinBounds(own, email, check, guessed))).toBe(
        PAIR_FAILURES_MAX,
      );
    }
    // It is the session of this account alone.
    expect(await withinBounds(own, "l2@example.com", async (lane) => lane)).toBe("unknown");
  });

  test("an operator's word forgets all failures of one account and of no other", async () => {
    const there = at("203.0.113.9");
    for (const email of ["i@example.com", "j@example.com"]) {
      await checkedOf(5, (check) => withinBounds(there, email, check));
    }
    await clearBoundsOf(ctx, db, "i@example.com");
    expect(await withinBounds(there, "i@example.com", right)).toBe("right");
    await expect(withinBounds(there, "j@example.com", right)).rejects.toMatchObject({ code: "throttled" });
  });
});

describe("a clock that ran ahead once", () => {
  const there = at("203.0.113.30");
  const lock = (name: string) => checkedOf(10, (check) => withinBounds(there, name, check));

  test("leaves no wait longer than the window", async () => {
    clock.advanceSeconds(400 * 86_400);
    await lock("m1@example.com");
    clock.advanceSeconds(-400 * 86_400);
    const waits = await waitsOf(ctx, ["m1@example.com"]);
    expect(waits.get("m1@example.com")).toEqual(new Date(clock.now().getTime() + WAIT_SECONDS * 1000));
    await expect(withinBounds(there, "m1@example.com", right)).rejects.toMatchObject({
      context: { retryAfterSeconds: WAIT_SECONDS },
    });
    clock.advanceSeconds(WAIT_SECONDS);
    expect(await withinBounds(there, "m1@example.com", right)).toBe("right");
  });

  test("takes nothing of the count back, and lets it end with the window", async () => {
    const wrongOnce = () => withinBounds(there, "m2@example.com", wrong);
    clock.advanceSeconds(400 * 86_400);
    for (let n = 0; n < 3; n += 1) await wrongOnce();
    clock.advanceSeconds(-400 * 86_400);
    expect(await checkedOf(10, (check) => withinBounds(there, "m2@example.com", check))).toBe(2);
    clock.advanceSeconds(2 * WAIT_SECONDS);
    expect(await withinBounds(there, "m2@example.com", right)).toBe("right");
    clock.advanceSeconds(400 * 86_400);
    await wrongOnce();
    clock.advanceSeconds(-400 * 86_400);
    await wrongOnce();
    clock.advanceSeconds(WAIT_SECONDS);
    expect(await checkedOf(10, (check) => withinBounds(there, "m2@example.com", check))).toBe(5);
  });
});

test("no row names an account or an address", async () => {
  await withinBounds(at("203.0.113.10"), "last@example.com", wrong);
  for (let i = 0; i < 5; i += 1) await withinBounds(at("203.0.113.11"), `k${i}@example.com`, wrong);
  const rows = JSON.stringify(await db.$queryRaw`SELECT encode(key, 'escape') AS key FROM throttles`);
  expect(rows).not.toMatch(/example|203\.0/);
});

test.each([
  [null, "unknown"],
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:0:1::1", "2001:db8:0:1::/64"],
  ["2001:DB8:0000:0001:a:b:c:d", "2001:db8:0:1::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
])("sign-ins from %j count for %j", (ip, scope) => {
  expect(addressScope(ip)).toBe(scope);
});
