import { forgetAllBut } from './browser-memory';
import { drawFor } from './drawn-for';
import { MODE_STORAGE_KEY } from './mode-storage';

/** Leaves nothing of an account in this browser; light or dark is the visitor's, and stays. */
export function forgetAccount(): void {
  drawFor(null);
  forgetAllBut(MODE_STORAGE_KEY);
}
