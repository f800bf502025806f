/** As much of a markdown tree as there is to know. */
interface Node {
  readonly type: string;
  readonly value?: string;
  children?: Node[];
  data?: { readonly hName: string; readonly hProperties: Readonly<Record<string, unknown>> };
}

/** A remark plugin that marks "@Name" of the given names in prose; code stays as it is. */
export function markMentions(names: readonly string[]) {
  const pattern = patternOf(names);
  return () => (tree: Node) => mark(tree, pattern);
}

function patternOf(names: readonly string[]): RegExp {
  const longestFirst = names.toSorted((one, other) => other.length - one.length);
  const words = longestFirst.map((name) => name.normalize('NFC').trim().split(/\s+/).map(escaped).join('\\s+'));
  return new RegExp(`((?<![\\p{L}\\p{M}\\p{N}_@/])@(?:${words.join('|')})(?![\\p{L}\\p{M}\\p{N}_@]))`, 'giu');
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function mark(node: Node, pattern: RegExp): void {
  if (!node.children) return;
  node.children = node.children.flatMap((child) => {
    if (child.type === 'text' && child.value !== undefined) return piecesOf(child.value, pattern);
    mark(child, pattern);
    return [child];
  });
}

/** Every second piece is a mention. */
const piecesOf = (text: string, pattern: RegExp): Node[] =>
  text
    .normalize('NFC')
    .split(pattern)
    .map((value, index): Node => (index % 2 === 0 ? { type: 'text', value } : mention(value)))
    .filter(({ type, value }) => type !== 'text' || value !== '');

const mention = (value: string): Node => ({
  type: 'mention',
  children: [{ type: 'text', value }],
  data: { hName: 'span', hProperties: { className: ['mention'] } },
});
