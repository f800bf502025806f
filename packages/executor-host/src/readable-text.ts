// oxlint-disable no-control-regex -- control characters are what is looked for
const TERMINAL_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

/** A tool's text as Mission Control takes it: without colours and other control characters, and well-formed. */
export const readable = (text: string): string =>
  text.replaceAll(TERMINAL_SEQUENCE, '').replaceAll(CONTROL, '').toWellFormed();
