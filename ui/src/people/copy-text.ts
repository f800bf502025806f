/** Copies the text of a box, also on plain http, where browsers have no clipboard for scripts. @returns whether it did */
export async function copyFrom(box: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(box.value);
    return true;
  } catch {
    box.select();
    return document.execCommand('copy');
  }
}

/** The same for a text that is in no box. */
export async function copyText(text: string): Promise<boolean> {
  const box = document.createElement('textarea');
  box.value = text;
  document.body.append(box);
  try {
    return await copyFrom(box);
  } finally {
    box.remove();
  }
}
