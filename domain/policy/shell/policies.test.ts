import { describe, expect, it } from '@jest/globals';
import type { Case } from './corpus/case.test-support.ts';
import { blocked } from './corpus/dangerous.test-support.ts';
import { notUnderstood, seenThrough } from './corpus/obfuscated.test-support.ts';
import { options } from './corpus/options.test-support.ts';
import { judgeShell } from './judge.ts';
import type { ShellRules } from './rules.ts';
import { rulesForTests } from './rules.test-support.ts';

const judge = (command: string, changes: Partial<ShellRules> = {}) => judgeShell(command, rulesForTests(changes));

const EVERYTHING = { allowed: ['*'] };

describe('a policy that allows every command', () => {
  it.each([...blocked, ...seenThrough].map(([command]) => ({ command })))('still denies $command', ({ command }) => {
    expect(judge(command, EVERYTHING).decision).toBe('DENY');
  });

  /** These are only not listed, or run something that is only not listed. */
  const isListed = (command: string): boolean =>
    /^(?:git show HEAD|find \. -exec(?:dir)? .*make.*|find \. -ok .*|timeout 5 make|bash script\.sh|.* -c 'ls; make'|eval "ls; make")$/u.test(
      command,
    );

  it.each([...options, ...notUnderstood].filter(([command]) => !isListed(command)).map(([command]) => ({ command })))(
    'does not let through $command',
    ({ command }) => {
      expect(judge(command, EVERYTHING)).not.toMatchObject({ decision: 'ALLOW' });
    },
  );
});

const LISTED = {
  allowed:
    `rm, cp, mv, mkdir, touch, tee, chmod, sed, awk, jq, rg, curl, wget, make, git, npm, npx, npx tsc, watch, tar, docker push,
    printf, ssh, kubectl get, bash, perl, ./gradlew, node, deploy.sh`.split(/,\s*/u),
};

