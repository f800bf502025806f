import { ToolDeniedError, type ExecutionContext, type ToolCall } from '@mission-control/executor-client';

/**
 * Asks the policy, and waits for the human when it must.
 *
 * @throws ToolDeniedError when they did not agree
 */
export async function ask(context: ExecutionContext, call: ToolCall): Promise<void> {
  const verdict = await context.checkTool(call);
  if (!verdict.allowed) throw new ToolDeniedError(call.tool, verdict.reasons);
}
