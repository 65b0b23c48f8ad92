import { expect, it } from "vitest";
import { callAction, outcomeOf } from "./action";
import { newMarker, sightings } from "./canary";
import { startInstance } from "./instance";
import { madeLink } from "./matrix-value-links";
import { postForm } from "./no-script";
import { columnsOf } from "./stored-locations";

const instance = await startInstance();
const { ctx } = instance;
const mainOf = (text: string) => /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? "";

it("a value given by a link, and the link’s token, are in no answer, log line or column, with and without scripts", async () => {
  const marker = newMarker();
  for (const isScripted of [true, false]) {
    const { token, name } = await madeLink(instance);
    const path = `/give/${token}`;
    const before = await ctx.db.secret.findFirstOrThrow({ where: { name } });
    const page = await instance.ask("nobody", { path });
    expect(mainOf(page.text)).toContain(name);
    const right = { token, value: marker };
    for (const wrong of [
      { ...right, value: marker.repeat(6_000) },
      { ...right, value: `${marker}\0` },
      { ...right, value: [marker, marker] },
      { ...right, token: `${token}x` },
      { ...right, [marker]: "1" },
    ]) {
      const answer = await callAction(instance, "nobody", { action: "giveValueAction", path, fields: wrong });
      expect(outcomeOf(answer).kind).toBe("failed");
      expect(answer.text).not.toContain(marker);
    }
    const answer = isScripted
      ? await callAction(instance, "nobody", { action: "giveValueAction", path, fields: right })
      : await postForm(instance, { headers: {}, path, control: "value", fields: right });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(marker);
    if (!isScripted) expect(answer.text).toContain("Thank you, the value was received");
    const secret = await ctx.db.secret.findFirstOrThrow({ where: { name } });
    expect(secret.currentVersion).toBe(before.currentVersion + 1);
    const locations = [
      ...(await columnsOf(ctx.pool)),
      { name: "log", bytes: Buffer.from(instance.output()) },
    ];
    expect(instance.output()).toContain('"path":"/give/…"');
    for (const text of [marker, token]) expect(sightings(locations, text)).toEqual([]);
  }
});

it("a link that was used answers as one that was never made, also to whoever is signed in", async () => {
  const { token, name } = await madeLink(instance);
  const fields = { token, value: "given" };
  await callAction(instance, "nobody", { action: "giveValueAction", path: `/give/${token}`, fields });
  for (const visitor of ["nobody", "owner"] as const) {
    const [used, unknown] = await Promise.all(
      [token, "A".repeat(43)].map((one) => instance.ask(visitor, { path: `/give/${one}` })),
    );
    expect(mainOf(used?.text ?? "")).toBe(mainOf(unknown?.text ?? ""));
    expect(used?.text).not.toContain(name);
  }
});
