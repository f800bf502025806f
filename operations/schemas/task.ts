import { z } from 'zod';
import { NONE } from '../../domain/board/view.ts';
import { LOOP_KINDS } from '../../domain/loops/limits.ts';
import {
  EXECUTION_STATUSES,
  EXECUTOR_TYPES,
  GRANT_SCOPES,
  PRIORITIES,
  REVIEW_KINDS,
  REVIEW_SEVERITIES,
  RISKS,
  TASK_SOURCES,
  TASK_STATUSES,
  TASK_TYPES,
  type TaskSource,
} from '../../domain/task/vocabulary.ts';
import { approvalSchema } from './approval.ts';
import {
  actorRefSchema,
  assigneeIdSchema,
  assigneeSchema,
  freeText,
  jsonObject,
  label,
  micros,
  pageQuery,
  projectSlug,
  requiredText,
  taskKeySchema,
  TEXT_LIMITS,
  timestamp,
  title,
} from './common.ts';
import { executionSchema } from './execution-state.ts';

export const prioritySchema = z.literal([...PRIORITIES]);

export const workPlanSchema = z.strictObject({
  bullets: z.array(requiredText(TEXT_LIMITS.short)).max(20),
  estimatedCostMicros: micros.optional(),
  estimatedMinutes: z.number().int().min(0).max(1_000_000).optional(),
});

export const checklistSchema = z
  .array(
    z.strictObject({
      label: requiredText(TEXT_LIMITS.short),
      checked: z.boolean(),
      note: freeText(TEXT_LIMITS.short).optional(),
    }),
  )
  .max(50);

const gitUrl = z
  .string()
  .max(500)
  .regex(
    /^(https:\/\/|ssh:\/\/|file:\/\/\/|git@[\w.-]+:|\/)[^\s]+$/,
    'must be an https, ssh or git@ address or an absolute path',
  );

const branch = z.string().regex(/^(?!.*(\.\.|@\{|\/\/))[\w][\w./-]{0,199}$/, 'is not a branch name');

const workspaceSchema = z.strictObject({ repositoryUrl: gitUrl, baseBranch: branch.default('main') });

export const artifactSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  size: z.number().int(),
  sha256: z.string(),
});

/** What a person or agent hands in; files are named by the ids of uploaded artifacts. */
export const deliverableInput = z.strictObject({
  summary: requiredText(TEXT_LIMITS.body),
  content: freeText(TEXT_LIMITS.content).optional(),
  artifacts: z.array(z.string().max(200)).max(50).default([]),
  branch: branch.optional(),
  commit: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, 'is not a commit hash')
    .optional(),
});

const deliverableSchema = z.object({
  summary: z.string(),
  content: z.string().optional(),
  artifacts: z.array(artifactSchema),
  branch: z.string().optional(),
  commit: z.string().optional(),
});

const taskInputFields = {
  title,
  description: freeText(TEXT_LIMITS.body),
  type: z.enum(TASK_TYPES),
  priority: prioritySchema,
  labels: z.array(label).max(20),
  reviewer: assigneeIdSchema,
  parent: taskKeySchema,
  dependsOn: z.array(taskKeySchema).max(20),
  checklist: checklistSchema,
  budgetMicros: micros,
  dueAt: timestamp,
  workspace: workspaceSchema,
  metadata: jsonObject,
};

export const createTaskSchema = z.strictObject({
  project: projectSlug,
  title: taskInputFields.title,
  description: taskInputFields.description.default(''),
  type: taskInputFields.type,
  priority: taskInputFields.priority.default(3),
  labels: taskInputFields.labels.default([]),
  source: z.enum(['UI', 'API']).default('API'),
  sourceRef: freeText(TEXT_LIMITS.short).optional(),
  reviewer: taskInputFields.reviewer.optional(),
  parent: taskInputFields.parent.optional(),
  dependsOn: taskInputFields.dependsOn.default([]),
  checklist: taskInputFields.checklist.default([]),
  budgetMicros: taskInputFields.budgetMicros.optional(),
  dueAt: taskInputFields.dueAt.optional(),
  workspace: taskInputFields.workspace.optional(),
  metadata: taskInputFields.metadata.default({}),
});
/** Integrations name themselves as the source; the API takes the two above. */
export type CreateTask = Omit<z.output<typeof createTaskSchema>, 'source'> & { readonly source: TaskSource };

