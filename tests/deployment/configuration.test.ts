import { expect, it } from '@jest/globals';
import { loadConfig } from '../../config/config.ts';
import { exampleVariables, read, settings } from './files.test-support.ts';

const SECRET = { MISSION_CONTROL_SECRET: 's'.repeat(32) };

interface Row {
  readonly name: string;
  readonly fallback: string | undefined;
  readonly example: string;
}

/** Rows of the tables: | `NAME` | meaning | default | example |; a default that is code is a value. */
const rows: readonly Row[] = [
  ...read('docs/configuration.md').matchAll(/^\| `([A-Z0-9_]+)` \| [^|]+ \| ([^|]+) \| `([^|`]+)` \|$/gm),
].map(([, name = '', fallback = '', example = '']) => ({ name, fallback: /^`(.+)`$/.exec(fallback)?.[1], example }));

it('.env.example lists exactly the variables that there are', () => {
  expect(settings().length).toBeGreaterThan(10);
  expect(new Set(exampleVariables().settings)).toEqual(new Set(settings()));
});

it('docs/configuration.md explains exactly the variables that there are, once', () => {
  expect(rows.map(({ name }) => name).toSorted()).toEqual(settings().toSorted());
});

it.each(rows.filter(({ fallback }) => fallback !== undefined))('the default of $name is the one in the docs', (row) => {
  expect(loadConfig({ ...SECRET, [row.name]: row.fallback })).toEqual(loadConfig(SECRET));
});

it.each(rows)('the example for $name is accepted and makes a difference', ({ name, example }) => {
  expect(loadConfig({ ...SECRET, [name]: example })).not.toEqual(loadConfig(SECRET));
});

it.each(
  [...read('.env.example').matchAll(/^# ([A-Z_]+)=(.+)$/gm)].filter(([, name = '']) => settings().includes(name)),
)('.env.example: %s is accepted', (...[, name = '', value]) => {
  expect(() => loadConfig({ ...SECRET, [name]: value })).not.toThrow();
});
