import { type Options, options } from '../arguments.ts';

const DIFF = `-p -u -s -U: -M? -C? -D -R -B? -S: -G: -O< -a -b -w -W -z -q --patch --no-patch --unified: --stat? --numstat --shortstat
  --dirstat? --summary --name-only --name-status --color? --no-color --color-words? --word-diff? --word-diff-regex: --text --cached
  --staged --merge-base --find-renames? --find-copies? --no-renames --diff-filter: --pickaxe-regex --pickaxe-all --relative?
  --no-relative --check --full-index --binary --abbrev? --no-ext-diff --no-textconv --minimal --patience --histogram
  --diff-algorithm: --ignore-space-at-eol --ignore-space-change --ignore-all-space --ignore-blank-lines --inter-hunk-context:
  --function-context --exit-code --quiet --no-prefix --src-prefix: --dst-prefix: --raw --patch-with-stat --compact-summary
  --submodule? --ignore-submodules? --no-index -1 -2 -3 --ours --theirs --base -t -r --root -c --cc -m`;

const LOG = `${DIFF} -# -n: -i -E -F -P -L: -g --oneline --graph --decorate? --no-decorate --all --branches? --tags? --remotes? --author:
  --committer: --grep: --all-match --invert-grep --since: --until: --after: --before: --max-count: --skip: --merges --no-merges
  --first-parent --reverse --format: --pretty? --abbrev-commit --no-abbrev-commit --date: --follow --topo-order --date-order
  --author-date-order --left-right --left-only --right-only --cherry --cherry-pick --cherry-mark --no-walk? --simplify-by-decoration
  --relative-date --parents --children --boundary --full-history --simplify-merges --ancestry-path --no-notes --source --walk-reflogs
  --regexp-ignore-case --extended-regexp --fixed-strings --perl-regexp --min-parents: --max-parents: --encoding: --no-mailmap`;

const COMMIT = `-m: -a -s -q -v -F< -C: -o -i -u? --message: --all --signoff --no-signoff --quiet --verbose --allow-empty
  --allow-empty-message --amend --no-edit --file< --author: --date: --dry-run --short --branch --porcelain --long --fixup: --squash:
  --reuse-message: --reset-author --trailer: --no-gpg-sign --cleanup: --only --include --status --no-status --untracked-files? --null`;

/** What each git command may be given without starting another program or writing anywhere unexpected. */
export const GIT_OPTIONS: ReadonlyMap<string, Options> = new Map(
  Object.entries({
    status: `-s -b -v -u? -z --short --branch --show-stash --porcelain? --long --verbose --untracked-files? --ignored?
      --ignore-submodules? --ahead-behind --no-ahead-behind --renames --no-renames --find-renames? --column? --no-column`,
    diff: DIFF,
    log: LOG,
    show: LOG,
    shortlog: `${LOG} -s -e --summary --numbered --email --group:`,
    branch: `-a -r -v -l -i -q -t -u: --all --remotes --list --verbose --show-current --merged --no-merged --contains --no-contains
      --sort: --format: --points-at: --color? --no-color --column? --no-column --ignore-case --abbrev? --no-abbrev --quiet --track?
      --no-track --set-upstream-to:`,
    add: `-A -u -v -n -N --all --no-all --update --verbose --dry-run --intent-to-add --renormalize --ignore-errors --ignore-missing
      --refresh --chmod: --sparse --no-ignore-removal --ignore-removal`,
    commit: COMMIT,
    checkout:
      '-b: -t -q -l --track? --no-track --quiet --detach --orphan: --guess --no-guess --ours --theirs --progress --no-progress',
    switch:
      '-c: -t -q --create: --track? --no-track --quiet --detach --orphan: --guess --no-guess --progress --no-progress',
    'rev-parse': `-q --abbrev-ref? --short? --verify --quiet --show-toplevel --show-prefix --show-cdup --git-dir --git-common-dir
      --is-inside-work-tree --is-bare-repository --symbolic --symbolic-full-name --all --branches? --tags? --remotes?`,
    'ls-files': `-c -d -m -o -i -s -u -z -t -v -x: --cached --deleted --modified --others --ignored --stage --unmerged --exclude:
      --exclude-standard --error-unmatch --full-name --abbrev? --eol --deduplicate`,
    blame:
      '-L: -l -t -s -e -p -w -M? -C? -f -n --root --porcelain --line-porcelain --incremental --show-name --show-number --show-email --date: --abbrev: --since:',
    grep: `-a -i -I -w -v -h -H -E -G -P -F -n -l -L -c -q -p -W -o -z -A: -B: -C: -e: -# --cached --untracked --text
      --ignore-case --word-regexp --invert-match --extended-regexp --basic-regexp --perl-regexp --fixed-strings --line-number --column
      --files-with-matches --name-only --files-without-match --count --color? --no-color --break --heading --show-function
      --after-context: --before-context: --context: --all-match --max-depth: --recursive --no-recursive --and --or --not`,
    'ls-tree': '-d -r -t -l -z --long --name-only --name-status --full-name --full-tree --abbrev?',
    'merge-base': '-a --all --is-ancestor --fork-point --octopus --independent',
    'rev-list': `${LOG} --count --objects`,
    describe:
      '--all --tags --always --dirty? --long --abbrev: --match: --exclude: --exact-match --first-parent --contains',
    remote: '-v --verbose',
    fetch:
      '-p -q -v -t -f -j: --all --prune --tags --no-tags --quiet --verbose --depth: --deepen: --unshallow --dry-run --force --jobs: --prune-tags',
    pull: '-r? -q -v -p --rebase? --no-rebase --ff --no-ff --ff-only --quiet --verbose --prune --tags --no-tags --no-edit --autostash --no-autostash --depth: --all',
    push: `-u -q -v -n -f -d --all --tags --follow-tags --set-upstream --quiet --verbose --dry-run --porcelain --progress --no-progress
      --atomic --force --force-with-lease? --force-if-includes --delete --mirror --prune --no-force-with-lease`,
    stash:
      '-u -q -k -m: -a -p --include-untracked --quiet --keep-index --no-keep-index --message: --all --index --staged --stat',
    merge:
      '-m: -q -v -n --ff --no-ff --ff-only --squash --no-squash --commit --no-commit --no-edit --abort --continue --quit --stat --no-stat --quiet',
    rebase:
      '-q -v --abort --continue --skip --quit --onto: --root --autostash --no-autostash --keep-base --quiet --verbose --stat',
    'cherry-pick': '-n -x -s -m: --no-commit --signoff --mainline: --abort --continue --skip --quit --allow-empty',
    restore: '-s: -S -W -q --source: --staged --worktree --quiet --ours --theirs --progress --no-progress',
    reset: '-q --soft --mixed --hard --keep --merge --quiet --no-refresh',
    tag: '-a -l -m: -n? -F< -d -f -v --list --annotate --message: --file< --sort: --format: --contains --no-contains --merged --no-merged --points-at: --delete --force --column? --no-column',
    init: '-q -b: --quiet --initial-branch: --bare',
    clean: '-d -f -n -q -x -X -e: --force --dry-run --quiet --exclude:',
    mv: '-f -k -n -v --force --dry-run --verbose',
    rm: '-f -n -q -r --force --dry-run --quiet --cached --ignore-unmatch',
    clone:
      '-q -v -n -b: -o: --quiet --verbose --no-checkout --branch: --origin: --depth: --single-branch --no-single-branch --no-tags --bare --mirror --shallow-since:',
  }).map(([name, source]) => [name, options(source)]),
);
