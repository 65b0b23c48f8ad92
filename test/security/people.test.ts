import { describe, expect, it } from "vitest";
import { revokeInvitation } from "@/lib/people/invitations/service";
import { createPerson } from "@/lib/people/service";
import { sealing } from "../seals";
import { callAction, type Fields, outcomeOf } from "./action";
import { newMarker, sightings } from "./canary";
import { newName, SECRETS_PATH } from "./fixture";
import { type Answer, ask } from "./http";
import { PASSWORD, startInstance, type Visitor } from "./instance";
import { invited } from "./matrix-people";
import { postForm } from "./no-script";
import { stateOf } from "./state";
import { columnsOf } from "./stored-locations";

const instance = await startInstance();
const { ctx, port, origin } = instance;

const call = (visitor: Visitor, action: string, path: string, fields: Fields) =>
  callAction(instance, visitor, { action, path, fields });

describe("an invitation's token", () => {
  it("and the password chosen with it are in no log line and in no column of any table", async () => {
    const [marker, email] = [newMarker(), `${newMarker()}@example.com`];
    const answer = outcomeOf(
      await call("owner", "invitePersonAction", "/people", { email, role: "auditor" }),
    );
    const { link } = answer.state.data as { link: string };
    const token = new URL(link).searchParams.get("token") ?? "";
    const path = `/join?token=${token}`;
    const right = { token, name: "Newcomer", password: `1-${marker}` };
    for (const fields of [
      { ...right, name: "" },
      { ...right, password: [right.password, marker] },
      { ...right, password: marker.repeat(40) },
      { ...right, role: marker },
      { ...right, token: `${token}${token}` },
    ]) {
      const wrong = await call("nobody", "acceptInvitationAction", path, fields);
      expect(outcomeOf(wrong).kind).toBe("failed");
      expect(wrong.text).not.toContain(marker);
    }
    await call("owner", "acceptInvitationAction", path, right);
    const shown = await postForm(instance, {
      headers: {},
      path,
      control: "password",
      fields: { ...right, name: "" },
    });
    expect(shown.text).toContain("Enter a name.");
    expect(shown.text).not.toContain(marker);
    const made = await postForm(instance, { headers: {}, path, control: "password", fields: right });
    expect([made.status, made.headers.location]).toEqual([303, "/"]);
    const locations = [
      ...(await columnsOf(ctx.pool)),
      { name: "log", bytes: Buffer.from(instance.output()) },
    ];
    expect(sightings(locations, email.split("@")[0] ?? "").length).toBeGreaterThan(2);
    expect(instance.output()).toContain('"path":"/join"');
    for (const secret of [marker, token]) expect(sightings(locations, secret)).toEqual([]);
    expect((await instance.ask("owner", { path: "/people" })).text).not.toContain(token);
  });

  it("is not handed on to other sites by the browser, nor kept by it", async () => {
    const { token } = await invited(instance, "member");
    for (const visitor of ["nobody", "member"] as const) {
      const { headers } = await instance.ask(visitor, { path: `/join?token=${token}` });
      expect([headers["referrer-policy"], headers["cache-control"]]).toEqual(["same-origin", "no-store"]);
    }
  });

  it("that was used, revoked, is over, altered or made up shows one and the same page", async () => {
    const used = (await invited(instance, "member")).token;
    await call("nobody", "acceptInvitationAction", "/join", { token: used, name: "New", password: PASSWORD });
    const revoked = await invited(instance, "member");
    await revokeInvitation(ctx, revoked.invitationId);
    const expired = await invited(instance, "member");
    const where = { id: expired.invitationId };
    await sealing(
      ctx,
      "invitations",
      ctx.db.invitation.update({ where, data: { expiresAt: new Date(Date.now() - 1) } }),
    );
    const living = (await invited(instance, "member")).token;
    const tokens = [
      used,
      revoked.token,
      expired.token,
      living.toUpperCase(),
      `${living}A`,
      "A".repeat(43),
      "",
      "x",
    ];
    const pages = await Promise.all(
      tokens.map((token) => instance.ask("nobody", { path: `/join?token=${token}` })),
    );
    expect(new Set(pages.map(({ status, text }) => `${status} ${mainOf(text)}`)).size).toBe(1);
    expect(mainOf(pages[0]?.text ?? "")).toContain("Ask whoever invited you");
    const before = await stateOf(ctx.pool);
    for (const token of tokens) {
      const fields = { token, name: "New", password: PASSWORD };
      const { kind, detail } = outcomeOf(await call("nobody", "acceptInvitationAction", "/join", fields));
      expect([token, kind, detail]).toEqual([token, "failed", "notFound"]);
    }
    expect(await stateOf(ctx.pool)).toEqual(before);
    expect((await instance.ask("nobody", { path: `/join?token=${living}` })).text).toContain("Choose a name");
  });

  it("given twice or as an object is none", async () => {
    const { token } = await invited(instance, "member");
    for (const path of [`/join?token=${token}&token=${token}`, `/join?token[]=${token}`]) {
      expect(mainOf((await instance.ask("nobody", { path })).text)).toContain("does not work");
    }
    expect((await instance.ask("nobody", { path: "/join?token=%00" })).status).toBe(422);
  });

  it("tells somebody who is signed in nothing, not even whether it works", async () => {
    const { token, email } = await invited(instance, "owner");
    const pages = await Promise.all(
      [token, "A".repeat(43)].map((one) => instance.ask("member", { path: `/join?token=${one}` })),
    );
    expect(mainOf(pages[0]?.text ?? "")).toBe(mainOf(pages[1]?.text ?? ""));
    expect(pages[0]?.text).not.toContain(email);
  });
});

