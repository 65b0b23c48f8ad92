import { expect, test } from "./fixture";
import { open } from "./hydration";

test("the three roles that may look find the Secrets page", async ({ as }) => {
  for (const role of ["owner", "super_admin", "auditor"] as const) {
    const page = await as(role);
    await open(page, "/projects/default/development/secrets");
    await expect(page.getByRole("heading", { name: "Secrets", level: 1 })).toBeVisible();
  }
});
