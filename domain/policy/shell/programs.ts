import type { Trait } from './finding.ts';
import type { ShellWord } from './word.ts';

/** Shells whose grammar is the one that is judged here. */
export const isKnownShell = (name: string): boolean => /^(?:ba|da)?sh$/u.test(name);

export const isShell = (name: string): boolean =>
  /^(?:(?:ba|da|a|rba|z|k|mk|fi|c|tc|pw)?sh|powershell|elvish|nu)$/u.test(name);

/** Programs that run a language: their code can do anything. */
export const isLanguage = (name: string): boolean =>
  /^(?:node(?:js)?|deno|bun|(?:python|pypy|perl|ruby|php|lua)[\d.]*|tclsh|rscript|r|julia|osascript|ts-node|tsx|groovy|scala|ghci|irb|expect)$/u.test(
    name,
  );

export const isAwk = (name: string): boolean => /^[gmn]?awk$/u.test(name);

/** Show text and take commands from whoever looks at it, or edit with macros. */
export const isInteractive = (name: string): boolean =>
  /^(?:vim?|nvim|view|ex|ed|emacs|nano|pico|less|more|most|man|info|top|htop|gdb|lldb|screen|tmux|mc)$/u.test(name);

const DOWNLOADS =
  /^(?:curl|wget2?|fetch|aria2c|axel|lynx|links|w3m|https?|httpie|xh|nc|ncat|netcat|socat|telnet|l?ftp|tftp)$/u;
const DECODES = /^(?:gunzip|zcat|bunzip2|bzcat|unxz|xzcat|uudecode|zstdcat|unzstd|base32)$/u;
const DECODES_BY_FLAG = /^(?:base64|gzip|bzip2|xz|openssl|xxd|zstd|basenc)$/u;

/** What a program is good for in a chain that runs what it got from elsewhere. */
export function traitsOf(name: string, words: readonly ShellWord[]): readonly Trait[] {
  if (DOWNLOADS.test(name)) return ['DOWNLOADS'];
  const hasFlag = words.some(({ text }) => /^-[a-zA-Z]*[dDr]|^--(?:decode|decompress|decrypt|revert)/u.test(text));
  return DECODES.test(name) || (DECODES_BY_FLAG.test(name) && hasFlag) ? ['DECODES'] : [];
}
