import { randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { Role } from "@/lib/authorization/actor";
import { runAdmin } from "./admin";
import type { InstanceEnv } from "./instance";

/** Someone with an account on the instance, and how they sign in. */
export interface Person {
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Someone who is not there yet. Names and addresses are never the same twice. */
export function imagine(role: Role): Person {
  const id = randomBytes(5).toString("hex");
  return {
    role,
    name: `Robin ${id}`,
    email: `${role}-${id}@example.com`,
    password: `violet ${randomBytes(12).toString("base64url")} teapot`,
  };
}

/** Makes an account with the operator's command. */
export async function makePerson(env: InstanceEnv, role: Role): Promise<Person> {
  const person = imagine(role);
  const { name, email, password } = person;
  await runAdmin(
    env,
    ["person", "create", "--email", email, "--role", role, "--name", name],
    `${password}\n`,
  );
  return person;
}

/** Fills in the set-up page that the link opened, and waits for Home. */
export async function becomeOwner(page: Page, link: string): Promise<Person> {
  const person = imagine("owner");
  await page.goto(link);
  await page.getByRole("textbox", { name: "Name" }).fill(person.name);
  await page.getByRole("textbox", { name: "Email" }).fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create Owner" }).click();
  await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  return person;
}

/** Signs in on the sign-in page that is open already. */
export async function signInHere(page: Page, { email, password }: Pick<Person, "email" | "password">) {
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