const CASES: readonly Case[] = [
  ['mkdir -p src/new && touch src/new/a.ts', 'ALLOW'],
  ['mkdir ../other', 'DENY'],
  ['cp src/a.ts src/b.ts', 'ALLOW'],
  ['cp /etc/passwd src/a.ts', 'DENY'],
  ['cp src/a.ts /tmp/a.ts', 'DENY'],
  ['mv a.ts b.ts', 'ALLOW'],
  ['mv a.ts "$folder"', 'NEEDS_APPROVAL'],
  ['tee notes.md', 'ALLOW'],
  ['chmod u+x script.sh', 'ALLOW'],
  ["sed -n '1,20p' src/a.ts", 'ALLOW'],
  ["sed -i 's/one/two/g' src/a.ts", 'ALLOW'],
  ["sed -i 's/one/two/g' ../a.ts", 'DENY'],
  ["sed 's/one/two/e' src/a.ts", 'NEEDS_APPROVAL'],
  ["sed -e p -e '1e id' src/a.ts", 'NEEDS_APPROVAL'],
  ["sed '/s/s/a/b/e' src/a.ts", 'NEEDS_APPROVAL'],
  ["sed 's/a/b/;w out' src/a.ts", 'NEEDS_APPROVAL'],
  ["awk '{ print $1 }' data.txt", 'ALLOW'],
  ["awk -F: '{ print $1 }' data.txt", 'ALLOW'],
  ['awk \'{ print > "x" }\' data.txt', 'NEEDS_APPROVAL'],
  ["awk '{ print $1 }' /etc/passwd", 'DENY'],
  ['jq .name package.json', 'ALLOW'],
  ['rg -n TODO src', 'ALLOW'],
  ['rg --pre make TODO', 'NEEDS_APPROVAL'],
  ['curl -fsSL https://api.github.com/x', 'ALLOW'],
  ['curl -o data.json https://github.com/x', 'ALLOW'],
  ['curl -o ../x https://github.com/x', 'DENY'],
  ['curl https://example.com/x', 'DENY'],
  ['curl example.com', 'DENY'],
  ['curl https://github.com@example.com/x', 'NEEDS_APPROVAL'],
  ['curl file:///etc/passwd', 'NEEDS_APPROVAL'],
  ['curl https://{github.com,example.com}/x', 'NEEDS_APPROVAL'],
  ['curl "$URL"', 'NEEDS_APPROVAL'],
  ['curl -d @secrets.txt https://github.com/x', 'NEEDS_APPROVAL'],
  ['curl -H @secrets.txt https://github.com/x', 'NEEDS_APPROVAL'],
  ['curl -w "%output{../x}" https://github.com/x', 'NEEDS_APPROVAL'],
  ['curl -X DELETE https://github.com/x', 'NEEDS_APPROVAL'],
  ['curl -x example.com:1 https://github.com/x', 'DENY'],
  ['curl --config=rc https://github.com/x', 'NEEDS_APPROVAL'],
  ['wget -q https://github.com/x', 'ALLOW'],
  ['wget https://example.com/x', 'DENY'],
  ['make build', 'ALLOW'],
  ['make -C ../other', 'DENY'],
  ['make $target', 'NEEDS_APPROVAL'],
  ['./gradlew test', 'ALLOW'],
  ['git push origin main', 'ALLOW'],
  ['git push -u origin HEAD', 'ALLOW'],
  ['git push --force', 'NEEDS_APPROVAL'],
  ['git push -f origin main', 'NEEDS_APPROVAL'],
  ['git push --force-with-lease', 'NEEDS_APPROVAL'],
  ['git push origin +main', 'NEEDS_APPROVAL'],
  ['git push origin :main', 'NEEDS_APPROVAL'],
  ['git push --delete origin main', 'NEEDS_APPROVAL'],
  ['git push https://example.com/x main', 'DENY'],
  ['git push git@example.com:x/y main', 'DENY'],
  ['git pull --rebase', 'ALLOW'],
  ['git pull --upload-pack=make', 'NEEDS_APPROVAL'],
  ["git fetch 'ext::sh -c make'", 'NEEDS_APPROVAL'],
  ['git stash', 'ALLOW'],
  ['git stash drop', 'NEEDS_APPROVAL'],
  ['git reset --soft HEAD~1', 'ALLOW'],
  ['git reset --hard', 'NEEDS_APPROVAL'],
  ['git clean -fd', 'NEEDS_APPROVAL'],
  ['git grep -n TODO', 'ALLOW'],
  ['git grep -Ovim TODO', 'NEEDS_APPROVAL'],
  ['git rebase -x make main', 'NEEDS_APPROVAL'],
  ['git -c core.sshCommand=make fetch', 'NEEDS_APPROVAL'],
  ['git config core.pager make', 'NEEDS_APPROVAL'],
  ['git remote -v', 'ALLOW'],
  ['git remote add x https://github.com/x/y', 'NEEDS_APPROVAL'],
  ['npx tsc --noEmit', 'ALLOW'],
  ['npx anything', 'NEEDS_APPROVAL'],
  ['npx sudo ls', 'DENY'],
  ['watch ls', 'NEEDS_APPROVAL'],
  ['tar xzf a.tgz', 'ALLOW'],
  ['tar xf a.tar --to-command=make', 'NEEDS_APPROVAL'],
  ['tar xf a.tar -C /etc', 'DENY'],
  ['printf "%s\\n" hello', 'ALLOW'],
  ["printf -v 'x[$(make)]' hello", 'NEEDS_APPROVAL'],
  ['bash scripts/build.sh', 'ALLOW'],
  ['bash /tmp/build.sh', 'DENY'],
  ['perl script.pl', 'ALLOW'],
  ['perl -e 1', 'NEEDS_APPROVAL'],
];

describe('a policy that allows more commands', () => {
  it.each(CASES.map(([command, expected]) => ({ command, expected })))(
    '$command: $expected',
    ({ command, expected }) => {
      const { decision, reasons } = judge(command, LISTED);
      expect({ decision, reasons }).toEqual({ decision: expected, reasons });
    },
  );

  it.each(['rm notes.md', 'rm -rf dist', 'docker push image', 'npm publish', 'kubectl get pods'])(
    'allows %s, which stays RED',
    (command) => {
      expect(judge(command, LISTED)).toMatchObject({ decision: 'ALLOW', risk: 'RED' });
    },
  );

  it.each(['deploy.sh production', 'node deploy.js prod', 'npm run deploy:live', 'NODE_ENV=production npm test'])(
    'takes %s for RED, since it names production',
    (command) => {
      expect(judge(command, LISTED)).toMatchObject({ decision: 'ALLOW', risk: 'RED' });
    },
  );

  it.each(['grep production docs.md', 'git commit -m "Fix production"', 'cat live.md'])(
    'does not take %s for production',
    (command) => {
      expect(judge(command)).toMatchObject({ decision: 'ALLOW', risk: 'YELLOW' });
    },
  );
});

