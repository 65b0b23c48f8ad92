import { AppError, isAppError } from "@/lib/platform/app-error";

/** Stands for the name of the user that gets rights. */
export const USER_PLACEHOLDER = "{{user}}";

/** Runs statements that give a user rights, one after the other. What one of them fails with names it by its number. */
export async function giveRights(
  statements: readonly string[],
  user: string,
  run: (statement: string) => Promise<unknown>,
): Promise<void> {
  for (const [index, statement] of statements.entries()) {
    try {
      await run(statement.replaceAll(USER_PLACEHOLDER, () => user));
    } catch (error) {
      if (!isAppError(error)) throw error;
      throw new AppError(error.code, `Statement ${index + 1} failed. ${error.detail}`, error.context);
    }
  }
}
