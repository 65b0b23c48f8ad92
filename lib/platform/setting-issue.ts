/** A rule that a setting broke, worded to follow the setting's name. */
export class Issue {
  readonly rule: string;

  constructor(rule: string) {
    this.rule = rule;
  }
}

/** Reads one setting: what `parse` made of it, or `fallback` when it is unset, empty or wrong. Errors are noted. */
export type SettingReader = <T>(name: string, fallback: T, parse: (text: string) => T | Issue) => T;