export const editTaskSchema = z.strictObject({
  title: taskInputFields.title.optional(),
  description: taskInputFields.description.optional(),
  type: taskInputFields.type.optional(),
  priority: taskInputFields.priority.optional(),
  labels: taskInputFields.labels.optional(),
  reviewer: taskInputFields.reviewer.nullish(),
  parent: taskInputFields.parent.nullish(),
  dependsOn: taskInputFields.dependsOn.optional(),
  checklist: taskInputFields.checklist.optional(),
  budgetMicros: taskInputFields.budgetMicros.optional(),
  dueAt: taskInputFields.dueAt.nullish(),
  workspace: taskInputFields.workspace.nullish(),
  metadata: taskInputFields.metadata.optional(),
});

const allowedTransitionSchema = z.object({
  to: z.enum(TASK_STATUSES),
  needs: z.array(z.object({ path: z.string(), message: z.string() })),
});

/** The whole task as stored, and what the caller may do with it next. */
export const taskSchema = z
  .object({
    id: z.string(),
    key: z.string(),
    projectId: z.string(),
    seq: z.number().int(),
    status: z.enum(TASK_STATUSES),
    title: z.string(),
    description: z.string(),
    type: z.enum(TASK_TYPES),
    priority: prioritySchema,
    labels: z.array(z.string()),
    source: z.enum(TASK_SOURCES),
    sourceRef: z.string().optional(),
    assignees: z.array(assigneeSchema),
    reviewer: assigneeSchema.optional(),
    parent: z.string().optional(),
    dependsOn: z.array(z.string()),
    workPlan: z
      .object({
        bullets: z.array(z.string()),
        estimatedCostMicros: micros.optional(),
        estimatedMinutes: z.number().optional(),
      })
      .optional(),
    deliverable: deliverableSchema.optional(),
    checklist: z.array(z.object({ label: z.string(), checked: z.boolean(), note: z.string().optional() })),
    budgetMicros: micros,
    spending: z.object({
      costMicros: micros,
      inputTokens: z.number().int(),
      outputTokens: z.number().int(),
      runs: z.number().int(),
    }),
    dueAt: timestamp.optional(),
    workspace: z.object({ repositoryUrl: z.string(), baseBranch: z.string() }).optional(),
    metadata: z.record(z.string(), z.unknown()),
    links: z.array(
      z.object({
        kind: z.enum(['GITHUB_ISSUE', 'GITHUB_PULL_REQUEST', 'URL']),
        url: z.string(),
        title: z.string().optional(),
      }),
    ),
    blockedReason: z.string().optional(),
    returnTo: z.enum(TASK_STATUSES).optional(),
    reviewCycles: z.number().int(),
    feedback: z.array(z.string()),
    openApprovals: z.array(approvalSchema),
    activeExecutions: z.array(executionSchema),
    /** Reviews that wait for the author side; those that keep it from DONE say so. */
    openReviews: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(REVIEW_KINDS),
        severity: z.enum(REVIEW_SEVERITIES).optional(),
        comment: z.string(),
        paths: z.array(z.string()).optional(),
        reviewer: actorRefSchema,
        /** The review cycle that it belongs to, counting from 0. */
        cycle: z.number().int(),
        at: timestamp,
      }),
    ),
    /** Why it is BLOCKED, if a loop is the reason. */
    loop: z
      .object({
        kind: z.enum(LOOP_KINDS),
        what: z.string(),
        nextStep: z.string(),
        lastEvents: z.array(z.object({ seq: z.number().int(), at: timestamp, type: z.string(), by: actorRefSchema })),
      })
      .optional(),
    acknowledgedLoops: z.array(z.enum(LOOP_KINDS)),
    /** What people have allowed beyond one call. */
    grants: z.array(
      z.object({
        approvalId: z.string(),
        scope: z.enum(GRANT_SCOPES),
        tool: z.string(),
        risk: z.enum(RISKS),
        until: timestamp,
        usesLeft: z.number().int(),
      }),
    ),
    /** Starts by itself as soon as all that it depends on is DONE. */
    queuedStart: z.object({ by: actorRefSchema, executor: z.enum(EXECUTOR_TYPES) }).optional(),
    messageCount: z.number().int(),
    createdBy: actorRefSchema,
    createdAt: timestamp,
    updatedAt: timestamp,
    startedAt: timestamp.optional(),
    submittedAt: timestamp.optional(),
    completedAt: timestamp.optional(),
    /** Transitions that the caller may make now, each with what it still needs. */
    allowedTransitions: z.array(allowedTransitionSchema),
    /** Where Temporal's own UI shows the workflow. */
    workflowUrl: z.string().optional(),
  })
  .meta({ id: 'Task' });
