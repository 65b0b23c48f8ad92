const STORED_AS = "strongroom-single-keys";

/** Whether keys without Ctrl or ⌘ do anything. On unless switched off on this device. */
export function areSingleKeysOn(): boolean {
  return window.localStorage.getItem(STORED_AS) !== "off";
}

export function setSingleKeys(isOn: boolean): void {
  if (isOn) window.localStorage.removeItem(STORED_AS);
  else window.localStorage.setItem(STORED_AS, "off");
}
