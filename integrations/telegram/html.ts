/** Longest text of a message after formatting, in UTF-16 units. */
export const MESSAGE_LENGTH = 4096;

/** Text that is shown as it is. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const bold = (text: string): string => `<b>${escapeHtml(text)}</b>`;
export const italic = (text: string): string => `<i>${escapeHtml(text)}</i>`;
export const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;
export const quote = (text: string): string => `<blockquote>${escapeHtml(text)}</blockquote>`;
export const link = (text: string, url: string): string =>
  `<a href="${escapeHtml(url).replaceAll('"', '&quot;')}">${escapeHtml(text)}</a>`;

/** How long people see a formatted text, which is what counts towards the limit. */
export const shownLength = (html: string): number =>
  html.replaceAll(/<[^>]*>/g, '').replaceAll(/&(lt|gt|amp|quot);/g, '.').length;

/** The first of a text, with a sign where something is missing; no character is cut in two. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${withoutHalf(text.slice(0, length - 1)).trimEnd()}…`;
}

/** Pieces of at most this length, cut between lines or words where there are any. */
export function pieces(text: string, length: number): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > length) {
    const piece = rest.slice(0, length);
    const at = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf(' '));
    const cut = at > length / 2 ? at : withoutHalf(piece).length;
    found.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest !== '' || found.length === 0) found.push(rest);
  return found;
}

/** Something that is told, and where it stands among all that is. */
export interface Block {
  readonly html: string;
  readonly order: number;
}

/** Blocks as few messages, in order; a block is never longer than a message. */
export function packed(blocks: readonly Block[]): { html: string; upTo: number }[] {
  const messages: { html: string; upTo: number }[] = [];
  for (const { html, order } of blocks) {
    const last = messages.at(-1);
    const together = last && `${last.html}\n\n${html}`;
    if (last && together !== undefined && shownLength(together) <= MESSAGE_LENGTH) {
      messages[messages.length - 1] = { html: together, upTo: order };
    } else {
      messages.push({ html, upTo: order });
    }
  }
  return messages;
}

const withoutHalf = (text: string): string => (/[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text);
