/** Text within a line of markdown: no line breaks, and nothing that markdown or HTML would act on. */
export const escape = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*[\]<|]/g, (character) => `\\${character}`);
