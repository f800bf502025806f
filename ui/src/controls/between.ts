/** From one item of a list to another, both included, whichever comes first; what is not listed does not count. */
export function between<Item>(listed: readonly Item[], one: Item, other: Item): readonly Item[] {
  const places = [listed.indexOf(one), listed.indexOf(other)].filter((place) => place >= 0);
  return places.length === 0 ? [] : listed.slice(Math.min(...places), Math.max(...places) + 1);
}
