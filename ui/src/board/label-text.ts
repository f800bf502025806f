/** Labels as people type them: separated by commas or spaces. */
export const labelsIn = (text: string): readonly string[] => [
  ...new Set(text.split(/[\s,]+/).filter((label) => label !== '')),
];
