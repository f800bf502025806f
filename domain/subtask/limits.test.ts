import { expect, it } from '@jest/globals';
import { DEFAULT_SPAWN_LIMITS, spawnProblem } from './limits.ts';

const family = { depth: 2, siblings: 2, activeInProject: 29 };

it('an agent may create as many tasks as the limits say, and the one after that names the field in its way', () => {
  expect(spawnProblem(family, DEFAULT_SPAWN_LIMITS)).toBeUndefined();
  expect(spawnProblem({ ...family, depth: 3 }, DEFAULT_SPAWN_LIMITS)).toEqual({
    path: 'parent',
    message: 'would stand 3 levels below the first task: agents may create tasks down to level 2',
  });
  expect(spawnProblem({ ...family, siblings: 3 }, DEFAULT_SPAWN_LIMITS)?.path).toBe('parent');
  expect(spawnProblem({ ...family, activeInProject: 30 }, DEFAULT_SPAWN_LIMITS)?.path).toBe('project');
});
