import type { z } from 'zod';
import type { Problem } from '../../domain/rejection.ts';

/** What is wrong with an input, by field: for every adapter the same. */
export const problemsIn = (error: z.ZodError): readonly Problem[] => fieldsIn(error.issues);

/** "bullets.2: must not be empty; title: is missing" */
export const inWords = (problems: readonly Problem[]): string =>
  problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');

function fieldsIn(issues: readonly z.core.$ZodIssue[], under: readonly PropertyKey[] = []): Problem[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: nameOf([...path, key]), message: 'is not a known field' }));
    }
    // Of several shapes that there could be, the one that is nearest was meant.
    const [nearest] = issue.code === 'invalid_union' ? issue.errors.toSorted((a, b) => a.length - b.length) : [];
    return nearest ? fieldsIn(nearest, path) : [{ path: nameOf(path), message: issue.message }];
  });
}

const nameOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');
