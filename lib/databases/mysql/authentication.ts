import { AppError } from "@/lib/platform/app-error";
import type { Login } from "../login";
import { serverError } from "./errors";
import { answerHeader, type Greeting } from "./greeting";
import { cachingSha2Answer, ed25519Answer, nativeAnswer } from "./hashes";
import { fieldsOf, type Wire } from "./wire";

const NUL = Buffer.alloc(1);
const FAST_OK = 3;
const WANTS_PASSWORD = 4;

/** Answers a greeting, and whatever the server asks for then. Throws `badGateway` where it does not let the user in. */
export async function authenticate(
  wire: Wire,
  { plugin, challenge }: Greeting,
  login: Login,
  { isTls, database }: { readonly isTls: boolean; readonly database: string },
): Promise<void> {
  const first = plugin === "caching_sha2_password" ? plugin : "mysql_native_password";
  const answer = answerOf(first, login.password, challenge);
  const end = database === "" ? [] : [Buffer.from(database), NUL];
  const header = answerHeader({ isTls, database });
  const who = [Buffer.from(login.user), NUL, Buffer.from([answer.length]), answer];
  wire.write(Buffer.concat([header, ...who, ...end, Buffer.from(first), NUL]));
  for (;;) {
    const packet = await wire.read();
    const fields = fieldsOf(packet);
    switch (fields.number(1)) {
      case 0x00:
        return;
      case 0xff:
        throw serverError(packet);
      case 0xfe: {
        const other = fields.text();
        wire.write(answerOf(other, login.password, fields.rest()));
        break;
      }
      case 0x01: {
        const what = fields.number(1);
        if (what === WANTS_PASSWORD && isTls) wire.write(Buffer.concat([Buffer.from(login.password), NUL]));
        else if (what === WANTS_PASSWORD) throw refused("The server wants the password itself: use TLS.");
        else if (what !== FAST_OK) throw refused("The server answers what was not asked.");
        break;
      }
      default:
        throw refused("The server answers what was not asked.");
    }
  }
}

/** No other way of signing in is known here: some of them hand over the password. */
function answerOf(plugin: string, password: string, challenge: Buffer): Buffer {
  switch (plugin) {
    case "mysql_native_password":
      return nativeAnswer(password, challenge.subarray(0, 20));
    case "caching_sha2_password":
      return cachingSha2Answer(password, challenge.subarray(0, 20));
    case "client_ed25519": {
      const answer = ed25519Answer(password, challenge.subarray(0, 32));
      if (!answer) throw refused("For ed25519 a password has 32 bytes: give this user one.");
      return answer;
    }
    default: {
      const name = /^\w{1,64}$/.test(plugin) ? plugin : "a way of its own";
      throw refused(`The server wants this user to sign in by ${name}, which is not done here.`);
    }
  }
}

function refused(why: string): AppError {
  return new AppError("badGateway", why);
}
