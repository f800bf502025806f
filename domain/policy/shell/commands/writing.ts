import { options } from '../arguments.ts';
import type { CommandTable } from './table.ts';

/** Commands that write files where their arguments say. */
export const WRITING: ReadonlyMap<string, CommandTable> = new Map(
  Object.entries<CommandTable>({
    tee: { options: options('-a -i -p --append --ignore-interrupts'), operands: ['WRITE'] },
    touch: {
      options: options('-a -c -d: -h -m -r< -t: --date: --no-create --no-dereference --reference< --time:'),
      operands: ['WRITE'],
    },
    mkdir: { options: options('-p -v --parents --verbose'), operands: ['WRITE'] },
    mv: {
      options: options(
        '-f -i -n -T -u -v --force --interactive --no-clobber --no-target-directory --update? --verbose',
      ),
      operands: ['WRITE'],
    },
    cp: {
      options:
        options(`-a -d -f -H -i -L -n -p -P -r -R -T -u -v -x --archive --force --interactive --no-clobber --no-dereference
      --no-target-directory --preserve? --recursive --update? --verbose`),
      operands: ['READ'],
      last: 'WRITE',
    },
    ln: { options: options('-f -n -r -s -T -v --force --relative --symbolic --verbose'), operands: ['WRITE'] },
    rm: {
      options: options('-d -f -i -I -r -R -v --dir --force --interactive? --recursive --verbose'),
      operands: ['WRITE'],
    },
    rmdir: { options: options('-p -v --ignore-fail-on-non-empty --parents --verbose'), operands: ['WRITE'] },
    unlink: { options: options('--help --version'), operands: ['WRITE'] },
    chmod: {
      options: options('-c -f -R -v --changes --quiet --recursive --silent --verbose'),
      operands: ['TEXT', 'WRITE'],
    },
  }),
);
