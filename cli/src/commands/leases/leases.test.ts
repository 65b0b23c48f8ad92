import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeServer, KEY, LEASED_PASSWORD, startFakeServer } from "../../fake-server.fixture";
import { cli } from "../../shell.fixture";

let server: FakeServer;
beforeEach(async () => {
  server = await startFakeServer();
  server.secrets.set("A", { value: "value-of-a", version: 1, description: "" });
});
afterEach(() => server.close());

const run = (...args: string[]) =>
  cli(args, { env: { STRONGROOM_API_KEY: KEY, STRONGROOM_URL: server.url, XDG_CONFIG_HOME: "/nowhere" } });
const node = (code: string) => ["--", process.execPath, "-e", code];
const asked = () => server.requests.filter((request) => request.includes("/leases"));

describe("run --lease", () => {
  test("puts a URL into a variable, masks it and the password, and ends the lease after the program", async () => {
    const code = `const { DB, A } = process.env; console.log(DB, A, new URL(DB).password); process.exit(7)`;
    const ran = await run("run", "--lease", "DB=orders", ...node(code));
    expect(ran.code).toBe(7);
    expect(ran.output).toBe("<secret:db> <secret:a> <secret:db>\n");
    expect(ran.notes).not.toContain(LEASED_PASSWORD);
    expect(asked()).toEqual(["POST /api/v1/leases", "DELETE /api/v1/leases/orders"]);
    expect(JSON.parse(server.bodies.find((body) => body.includes("source")) ?? "")).toEqual({
      source: "orders",
    });
  });

  test("renews it while the program runs, says when that fails, and goes on", async () => {
    const ran = await run("run", "--lease", "DB=brief", ...node("setTimeout(() => {}, 2900)"));
    expect(ran.code).toBe(0);
    expect(asked().filter((request) => request.includes("/renew"))).toHaveLength(2);
    expect(ran.notes).toMatch(
      /warning: the lease of brief could not be renewed and ends at 20.*: This lease ends/,
    );
    expect(asked().at(-1)).toBe("DELETE /api/v1/leases/brief");
  });

  test("ends it also when the program could not be started, and says when that fails", async () => {
    expect((await run("run", "--lease", "DB=orders", "--", "/no/such/program")).code).toBe(127);
    expect(asked().at(-1)).toBe("DELETE /api/v1/leases/orders");
    const ran = await run("run", "--lease", "DB=stuck", ...node(""));
    expect(ran.code).toBe(0);
    expect(ran.notes).toContain(
      "the lease of stuck could not be ended; it ends by itself: The database is away.",
    );
  });

  test("runs nothing when one of several is not made, and ends the others", async () => {
    const ran = await run("run", "--lease", "DB=orders", "--lease", "OTHER=away", ...node("console.log(1)"));
    expect(ran).toMatchObject({ code: 2, output: "" });
    expect(ran.notes).toContain("limit of leases");
    expect(asked().at(-1)).toBe("DELETE /api/v1/leases/orders");
  });

  test.each([
    [["--lease", "DB"], /takes NAME=SOURCE/],
    [["--lease", "1=orders"], /takes NAME=SOURCE/],
    [["--lease", "STRONGROOM_X=orders"], /reserved/],
    [["--lease", "PATH=orders"], /take over/],
    [["--lease", "DB=a", "--lease", "DB=b"], /twice/],
    [["--lease", "A=orders"], /both become A/],
  ])("%j runs nothing and leases nothing", async (options, words) => {
    const ran = await run("run", ...options, ...node("console.log(1)"));
    expect(ran).toMatchObject({ code: 2, output: "" });
    expect(ran.notes).toMatch(words);
    expect(asked()).toEqual([]);
  });
});

test("leases are listed and revoked", async () => {
  const listed = await run("leases", "list");
  expect(listed.output).toMatch(/^l-1\tsr_ci_1\torders.*\tactive\t20/);
  expect(listed.output).not.toContain("\u001b");
  expect(JSON.parse((await run("leases", "list", "--json")).output)).toHaveLength(1);
  expect(await run("leases", "revoke", "l-1")).toMatchObject({ code: 0, output: "" });
  expect(asked().at(-1)).toBe("DELETE /api/v1/leases/l-1");
});
