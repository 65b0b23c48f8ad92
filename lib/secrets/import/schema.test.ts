import { expect, test } from "vitest";
import { importForm } from "./schema";

const parse = (text: unknown) =>
  importForm.safeParseAsync({ project: "default", environment: "production", step: "preview", text });

test("a file that is not UTF-8 is refused, not altered", async () => {
  const { success, error } = await parse(new File([new Uint8Array([0x41, 0x3d, 0xff])], "env"));
  expect([success, error?.issues[0]?.message]).toEqual([false, expect.stringContaining("not UTF-8")]);
});

test("the line ends that a text area sends are those that were typed", async () => {
  expect((await parse("A='x\r\ny'")).data?.text).toBe("A='x\ny'");
  expect((await parse(new File(["A='x\r\ny'"], "env"))).data?.text).toBe("A='x\r\ny'");
});
