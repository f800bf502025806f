/** What a task is found by, in lower case. */
export const searchTextOf = ({ key, title }: { readonly key: string; readonly title: string }): string =>
  `${key} ${title}`.toLowerCase();

/** The words of what somebody looks for, in lower case: each has to occur, in any order, also within a word. */
export const searchWords = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

/** Whether a task is one that somebody looks for. */
export function isFoundBy(task: { readonly key: string; readonly title: string }, text: string): boolean {
  const searchText = searchTextOf(task);
  return searchWords(text).every((word) => searchText.includes(word));
}
