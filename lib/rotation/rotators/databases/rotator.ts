import { Plaintext } from "@/lib/crypto/plaintext";
import { adminLogin, type Login, loginText } from "@/lib/databases/login";
import type { DatabaseServer, DatabaseSession } from "@/lib/databases/server";
import { AppError, isAppError } from "@/lib/platform/app-error";
import type { Prepared, RotationStep } from "../rotator";
import { loginOf } from "./login";
import type { DatabaseConfig } from "./schema";

interface Step extends Omit<RotationStep, "config"> {
  readonly config: DatabaseConfig;
}

type PreparedStep = Step & { readonly fresh: Plaintext };

/**
 * Passwords of a database. Of two users in turn, the one that is not in use gets a new password, and the other one a password
 * that nobody knows when the grace time is over: what readers hold is good at every moment. Of one user the password changes
 * in place: what they hold is refused from `set` on, until they read the new one.
 */
export function databaseRotator(server: DatabaseServer) {
  const asAdmin = async (step: Step, work: (session: DatabaseSession) => Promise<void>) => {
    const session = await server.signIn(step.ctx, step.config, requireAdmin(step));
    await work(session).finally(session.end);
  };
  const tryLogin = async ({ ctx, config }: Step, login: Login) =>
    (await server.signIn(ctx, config, login)).end();
  return {
    prepare: async (step: Step): Promise<Prepared> => {
      requireAdmin(step);
      const { user, previous } = turn(step);
      const value = loginText(step.config.value, step.config, { user, password: server.newPassword() });
      return { value: Plaintext.of(value), facts: { user, previous } };
    },
    set: (step: PreparedStep) => {
      const { user, password } = freshLogin(step);
      const old = wayBack(step);
      return asAdmin(step, async (session) => {
        if (old) await session.requireSettable(user, old.password);
        await session.setPassword(user, password);
      });
    },
    test: (step: PreparedStep) => tryLogin(step, freshLogin(step)),
    revoke: async (step: PreparedStep) => {
      const { previous } = step.facts;
      if (typeof previous !== "string") return;
      await asAdmin(step, (session) => session.setPassword(previous, server.newPassword()));
    },
    revert: async (step: PreparedStep) => {
      const old = wayBack(step);
      // Nothing was set yet, or it was put back already.
      if (!old || (await succeeds(() => tryLogin(step, old)))) return;
      await asAdmin(step, (session) => session.setPassword(old.user, old.password));
    },
  };
}

/** Whose turn it is, and whose password ends with the grace time. */
function turn({ config, old }: Step): { readonly user: string; readonly previous: string | null } {
  const [first = "", second] = config.users;
  const current = loginOf(config, old);
  if (second !== undefined)
    return { user: current?.user === first ? second : first, previous: current?.user ?? null };
  if (current) return { user: first, previous: null };
  const lacking = `The current value holds no password of ${first} that could be put back.`;
  throw new AppError("conflict", `${lacking} Store it first, or use two users in turn.`);
}

/** Of one user, the password that was good when the rotation began. */
function wayBack({ config, old }: Step): Login | null {
  return config.users.length === 1 ? loginOf(config, old) : null;
}

function requireAdmin({ config, credential }: Step): Login {
  const login = adminLogin(credential);
  if (config.users.includes(login.user))
    throw new AppError(
      "conflict",
      "The admin credential is of a user whose password is rotated: use another.",
    );
  return login;
}

function freshLogin({ config, fresh }: PreparedStep): Login {
  const login = loginOf(config, fresh);
  if (!login) throw new AppError("conflict", "The new value holds no password. Go back, and rotate again.");
  return login;
}

async function succeeds(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
}
