/** Copies the text of a box, also on plain http, where browsers have no clipboard for scripts. @returns whether it did */
export async function copyFrom(box: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(box.value);
    return true;
  } catch {
    box.select();
    return document.execCommand('copy');
  }
}
