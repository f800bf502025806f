import type { ErrorComponentProps } from '@tanstack/react-router';
import { Failure } from '../controls/states.tsx';

const MISSING_PART = /dynamically imported module|module script/i;

/** A page that could not be shown, most likely because its part of the program went with an update. */
export const BrokenPage = ({ error }: ErrorComponentProps) => (
  <Failure error={explained(error)} onRetry={() => location.reload()} />
);

function explained(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (!MISSING_PART.test(message)) return new Error(message);
  return new Error('Mission Control was updated, or cannot be reached. Load the page again.');
}