export type TaskView = z.infer<typeof taskSchema>;

/** What a list or board shows of a task. */
export const taskCardSchema = z
  .object({
    key: z.string(),
    projectId: z.string(),
    seq: z.number().int(),
    status: z.enum(TASK_STATUSES),
    title: z.string(),
    type: z.enum(TASK_TYPES),
    priority: prioritySchema,
    labels: z.array(z.string()),
    assignees: z.array(assigneeSchema),
    costMicros: micros,
    budgetMicros: micros,
    openApprovals: z.number().int(),
    checklistDone: z.number().int(),
    checklistTotal: z.number().int(),
    activeExecution: z
      .object({ id: z.string(), executor: z.enum(EXECUTOR_TYPES), status: z.enum(EXECUTION_STATUSES) })
      .optional(),
    blockedReason: z.string().optional(),
    dueAt: timestamp.optional(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'TaskCard' });
export type TaskCard = z.infer<typeof taskCardSchema>;

export const listTasksQuery = z.strictObject({
  project: projectSlug.optional(),
  status: z.enum(TASK_STATUSES).optional(),
  type: z.enum(TASK_TYPES).optional(),
  priority: z.coerce.number().pipe(prioritySchema).optional(),
  assignee: z.string().max(100).optional(),
  /** ~none stands for tasks without a label, and as an assignee for those that nobody has. */
  label: z.union([label, z.literal(NONE)]).optional(),
  text: z.string().trim().min(1).max(100).optional(),
  ...pageQuery,
});
export type ListTasks = z.output<typeof listTasksQuery>;

export const taskEventSchema = z
  .object({
    taskKey: z.string(),
    seq: z.number().int(),
    at: timestamp,
    actor: actorRefSchema,
    type: z.string(),
    data: z.record(z.string(), z.unknown()),
    hash: z.string(),
    previousHash: z.string(),
  })
  .meta({ id: 'TaskEvent' });
export type TaskEventView = z.infer<typeof taskEventSchema>;

export const messageSchema = z
  .object({
    id: z.string(),
    taskKey: z.string(),
    author: actorRefSchema,
    body: z.string(),
    /** Whom the body mentions by name. */
    mentions: z.array(assigneeSchema).optional(),
    /** Where it was written, if not here: "telegram:<chat>:<message>". */
    via: z.string().optional(),
    at: timestamp,
    editedAt: timestamp.optional(),
  })
  .meta({ id: 'Message' });
export type MessageView = z.infer<typeof messageSchema>;

/** The tasks below a task, and what all of it has cost. */
export const subtasksSchema = z
  .object({
    items: z.array(taskCardSchema),
    /** Of the task itself, and with everything below it. */
    ownCostMicros: micros,
    totalCostMicros: micros,
    /** From the task without a parent down to this one's parent. */
    ancestors: z.array(z.object({ key: z.string(), title: z.string(), status: z.enum(TASK_STATUSES) })),
    dependencies: z.array(z.object({ key: z.string(), title: z.string(), status: z.enum(TASK_STATUSES) })),
    /** Tasks that wait for this one. */
    dependents: z.array(z.object({ key: z.string(), title: z.string(), status: z.enum(TASK_STATUSES) })),
  })
  .meta({ id: 'Subtasks' });
export type Subtasks = z.infer<typeof subtasksSchema>;
