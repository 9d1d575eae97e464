/** Asks for the password once more, where the server wants it for what was just tried. */

type Settle = (isConfirmed: boolean) => void;

let waiting: Settle | null = null;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Resolves once the user has given the password (`true`), or does not want to (`false`). */
export function askForPassword(): Promise<boolean> {
  waiting?.(false);
  return new Promise((resolve) => {
    waiting = resolve;
    tell();
  });
}

/** What the dialog says back. */
export function settlePassword(isConfirmed: boolean): void {
  waiting?.(isConfirmed);
  waiting = null;
  tell();
}

export function isAskingForPassword(): boolean {
  return waiting !== null;
}

export function onPasswordAsked(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
