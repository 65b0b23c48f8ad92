"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "@/lib/web/action";
import { accessForm } from "./access/schema";
import { askForAccess } from "./access/service";
import { applyAtOnce, approveRequest, commentOn, rejectRequest, withdrawRequest } from "./deciding/service";
import { requestPath } from "./model";
import { policyForm } from "./policies/schema";
import { setPolicy } from "./policies/service";
import { decisionForm, withdrawalForm } from "./schema";

export const approveAction = formAction({
  schema: decisionForm,
  run: async (ctx, { request, text }) => {
    const decision = await approveRequest(ctx, request, text);
    refresh();
    return decision;
  },
});

export const rejectAction = formAction({
  schema: decisionForm,
  run: async (ctx, { request, text }) => {
    const decision = await rejectRequest(ctx, request, text);
    refresh();
    return decision;
  },
});

export const applyAtOnceAction = formAction({
  schema: decisionForm,
  run: async (ctx, { request, text }) => {
    const decision = await applyAtOnce(ctx, request, text);
    refresh();
    return decision;
  },
});

export const withdrawAction = formAction({
  schema: withdrawalForm,
  run: async (ctx, { request }) => {
    const decision = await withdrawRequest(ctx, request);
    refresh();
    return decision;
  },
});

export const commentAction = formAction({
  schema: decisionForm,
  run: async (ctx, { request, text }) => {
    await commentOn(ctx, request, text);
    refresh();
    return null;
  },
});

export const askForAccessAction = formAction({
  schema: accessForm,
  run: async (ctx, input) => {
    const { id } = await askForAccess(ctx, input);
    redirect(`${requestPath(id)}?made`);
  },
});

export const setPolicyAction = formAction({
  schema: policyForm,
  run: async (ctx, { project, environment, approvals, approvers }) => {
    await setPolicy(ctx, { project, environment }, { approvals, approvers });
    refresh();
    return { approvals };
  },
});