describe("an open tab", () => {
  async function openTab(role: "auditor" | "super_admin") {
    const email = `${newName("t").toLowerCase()}@example.com`;
    const { id } = await createPerson(ctx, { email, role, password: PASSWORD });
    const headers = { cookie: `strongroom-session=${await instance.signIn(email)}` };
    const click = (path: string): Promise<Answer> => ask(port, { path, headers });
    return { personId: id, email, click };
  }

  it.each(["suspendPersonAction", "removePersonAction"])(
    "is over with the next request after %s",
    async (action) => {
      const { personId, email, click } = await openTab("auditor");
      expect((await click(SECRETS_PATH)).status).toBe(200);
      const fields = { personId, ...(action === "removePersonAction" && { confirmation: email }) };
      expect(outcomeOf(await call("super_admin", action, "/people", fields)).kind).toBe("done");
      const page = await click(SECRETS_PATH);
      expect([page.status, page.headers.location]).toEqual([307, expect.stringMatching(/^\/sign-in/)]);
      expect((await click(`${SECRETS_PATH}/rows`)).status).toBe(401);
    },
  );

  it("has another role with the next request after changeRoleAction", async () => {
    const { personId, click } = await openTab("super_admin");
    expect((await click("/people")).status).toBe(200);
    await call("owner", "changeRoleAction", "/people", { personId, role: "auditor" });
    expect([(await click("/people")).status, (await click(SECRETS_PATH)).status]).toEqual([403, 200]);
    await call("owner", "changeRoleAction", "/people", { personId, role: "member" });
    expect((await click(SECRETS_PATH)).status).toBe(403);
  });
});

it("roles: spellings and shapes that only look like a role are refused, and nothing is stored (CVE-2025-5999)", async () => {
  const { personId } = await (async () => {
    const email = `${newName("r").toLowerCase()}@example.com`;
    return { personId: (await createPerson(ctx, { email, role: "member", password: PASSWORD })).id };
  })();
  const before = await stateOf(ctx.pool);
  const shapes: Fields[] = [
    ...["Owner ", "OWNER", "owner\u200b", "\u039fwner", '["owner"]', '{"set":"owner"}', ""].map((role) => ({
      role,
    })),
    { role: ["owner", "owner"] },
    { "role[set]": "owner" },
    { "role[]": "owner" },
    { role: new Blob(["owner"]) },
  ];
  for (const visitor of ["super_admin", "owner"] as const) {
    for (const shape of shapes) {
      const change = await call(visitor, "changeRoleAction", "/people", { personId, ...shape });
      const invitation = await call(visitor, "invitePersonAction", "/people", {
        email: "r@example.com",
        ...shape,
      });
      expect([outcomeOf(change).detail, outcomeOf(invitation).detail]).toEqual(["validation", "validation"]);
    }
  }
  expect(await stateOf(ctx.pool)).toEqual(before);
});

it("an address with a look-alike, a list or a header in it is invited by nobody (GHSA-7rqj-j65f-68wh)", async () => {
  const before = await stateOf(ctx.pool);
  for (const email of [
    "\u0430da@example.com",
    "a@b.example,c@d.example",
    "a@b.example\r\nBcc: c@d.example",
    "a@b.example.",
  ]) {
    const answer = await call("owner", "invitePersonAction", "/people", { email, role: "member" });
    expect(outcomeOf(answer).detail).toBe("validation");
  }
  expect(await stateOf(ctx.pool)).toEqual(before);
  const { state } = outcomeOf(
    await call("owner", "invitePersonAction", "/people", {
      email: " Grace\uff20Example.com ",
      role: "member",
    }),
  );
  expect(state.data).toMatchObject({
    email: "grace@example.com",
    link: expect.stringMatching(`^${origin}/join\\?`),
  });
});

/** What a page says, without its markup and scripts. */
function mainOf(html: string): string {
  const [main = ""] = /<main\b[\s\S]*?<\/main>/.exec(html) ?? [];
  return main.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}
