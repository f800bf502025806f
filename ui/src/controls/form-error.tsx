import { ApiError } from '../api/request.ts';

/** What the server says about one field. */
export function fieldError(error: Error | null, ...paths: readonly string[]): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.problem.errors?.find(({ path }) => isWithin(path, paths))?.message;
}

/** The third label ("labels.2") is shown on the field of all labels. */
const isWithin = (path: string, fields: readonly string[]): boolean =>
  fields.some((field) => path === field || path.startsWith(`${field}.`));

interface FormErrorProps {
  readonly error: Error | null;
  /** Fields that show their own errors. */
  readonly fields?: readonly string[];
}

/** What went wrong with a form as a whole. */
export function FormError({ error, fields = [] }: FormErrorProps) {
  if (error === null) return null;
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  const isShownOnFields = errors.length > 0 && errors.every(({ path }) => isWithin(path, fields));
  return (
    <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-[13px] text-bad">
      {isShownOnFields ? 'Some fields need another look.' : error.message}
    </p>
  );
}
