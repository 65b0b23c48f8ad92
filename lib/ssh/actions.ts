"use server";

import { refresh } from "next/cache";
import { formAction } from "@/lib/web/action";
import { atFormFields, newSshRuleForm, ruleOf } from "./form";
import { addSshKeys, removeSshKey, removeSshKeyOfPerson } from "./keys/service";
import { hasPrivateKey } from "./model";
import { createSshRule, deleteSshRule } from "./rules/service";
import { newSshKeys, ownSshKey, sshKeyOfPerson, sshRuleDeletion } from "./schema";

export const addSshKeysAction = formAction({
  schema: newSshKeys,
  // A private key is not sent back either.
  echo: ({ publicKeys = "" }): Record<string, string> => (hasPrivateKey(publicKeys) ? {} : { publicKeys }),
  run: async (ctx, { publicKeys }) => {
    const { added } = await addSshKeys(ctx, publicKeys);
    refresh();
    return { count: added.length };
  },
});

export const removeSshKeyAction = formAction({
  schema: ownSshKey,
  run: async (ctx, { keyId }) => {
    const { name } = await removeSshKey(ctx, keyId);
    refresh();
    return { name };
  },
});

export const removeSshKeyOfPersonAction = formAction({
  schema: sshKeyOfPerson,
  run: async (ctx, input) => {
    const { name } = await removeSshKeyOfPerson(ctx, input);
    refresh();
    return { name };
  },
});

export const createSshRuleAction = formAction({
  schema: newSshRuleForm,
  run: async (ctx, input) => {
    const created = await createSshRule(ctx, input.project, ruleOf(input)).catch((error: unknown) => {
      throw atFormFields(error);
    });
    refresh();
    return created;
  },
});

export const deleteSshRuleAction = formAction({
  schema: sshRuleDeletion,
  run: async (ctx, { ruleId }) => {
    const { id } = await deleteSshRule(ctx, ruleId);
    refresh();
    return { id };
  },
});
