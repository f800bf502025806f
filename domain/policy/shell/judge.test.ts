import { describe, expect, it } from '@jest/globals';
import type { Case } from './corpus/case.test-support.ts';
import { blocked, forPeople } from './corpus/dangerous.test-support.ts';
import { harmless } from './corpus/harmless.test-support.ts';
import { notUnderstood, seenThrough } from './corpus/obfuscated.test-support.ts';
import { options } from './corpus/options.test-support.ts';
import { judgeShell } from './judge.ts';
import { rulesForTests } from './rules.test-support.ts';

const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  'harmless commands': harmless,
  'dangerous commands': blocked,
  'dangerous commands in disguise': seenThrough,
  'commands for a person to decide': forPeople,
  'harmless commands with other options': options,
  'commands that nobody understands': notUnderstood,
};

describe.each(Object.entries(GROUPS))('%s', (_name, cases) => {
  it.each(cases.map(([command, expected]) => ({ command, expected })))(
    '$command: $expected',
    ({ command, expected }) => {
      const { decision, risk, reasons } = judgeShell(command, rulesForTests());
      const seen = expected === 'NOT_ALLOW' && decision !== 'ALLOW' ? 'NOT_ALLOW' : decision;
      expect({ command, seen, reasons }).toEqual({ command, seen: expected, reasons });
      expect(risk).toBe(expected === 'ALLOW' ? 'YELLOW' : 'RED');
    },
  );
});
