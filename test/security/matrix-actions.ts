import { currentSettings } from "@/lib/organisation/service";
import { setupToken } from "@/lib/people/setup";
import type { Fields } from "./action";
import {
  ELSEWHERE,
  editFields,
  mappedSecret,
  newName,
  SCOPE,
  settingsFields,
  storedSecret,
  storeFields,
} from "./fixture";
import { emailOf, type Instance, PASSWORD, type Visitor } from "./instance";
import { ACCESS_MATRIX } from "./matrix-access";
import { ALLOWLIST_MATRIX, madeEndpoint } from "./matrix-allowlist";
import { CONNECTION_MATRIX } from "./matrix-connections";
import { FACTOR_MATRIX } from "./matrix-factors";
import { IMPORT_MATRIX } from "./matrix-imports";
import { KEY_MATRIX } from "./matrix-keys";
import { LEASE_MATRIX } from "./matrix-leases";
import { MACHINE_MATRIX } from "./matrix-machines";
import { MANAGER_MATRIX } from "./matrix-managers";
import { NOTICE_MATRIX } from "./matrix-notices";
import { PASSKEY_MATRIX } from "./matrix-passkeys";
import { PEOPLE_MATRIX } from "./matrix-people";
import { PERSONAL_KEY_MATRIX } from "./matrix-personal-keys";
import { POOL_MATRIX } from "./matrix-pools";
import { REQUEST_MATRIX } from "./matrix-requests";
import { ROTATION_MATRIX } from "./matrix-rotation";
import { SEVERAL_MATRIX } from "./matrix-several";
import { SSH_MATRIX } from "./matrix-ssh";
import { TRIGGER_MATRIX } from "./matrix-triggers";
import { VALUE_LINK_MATRIX } from "./matrix-value-links";

/** One way to call an action, and what comes of it for each visitor. */
export interface ActionRow {
  /** What is tried, in words; unique for the action. */
  readonly tries: string;
  /**
   * For owner, super_admin, auditor, member, suspended, nobody: `done` or `→…` when it takes effect, else the code of the
   * refusal, or `in` for the way to the sign-in page. Whatever is a refusal changes nothing.
   */
  readonly cells: string;
  /** What it does is to failed tries or times of use, which are not compared. */
  readonly isUnseen?: true;
  /** It only shows something, of no stored secret, and leaves nothing on record. */
  readonly isUnrecorded?: true;
  readonly fields: (instance: Instance, visitor: Visitor, cookie?: string) => Promise<Fields>;
}

/** A session of that person beside the one that calls. */
async function otherSession({ ctx, signIn }: Instance, visitor: Visitor): Promise<{ sessionId: string }> {
  const email = emailOf(visitor === "nobody" || visitor === "suspended" ? "owner" : visitor);
  await signIn(email);
  const { id } = await ctx.db.session.findFirstOrThrow({
    where: { user: { email } },
    orderBy: { id: "desc" },
  });
  return { sessionId: id };
}

