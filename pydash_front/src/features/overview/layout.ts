/** Sizes that the cards and what stands in for them share. */

export const CARD_PX = 264;
export const ROW_PX = 44;
/** So many are drawn together, as they come near the screen. */
export const BLOCK_SIZE = 6;

export const CARD_GRID = {
  display: 'grid',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(auto-fill, minmax(316px, 1fr))' },
  gap: { xs: 3, sm: 4 },
  listStyle: 'none',
  m: 0,
  p: 0,
} as const;

/** A list cut into blocks. */
export function blocksOf<Item>(items: readonly Item[]): (readonly Item[])[] {
  const count = Math.ceil(items.length / BLOCK_SIZE);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * BLOCK_SIZE, (index + 1) * BLOCK_SIZE),
  );
}
