const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/** Markdown without its fenced code blocks and inline code; what remains is not joined into new words. */
export const withoutCode = (markdown: string): string => withoutInlineCode(withoutFencedBlocks(markdown));

/** A block ends at a fence of the same character that is at least as long, or at the end of the text. */
function withoutFencedBlocks(markdown: string): string {
  let open: string | undefined;
  const kept = markdown.split(/\r\n|\r|\n/).map((line) => {
    const [, fence, rest = ''] = FENCE.exec(line) ?? [];
    if (open !== undefined) {
      if (fence?.startsWith(open) === true && rest.trim() === '') open = undefined;
      return '';
    }
    // What follows backticks may not contain another one: that is inline code.
    const opens = fence !== undefined && !(fence.startsWith('`') && rest.includes('`'));
    if (!opens) return line;
    open = fence;
    return '';
  });
  return kept.join('\n');
}

/** Code is closed by as many backticks as opened it, within one paragraph. */
const withoutInlineCode = (markdown: string): string =>
  markdown
    .split(/(\n[ \t]*\n)/)
    .map((paragraph) => paragraph.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '`'))
    .join('');
