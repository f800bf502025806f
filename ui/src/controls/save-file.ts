/** Has the browser write what an address answers to the disk while it comes. @param name empty: as the answer says */
export function download(address: string, name = ''): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}

/** Gives the browser a file to save. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  download(address, name);
  URL.revokeObjectURL(address);
}
