import { expect, test } from "vitest";
import { factorText, recoveryText } from "./factor-text";

test.each([
  [false, 0, 3, "None", null],
  [true, 0, 8, "Authenticator app", "8 recovery codes left"],
  [false, 1, 1, "1 passkey", "1 recovery code left"],
  [true, 2, 0, "Authenticator app and 2 passkeys", "0 recovery codes left"],
])(
  "second factors are told in words: %j %j %j",
  (hasTotp, passkeyCount, recoveryCodesLeft, factors, recovery) => {
    const input = { hasTotp, passkeyCount, recoveryCodesLeft };
    expect([factorText(input), recoveryText(input)]).toEqual([factors, recovery]);
  },
);
