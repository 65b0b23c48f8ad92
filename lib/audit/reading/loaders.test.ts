import { expect, test } from "vitest";
import { createProject } from "@/lib/projects/service";
import { revealSecret } from "@/lib/secrets/reveal/service";
import { editSecret, findSecret } from "@/lib/secrets/service";
import { here, mappedSecrets, text, there } from "@/lib/shared-mappings/mapped-secrets.fixture";
import type { SignedInCtx } from "@/lib/web/context";
import { loadAuditPage } from "./loaders";

const { ctx, asRole, owner, slackId, map, keyed } = await mappedSecrets();
const auditor: SignedInCtx = { ...ctx, actor: await asRole("auditor") };

test("an event about a shared secret or a renamed one says where that is now", async () => {
  await map("ALERTS_TOKEN");
  const key = await keyed({ permissions: ["secrets:read"] });
  await revealSecret(key, here, { name: "ALERTS_TOKEN" });
  const events = async () => (await loadAuditPage(auditor, { action: "secret.revealed" })).events;
  const now = { id: slackId, ...there, name: "SLACK_TOKEN" };
  expect(await events()).toMatchObject([{ ...here, name: "ALERTS_TOKEN", secretNow: now }]);
  const { revision } = await findSecret(owner, { ...there, secret: { id: slackId } });
  const { value: _, ...unchanged } = text;
  await editSecret(owner, {
    ...there,
    ...unchanged,
    name: "CHAT_TOKEN",
    value: "",
    secretId: slackId,
    revision,
  });
  expect(await events()).toMatchObject([{ name: "ALERTS_TOKEN", secretNow: { ...now, name: "CHAT_TOKEN" } }]);
  await createProject(ctx, { slug: "later" });
  const [project] = (await loadAuditPage(auditor, { action: "project.created" })).events;
  expect(project?.secretNow).toBeNull();
});
