import { describe, expect, it } from "vitest";
import { testContext } from "@/test/context";
import { listen } from "@/test/listener";
import { sealing } from "@/test/seals";
import { callsOf } from "./call";
import { refusal } from "./call.fixture";

const { ctx } = await testContext();
const allow = (...allowedPrivateHosts: string[]) =>
  sealing(ctx, "organisations", ctx.db.organisation.updateMany({ data: { allowedPrivateHosts } }));
const get = (url: string, ms?: number) => callsOf(ctx, "", ms)({ method: "GET", url, headers: [] });

describe("calls of managers", () => {
  it("go to private hosts only where an Owner allowed them, and as long as they do", async () => {
    const there = await listen((_, res) => res.end("{}"));
    expect(await refusal(get(`http://${there.host}/`))).toEqual([
      "notCalled",
      "It is not called. Use https: plain http is only for hosts that an Owner allowed in the settings.",
    ]);
    await allow(there.host);
    expect(await get(`http://${there.host}/`)).toMatchObject({ status: 200 });
    await allow();
    expect((await refusal(get(`https://${there.host}/`)))[0]).toBe("notCalled");
    expect((await refusal(get("https://169.254.169.254/")))[0]).toBe("notCalled");
  });

  it("end in time, at a size, and with a word for what went wrong", async () => {
    const mute = await listen(() => {});
    const huge = await listen((_, res) => res.end(Buffer.alloc(5 * 1_024 * 1_024)));
    await allow(mute.host, huge.host, "127.0.0.1:1");
    expect(await refusal(get(`http://${mute.host}/`, 200))).toEqual([
      "unavailable",
      "127.0.0.1: There was no answer in time.",
    ]);
    expect((await refusal(get(`http://${huge.host}/`)))[0]).toBe("tooLarge");
    expect((await refusal(get("http://127.0.0.1:1/")))[1]).toContain("ECONNREFUSED");
  });
});