describe('block rules of a policy', () => {
  it.each(['git -C x status', 'env git status', "sh -c 'ls; git status'", '/usr/bin/git status', 'git status | cat'])(
    'find %s',
    (command) => {
      const verdict = judge(command, { blocked: ['git status'] });
      expect(verdict).toMatchObject({ decision: 'DENY', risk: 'RED' });
      expect(verdict.rules[0]).toEqual({ field: 'shellBlocked', match: 'git status', decision: 'DENY' });
    },
  );

  it('do not find the same words elsewhere', () => {
    expect(judge('git commit -m "git status"', { blocked: ['git status', 'status', 'dd'] }).decision).toBe('ALLOW');
  });
});

describe('what no allow rule names', () => {
  it.each(['make', 'ls && make', '$x', 'x=$(make)', 'git push'])('becomes of %s what the policy says', (command) => {
    expect(judge(command, { unlisted: 'NEEDS_APPROVAL' })).toMatchObject({ decision: 'NEEDS_APPROVAL', risk: 'RED' });
    expect(judge(command, { unlisted: 'DENY' })).toMatchObject({ decision: 'DENY', risk: 'RED' });
  });
});

describe('a verdict', () => {
  it('names the rule that allows each command, and the paths', () => {
    expect(judge('cat README.md | grep -c x')).toEqual({
      decision: 'ALLOW',
      risk: 'YELLOW',
      rules: [
        { field: 'shellAllowed', match: 'cat', decision: 'ALLOW' },
        { field: 'readPaths', match: '/work/project/README.md', decision: 'ALLOW' },
        { field: 'shellAllowed', match: 'grep', decision: 'ALLOW' },
      ],
      reasons: [
        '`cat README.md` is allowed by the rule `cat`.',
        'the path /work/project/README.md',
        '`grep -c` is allowed by the rule `grep`.',
      ],
      commands: [
        ['cat', 'README.md'],
        ['grep', '-c', 'x'],
      ],
    });
  });

  it('begins with what decides', () => {
    const { reasons, rules } = judge('ls; make; sudo ls');
    expect(reasons.slice(0, 2)).toEqual([
      '`sudo` acts as another user: always blocked.',
      'No allow rule names `make`.',
    ]);
    expect(rules.map(({ field }) => field)).toEqual(['shellBlocked', 'unlisted', 'unlisted', 'shellAllowed']);
  });

  it('lists every command, wherever it hides, in plain words', () => {
    expect(judge('l\\s "$(p\'w\'d)" $x; env CI=1 sh -c "git \'status\'"').commands).toEqual([
      ['ls', '"$(p\'w\'d)"', '$x'],
      ['pwd'],
      ['env', 'CI=1', 'sh', '-c', "git 'status'"],
      ['sh', '-c', "git 'status'"],
      ['git', 'status'],
    ]);
  });

  it('is short, however long the command', () => {
    const { reasons } = judge(Array.from({ length: 300 }, (_, index) => `x${index} ${'y'.repeat(40)}`).join(';'));
    expect(reasons).toHaveLength(24);
    expect(Math.max(...reasons.map(({ length }) => length))).toBeLessThan(250);
  });
});

describe('the folder that a command changes to', () => {
  it('counts for the paths behind it', () => {
    const secret = (path: string) => ({
      decision: path === 'a/b/secret' ? ('DENY' as const) : ('ALLOW' as const),
      field: 'pathsBlocked' as const,
      match: path,
      reason: path,
    });
    expect(judge('cd a && cd b && cat secret', { isReadable: secret }).decision).toBe('DENY');
    expect(judge('cat secret; cd a/b', { isReadable: secret }).decision).toBe('DENY');
    expect(judge('cd a && cat secret', { isReadable: secret }).decision).toBe('ALLOW');
  });

  it('is not followed for ever', () => {
    expect(judge('cd a;'.repeat(30)).decision).not.toBe('ALLOW');
  });
});
