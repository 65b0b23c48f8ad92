import { expect, test } from "vitest";
import { newPassword } from "./schema";

test.each([
  "            ",
  "🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑",
  "aaaaaaaaaaaaaaaa",
  "passwordpassword",
  "PASSWORDPassword",
  "1q2w3e4r1q2w3e4r1q2w3e4r",
  "qwerty123456",
  "123456789012",
])("a password that is tried first is refused: %j", (typed) => {
  expect(newPassword.safeParse(typed).error?.issues[0]?.message).toBe(
    "This password is too common. Choose another one.",
  );
});

test.each(["correct horse battery staple", "violet teapot 4711", "abcabcabcabcabcabcabd"])(
  "others are not: %j",
  (typed) => {
    expect(newPassword.safeParse(typed).success).toBe(true);
  },
);
