import ts from '@typescript/typescript6';
import { RenameError } from './rename-error.ts';

/** Not reserved words, but nobody may declare them in a module. */
const UNDECLARABLE = new Set(['arguments', 'await', 'eval', 'undefined', 'NaN', 'Infinity']);

/**
 * @param field what to call the value in the error
 * @throws RenameError INVALID_NAME
 */
export function assertIdentifier(field: string, value: string): void {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, value);
  const token = scanner.scan();
  const isWholeText = scanner.getTokenEnd() === value.length && scanner.getTokenText() === value;
  const isReserved =
    (token >= ts.SyntaxKind.FirstReservedWord && token <= ts.SyntaxKind.LastReservedWord) ||
    (token >= ts.SyntaxKind.FirstFutureReservedWord && token <= ts.SyntaxKind.LastFutureReservedWord);
  const isWord = token === ts.SyntaxKind.Identifier || token >= ts.SyntaxKind.FirstKeyword;
  if (isWord && isWholeText && !isReserved && !UNDECLARABLE.has(value)) return;
  throw new RenameError('INVALID_NAME', `${field} "${value}" is not an identifier that TypeScript code may declare`);
}
