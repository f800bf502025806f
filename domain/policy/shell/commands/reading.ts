import { options } from '../arguments.ts';
import type { CommandTable } from './table.ts';

const reading = (known: string, more: Partial<CommandTable> = {}): CommandTable => ({
  options: options(known),
  operands: ['READ'],
  takesGlobs: true,
  ...more,
});

const text = (known: string): CommandTable => reading(known, { operands: ['TEXT'] });

const GREP = `-a -b -c -E -F -G -h -H -i -I -l -L -n -o -P -q -r -R -s -T -U -v -w -x -y -z -Z -# -A: -B: -C: -D: -d: -e: -f< -m:
  --after-context: --before-context: --context: --binary-files: --byte-offset --color? --colour? --count --devices: --directories:
  --dereference-recursive --exclude: --exclude-dir: --exclude-from< --extended-regexp --file< --files-with-matches
  --files-without-match --fixed-strings --basic-regexp --perl-regexp --ignore-case --no-ignore-case --include< --initial-tab
  --invert-match --label: --line-buffered --line-number --line-regexp --max-count: --no-filename --no-messages --null --null-data
  --only-matching --quiet --silent --recursive --regexp: --text --with-filename --word-regexp --help --version`;

const grep = reading(GREP, { operands: ['TEXT', 'READ'], replaceFirst: ['-e', '--regexp', '-f', '--file'] });

