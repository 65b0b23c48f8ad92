import { describe, expect, it } from "vitest";
import { callAction, outcomeOf } from "./action";
import { filesBelow, type Location, sightings } from "./canary";
import { freshHeaders, keyFields } from "./fixture";
import { wholeOf } from "./http";
import { startInstance } from "./instance";
import { postForm } from "./no-script";
import { columnsOf } from "./stored-locations";

const instance = await startInstance({ database: "embedded" });
const { ctx, dataDir } = instance;
const PAGE = "/projects/default/api-keys";
const CREATE = `${PAGE}?dialog=create`;
const made: { readonly id: string; readonly text: string }[] = [];
const answers: Location[] = [];

const secretOf = (text: string) => text.split("_")[3] ?? "";
const me = (text: string) =>
  instance.ask("nobody", { path: "/api/v1/me", headers: { authorization: `Bearer ${text}` } });

async function keep(question: Parameters<typeof instance.ask>[1]) {
  const answer = await instance.ask("owner", question);
  answers.push({ name: `${answers.length}: ${question.path}`, bytes: Buffer.from(wholeOf(answer)) });
  return answer;
}

describe("the text of an API key", () => {
  it("is in the one answer that made it, with scripts and without", async () => {
    const headers = await freshHeaders(instance, "owner");
    const answer = await callAction(instance, "owner", {
      action: "createApiKeyAction",
      path: PAGE,
      fields: keyFields(),
    });
    const { key, text } = outcomeOf(answer).state.data as { key: { id: string }; text: string };
    made.push({ id: key.id, text });
    const page = await postForm(instance, { headers, path: CREATE, control: "kind", fields: keyFields() });
    const [shown = ""] = /sr_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{43}/.exec(page.text) ?? [];
    const row = await ctx.db.apiKey.findUniqueOrThrow({ where: { publicId: shown.split("_")[2] ?? "" } });
    made.push({ id: row.id, text: shown });
    for (const { text: key } of made) expect((await me(key)).status).toBe(200);
  });

  it("is dead from the next request on once it is revoked, and who still has it is on record", async () => {
    const [first] = made;
    const fields = { project: "default", reach: "project", keyId: first?.id ?? "" };
    const revoked = await callAction(instance, "owner", { action: "revokeApiKeyAction", path: PAGE, fields });
    expect(outcomeOf(revoked).kind).toBe("done");
    for (let i = 0; i < 3; i += 1) expect((await me(first?.text ?? "")).status).toBe(401);
    const refused = async () =>
      (await ctx.db.auditEvent.findMany({ where: { action: "apiKey.refused" } })).map(
        ({ actorId }) => actorId,
      );
    await expect.poll(refused).toEqual([first?.id, first?.id, first?.id]);
  });

  it("is on no page after that, for whoever looks, as HTML or as data", async () => {
    for (const path of [
      PAGE,
      CREATE,
      `${PAGE}?show=revoked`,
      "/projects/default/production/secrets",
      "/account",
    ]) {
      await keep({ path });
      await keep({ path, headers: { rsc: "1" } });
    }
    expect(sightings(answers, made[1]?.text.split("_")[2] ?? "")).not.toEqual([]);
    for (const { text } of made) expect(sightings(answers, secretOf(text))).toEqual([]);
  });

  it("is in no table, file, or line of the log", async () => {
    const log = { name: "log", bytes: Buffer.from(instance.output()) };
    const locations = [log, ...(await columnsOf(ctx.pool)), ...filesBelow(dataDir)];
    for (const { text } of made) {
      expect(
        sightings(locations, text.split("_")[2] ?? "").some((location) =>
          location.startsWith("api_keys.public_id"),
        ),
      ).toBe(true);
      expect(sightings(locations, secretOf(text))).toEqual([]);
    }
  });
});

describe("the text of a personal key", () => {
  const PERSONAL = /sr_user_[0-9A-Za-z]{16}_[0-9A-Za-z]{43}/;

  it("is in the one answer that made it, and after that on no page, in no table, file, or line of the log", async () => {
    const headers = await freshHeaders(instance, "member");
    const question = { action: "createPersonalKeyAction", path: "/account" };
    const fields = { name: "laptop", days: "30" };
    const called = await callAction(instance, "member", { ...question, fields });
    const { text } = outcomeOf(called).state.data as { text: string };
    const path = "/account?dialog=new-personal-key";
    const page = await postForm(instance, {
      headers,
      path,
      control: "days",
      fields: { name: "desk", days: "1" },
    });
    const texts = [text, PERSONAL.exec(page.text)?.[0] ?? ""];
    for (const key of texts) expect((await me(key)).status).toBe(200);
    for (const asked of ["/account", path]) {
      await keep({ path: asked });
      const answer = await instance.ask("member", { path: asked, headers: { rsc: "1" } });
      answers.push({ name: `member: ${asked}`, bytes: Buffer.from(wholeOf(answer)) });
    }
    const log = { name: "log", bytes: Buffer.from(instance.output()) };
    const locations = [...answers, log, ...(await columnsOf(ctx.pool)), ...filesBelow(dataDir)];
    for (const key of texts) {
      const found = sightings(locations, key.split("_")[2] ?? "");
      expect(found.some((location) => location.startsWith("personal_keys.public_id"))).toBe(true);
      expect(sightings(locations, secretOf(key))).toEqual([]);
    }
  });
});
