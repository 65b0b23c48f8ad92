import { expect, test } from "vitest";
import { afterwards } from "@/test/afterwards";
import {
  type Activity,
  beginActivity,
  currentActivity,
  endActivity,
  noteStatement,
  watchActivities,
  within,
} from "./activity";

test("what runs within a request is a part of it, also when others run at the same time", async () => {
  const ended: Activity[] = [];
  afterwards(watchActivities({ onEnd: (activity) => ended.push(activity) }));
  const run = (requestId: string, waitMs: number) => {
    const request = beginActivity({ kind: "request", name: "page", requestId });
    return within(request, async () => {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      const call = beginActivity({ kind: "outgoing", name: "endpoint" });
      await within(call, async () => noteStatement(2));
      endActivity(call, "200", false);
      noteStatement(3);
      endActivity(request, "200", false);
    });
  };
  await Promise.all([run("a", 5), run("b", 1)]);
  expect(
    ended.map(({ kind, requestId, parent, statementsMs }) => [
      kind,
      requestId,
      parent?.requestId,
      statementsMs,
    ]),
  ).toEqual([
    ["outgoing", "b", "b", 2],
    ["request", "b", undefined, 3],
    ["outgoing", "a", "a", 2],
    ["request", "a", undefined, 3],
  ]);
  expect(currentActivity()).toBeNull();
});