/** Commands that read files, or nothing, and write to their output alone. */
export const READING: ReadonlyMap<string, CommandTable> = new Map(
  Object.entries<CommandTable>({
    ls: reading(`-a -A -b -B -c -C -d -D -f -F -g -G -h -H -i -I: -k -l -L -m -n -N -o -p -q -Q -r -R -s -S -t -T: -u -U -v -w: -x -X -Z -1
    --all --almost-all --author --block-size: --classify? --color? --directory --dereference --file-type --format: --full-time
    --group-directories-first --hide: --human-readable --hyperlink? --ignore: --ignore-backups --indicator-style: --inode --literal
    --no-group --numeric-uid-gid --quote-name --quoting-style: --recursive --reverse --si --size --sort: --time: --time-style: --width:
    --zero --help --version`),
    cat: reading(`-A -b -e -E -n -s -t -T -u -v --number --number-nonblank --show-all --show-ends --show-nonprinting --show-tabs
    --squeeze-blank --help --version`),
    head: reading(
      '-# -c: -n: -q -v -z --bytes: --lines: --quiet --silent --verbose --zero-terminated --help --version',
    ),
    tail: reading(`-# -c: -f -F -n: -q -s: -v -z --bytes: --follow? --lines: --quiet --retry --silent --sleep-interval: --verbose
    --zero-terminated --help --version`),
    wc: reading('-c -l -L -m -w --bytes --chars --lines --max-line-length --total: --words --help --version'),
    sort: reading(
      `-b -c -C -d -f -g -h -i -k: -m -M -n -o> -r -R -s -S: -t: -u -V -z --batch-size: --buffer-size: --check? --debug
    --dictionary-order --field-separator: --general-numeric-sort --human-numeric-sort --ignore-case
    --ignore-leading-blanks --ignore-nonprinting --key: --merge --month-sort --numeric-sort --output> --parallel: --random-source<
    --reverse --sort: --stable --unique --version-sort --zero-terminated --help --version`,
      { takesGlobs: false },
    ),
    grep,
    egrep: grep,
    fgrep: grep,
    pwd: text('-L -P --logical --physical --help --version'),
    basename: text('-a -s: -z --multiple --suffix: --zero'),
    dirname: text('-z --zero'),
    seq: text('-f: -s: -w -# --equal-width --format: --separator:'),
    sleep: text('--help --version'),
    tr: text('-c -C -d -s -t --complement --delete --squeeze-repeats --truncate-set1'),
    which: text('-a --all'),
    whoami: text('--help --version'),
    uname: text('-a -i -m -n -o -p -r -s -v --all'),
    cut: reading(`-b: -c: -d: -f: -n -s -z --bytes: --characters: --complement --delimiter: --fields: --only-delimited
    --output-delimiter: --zero-terminated`),
    uniq: reading(
      `-c -d -D -f: -i -s: -u -w: -z --all-repeated? --count --group? --ignore-case --repeated --skip-chars:
    --skip-fields: --unique --check-chars: --zero-terminated`,
      { operands: ['READ', 'WRITE'] },
    ),
    nl: reading('-b: -d: -f: -h: -i: -l: -n: -p -s: -v: -w:'),
    tac: reading('-b -r -s: --before --regex --separator:'),
    rev: reading(''),
    fold: reading('-b -s -w: --bytes --spaces --width:'),
    column: reading('-c: -n -N: -o: -R: -s: -t -x --table --separator: --output-separator:'),
    comm: reading('-1 -2 -3 -z --check-order --nocheck-order --output-delimiter: --total'),
    cmp: reading('-b -i: -l -n: -s --bytes: --print-bytes --quiet --silent --verbose'),
    diff: reading(`-a -b -B -c -C: -d -e -E -F: -i -I: -l -n -N -p -q -r -s -S: -t -T -u -U: -w -W: -x: -X< -y -Z --brief --color?
    --context? --exclude: --exclude-from< --from-file< --to-file< --ignore-all-space --ignore-blank-lines --ignore-case
    --ignore-matching-lines: --ignore-space-change --minimal --new-file --no-dereference --recursive --report-identical-files
    --side-by-side --speed-large-files --strip-trailing-cr --suppress-common-lines --text --unified? --width:`),
    stat: reading('-c: -f -L -t --dereference --file-system --format: --printf: --terse'),
    file: reading('-b -i -k -L -h -N -n -p -r -s -v -z -0 --brief --dereference --mime --mime-type --mime-encoding'),
    du: reading(`-a -b -c -d: -h -H -k -L -l -m -P -s -S -x -0 --all --apparent-size --block-size: --bytes --exclude: --human-readable
    --max-depth: --summarize --total`),
    df: reading(
      '-a -h -H -i -k -l -P -T --all --human-readable --inodes --local --output? --portability --print-type --total',
    ),
    realpath: reading(
      '-e -m -L -P -q -s -z --canonicalize-existing --canonicalize-missing --no-symlinks --relative-to< --zero',
    ),
    readlink: reading('-e -f -m -n -q -s -v -z --canonicalize --no-newline --zero'),
    md5sum: reading('-b -c -t -z --binary --check --quiet --status --tag --text --zero'),
    sha256sum: reading('-b -c -t -z --binary --check --quiet --status --tag --text --zero'),
    jq: reading(
      `-a -c -C -e -j -M -n -r -s -S -R -g --arg: --argjson: --ascii-output --color-output --compact-output --exit-status
    --join-output --monochrome-output --null-input --raw-input --raw-output --slurp --sort-keys --tab --indent:`,
      {
        operands: ['TEXT', 'READ'],
        takesGlobs: false,
      },
    ),
    rg: reading(
      `-A: -B: -C: -c -e: -F -g: -i -H -I -l -L -m: -M: -n -N -o -P -q -r: -s -S -t: -T: -u -U -v -w -x -. -0 --after-context:
    --before-context: --context: --color: --column --count --count-matches --files --files-with-matches --files-without-match
    --fixed-strings --glob: --heading --no-heading --hidden --iglob: --ignore-case --json --line-number --no-line-number
    --max-columns: --max-count: --max-depth: --multiline --no-ignore --no-messages --only-matching --pcre2 --quiet --regexp: --replace:
    --smart-case --sort: --stats --trim --type: --type-not: --word-regexp --with-filename --no-filename --version`,
      { operands: ['TEXT', 'READ'], replaceFirst: ['-e', '--regexp', '--files'] },
    ),
    tree: reading(
      '-a -C -d -D -f -F -g -h -i -I: -J -l -L: -n -p -P: -r -s -S -t -u -v --charset: --dirsfirst --du --filelimit: --noreport --prune',
    ),
  }),
);
