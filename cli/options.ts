import { InvalidArgumentError, Option } from 'commander';
import { DEFAULT_DATA_FOLDER } from '../local/data-folder.ts';

const HIGHEST_PORT = 65_535;

/** `--data DIR`, the same for every command that concerns a local stack. */
export const dataOption = () =>
  new Option('--data <dir>', 'data folder of the local stack').default(DEFAULT_DATA_FOLDER);

/** `--json`: one line of JSON on standard output in place of text. */
export const jsonOption = () => new Option('--json', 'print one line of JSON');

/** `--project SLUG`, where a command is about one project. */
export const projectOption = () => new Option('--project <slug>', 'the project').makeOptionMandatory();

/** `--reason TEXT`, where people will ask why. */
export const reasonOption = () => new Option('--reason <text>', 'why, for everybody to see').makeOptionMandatory();

/** `--port N`. */
export const portOption = (description: string) => new Option('--port <n>', description).argParser(parsePort);

function parsePort(text: string): number {
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= HIGHEST_PORT) return port;
  throw new InvalidArgumentError(`A port is a number from 0 to ${HIGHEST_PORT}.`);
}

/** "a, b" -> ["a", "b"] */
export const parseList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** A whole number from 1. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('This is a whole number from 1.');
}
