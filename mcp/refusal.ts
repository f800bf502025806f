import { ErrorCode, McpError, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Logger } from '../config/logger.ts';
import { asOperationError, type OperationError } from '../operations/errors.ts';
import { inWords, problemsIn } from '../operations/schemas/problems-in.ts';

/** What MCP clients know as "there is no such resource". */
const RESOURCE_NOT_FOUND = -32_002;

/** What went wrong, for whoever asked: all that is needed to do better, and nothing of the inside. */
interface Refusal {
  readonly code: OperationError['code'] | 'INTERNAL';
  readonly message: string;
  readonly errors?: OperationError['errors'];
  /** Moves that the task would take instead. */
  readonly allowed?: OperationError['allowed'];
  readonly retryAfterSeconds?: number | undefined;
}

/** @param what was asked for; named in the log when the fault is ours. */
function refusalOf(error: unknown, what: string, logger: Logger): Refusal {
  if (error instanceof z.ZodError) {
    const errors = problemsIn(error);
    return { code: 'INVALID', message: inWords(errors), errors };
  }
  const known = asOperationError(error);
  if (!known) {
    logger.error({ err: error, what }, 'an MCP request failed');
    return { code: 'INTERNAL', message: 'this is our fault and logged' };
  }
  const { code, message, errors, allowed, retryAfterSeconds } = known;
  return {
    code,
    message,
    ...(errors.length > 0 && { errors }),
    ...(allowed && { allowed }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

/** A refusal as the answer of a tool: the model reads it, and can do better. */
export function refusedTool(error: unknown, tool: string, logger: Logger): CallToolResult {
  const refusal = refusalOf(error, tool, logger);
  return { isError: true, content: [{ type: 'text', text: JSON.stringify({ error: refusal }) }] };
}

/** A refusal as an error of the protocol, where it knows no other way to say it. */
export function refusedResource(error: unknown, uri: string, logger: Logger): McpError {
  const { message, ...data } = refusalOf(error, uri, logger);
  switch (data.code) {
    case 'NOT_FOUND':
      return new McpError(RESOURCE_NOT_FOUND, message, data);
    case 'INTERNAL':
      return new McpError(ErrorCode.InternalError, message, data);
    default:
      return new McpError(ErrorCode.InvalidRequest, message, data);
  }
}
