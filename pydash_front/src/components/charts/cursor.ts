import { useState, useSyncExternalStore } from 'react';

/** Which slice is looked at; shared by all charts of a page, and drawn by none of the others. */
export interface Cursor {
  read: () => number | null;
  move: (index: number | null) => void;
  subscribe: (onMove: () => void) => () => void;
}

export function createCursor(): Cursor {
  let at: number | null = null;
  const listeners = new Set<() => void>();
  return {
    read: () => at,
    move: (index) => {
      if (index === at) return;
      at = index;
      listeners.forEach((listener) => listener());
    },
    subscribe: (onMove) => {
      listeners.add(onMove);
      return () => listeners.delete(onMove);
    },
  };
}

/** A cursor for all charts of a page; its moves draw nothing of the page anew. */
export function useCursor(): Cursor {
  const [cursor] = useState(createCursor);
  return cursor;
}

export function useCursorIndex({ read, subscribe }: Cursor): number | null {
  return useSyncExternalStore(subscribe, read);
}