/** What each visitor can do with each action that the build answers. */
export const ACTION_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  ...PEOPLE_MATRIX,
  ...IMPORT_MATRIX,
  ...ACCESS_MATRIX,
  signInAction: [
    {
      tries: "signing in with the right password",
      cells: "→/projects →/projects →/projects →/projects →/projects →/projects",
      fields: async () => ({ email: emailOf("owner"), password: PASSWORD }),
    },
    {
      tries: "signing in as someone who is suspended",
      cells: "unauthenticated unauthenticated unauthenticated unauthenticated unauthenticated throttled",
      fields: async () => ({ email: emailOf("suspended"), password: PASSWORD }),
    },
  ],
  signOutAction: [
    {
      tries: "signing out",
      cells: "→/api/auth/signed-out →/api/auth/signed-out →/api/auth/signed-out →/api/auth/signed-out in in",
      fields: async () => ({}),
    },
  ],
  endSessionAction: [
    {
      tries: "ending another session of one's own",
      cells: "done done done done in in",
      fields: otherSession,
    },
    {
      tries: "ending somebody else's session",
      cells: "notFound notFound notFound notFound in in",
      fields: (instance, visitor) => otherSession(instance, visitor === "owner" ? "auditor" : "owner"),
    },
  ],
  signOutEverywhereElseAction: [
    {
      tries: "ending all others of one's own",
      cells: "done done done done in in",
      fields: async (instance, visitor) => {
        await otherSession(instance, visitor);
        return {};
      },
    },
  ],
  ...PASSKEY_MATRIX,
  ...FACTOR_MATRIX,
  ...PERSONAL_KEY_MATRIX,
  ...SSH_MATRIX,
  changePasswordAction: [
    {
      tries: "choosing another password",
      cells: "done done done done in in",
      fields: async () => ({ currentPassword: PASSWORD, newPassword: "a wholly different one" }),
    },
  ],
  createFirstOwnerAction: [
    {
      tries: "making a first Owner beside the one there is",
      cells: "conflict conflict conflict conflict conflict conflict",
      fields: async ({ ctx }) => ({
        token: setupToken(ctx.keys),
        name: "Mallory",
        email: `${newName()}@example.com`,
        password: PASSWORD,
      }),
    },
  ],
  changeSettingsAction: [
    {
      tries: "changing the settings",
      cells: "done forbidden forbidden forbidden in in",
      fields: async ({ ctx }) => settingsFields({ ...(await currentSettings(ctx)), name: newName("Org") }),
    },
    {
      tries: "changing settings that somebody else changed meanwhile",
      cells: "conflict forbidden forbidden forbidden in in",
      fields: async ({ ctx }) => settingsFields({ ...(await currentSettings(ctx)), revision: 1_000_000 }),
    },
    {
      tries: "keeping passwords for Owners without single sign-on",
      cells: "validation forbidden forbidden forbidden in in",
      fields: async ({ ctx }) => ({
        ...settingsFields(await currentSettings(ctx)),
        passwordSignIn: "owners",
      }),
    },
  ],
  createProjectAction: [
    {
      tries: "making a project",
      cells: "→/projects/ →/projects/ forbidden forbidden in in",
      fields: async () => ({ slug: newName("p").toLowerCase().replace("_", "-"), name: "" }),
    },
  ],
  storeSecretAction: [
    {
      tries: "storing a secret",
      cells: "done done forbidden forbidden in in",
      fields: async () => storeFields({ name: newName(), value: "some value" }),
    },
    {
      tries: "storing a secret where there is no project",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async () => ({ ...storeFields({ name: newName(), value: "some value" }), project: "nowhere" }),
    },
  ],
  editSecretAction: [
    {
      tries: "changing a description",
      cells: "done done forbidden notFound in in",
      fields: async (instance) => editFields(await storedSecret(instance), "after"),
    },
    {
      tries: "replacing a value",
      cells: "done done forbidden notFound in in",
      fields: async (instance) => ({
        ...editFields(await storedSecret(instance), "before"),
        value: "third value",
      }),
    },
    {
      tries: "changing a secret of another project",
      cells: "notFound notFound forbidden notFound in in",
      fields: async (instance) => editFields(await storedSecret(instance, ELSEWHERE), "after"),
    },
  ],
  importSecretsAction: [
    {
      tries: "importing a .env",
      cells: "done done forbidden forbidden in in",
      fields: async () => ({ ...SCOPE, text: `${newName()}=some value`, step: "import" }),
    },
    {
      tries: "importing a .env over a secret of another environment",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await storedSecret(instance, ELSEWHERE);
        return { ...SCOPE, text: `${name}=some value`, step: "import" };
      },
    },
  ],
  restoreVersionAction: [
    {
      tries: "restoring an old version",
      cells: "done done forbidden notFound in in",
      fields: async (instance) => {
        const { id, revision } = await storedSecret(instance);
        return { ...SCOPE, secretId: id, revision, number: "1" };
      },
    },
    {
      tries: "restoring a version of another project's secret",
      cells: "notFound notFound forbidden notFound in in",
      fields: async (instance) => {
        const { id, revision } = await storedSecret(instance, ELSEWHERE);
        return { ...SCOPE, secretId: id, revision, number: "1" };
      },
    },
  ],
  ...MACHINE_MATRIX,
  ...ALLOWLIST_MATRIX,
  ...KEY_MATRIX,
  ...CONNECTION_MATRIX,
  ...MANAGER_MATRIX,
  ...LEASE_MATRIX,
  ...TRIGGER_MATRIX,
  ...NOTICE_MATRIX,
  ...ROTATION_MATRIX,
  ...SEVERAL_MATRIX,
  ...REQUEST_MATRIX,
  ...VALUE_LINK_MATRIX,
  ...POOL_MATRIX,
  deleteSecretAction: [
    {
      tries: "deleting a secret that an allowlist endpoint uses",
      cells: "conflict conflict forbidden forbidden in in",
      fields: async (instance) => {
        const { id, name } = await storedSecret(instance);
        await madeEndpoint(instance, { secret: name });
        return { ...SCOPE, secretId: id, confirmation: name };
      },
    },
    {
      tries: "deleting a secret that other projects use",
      cells: "conflict conflict forbidden forbidden in in",
      fields: async (instance) => {
        const { secret } = await mappedSecret(instance);
        return { ...ELSEWHERE, secretId: secret.id, confirmation: secret.name };
      },
    },
    {
      tries: "deleting a secret",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => {
        const { id, name } = await storedSecret(instance);
        return { ...SCOPE, secretId: id, confirmation: name };
      },
    },
    {
      tries: "deleting a secret of another project",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => {
        const { id, name } = await storedSecret(instance, ELSEWHERE);
        return { ...SCOPE, secretId: id, confirmation: name };
      },
    },
  ],
};

/**
 * What an Owner sends with the first row of each action that has one. One after the other: some rows write a person's row past
 * the program, and seal it only then.
 */
export async function firstFields(instance: Instance): Promise<ReadonlyMap<string, Fields>> {
  const all = new Map<string, Fields>();
  for (const [action, [row]] of Object.entries(ACTION_MATRIX))
    if (row) all.set(action, await row.fields(instance, "owner"));
  return all;
}
