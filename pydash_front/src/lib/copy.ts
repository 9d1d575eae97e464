/** Puts text on the clipboard, over plain http too, where browsers hide the clipboard from pages. */

/** Which way worked: on the clipboard, or at least selected, for its reader to copy. */
export type Copied = 'copied' | 'selected';

/**
 * Copies what an element shows.
 *
 * @param element holds the text, and keeps it selected where the browser refuses to copy
 */
export async function copyText(element: HTMLElement, text: string): Promise<Copied> {
  if (await writeToClipboard(text)) return 'copied';
  window.getSelection()?.selectAllChildren(element);
  return copySelection() ? 'copied' : 'selected';
}

async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not a secure context (there is no clipboard then), or not allowed.
    return false;
  }
}

function copySelection(): boolean {
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without https
    return document.execCommand('copy');
  } catch {
    return false;
  }
}
