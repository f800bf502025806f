import { actorRef, MISSION_CONTROL, type ActorRef } from '../actor.ts';
import { messageId } from '../ids.ts';
import type { CommandContext } from './commands.ts';
import type { TaskEvent, TaskEventData, TaskEventType } from './events.ts';
import { evolve } from './evolve.ts';
import type { TaskState } from './state.ts';

/** Collects the events of one decision, each already applied, so that the next one decides on what is. */
export class Draft {
  readonly events: TaskEvent[] = [];
  readonly context: CommandContext;
  #state: TaskState;

  constructor(state: TaskState, context: CommandContext) {
    this.#state = state;
    this.context = context;
  }

  get state(): TaskState {
    return this.#state;
  }

  /** Adds what the sender of the command did. */
  emit<Type extends TaskEventType>(type: Type, data: TaskEventData[Type]): void {
    this.#append(type, data, actorRef(this.context.actor));
  }

  /** Adds what follows by a rule, whoever sent the command. */
  emitByRule<Type extends TaskEventType>(type: Type, data: TaskEventData[Type]): void {
    this.#append(type, data, actorRef(MISSION_CONTROL));
  }

  /** Adds what somebody has asked for earlier and what is done now. */
  emitAs<Type extends TaskEventType>(actor: ActorRef, type: Type, data: TaskEventData[Type]): void {
    this.#append(type, data, actor);
  }

  /** Says something in the thread of the task. */
  post(body: string): void {
    this.emitByRule('task.commented', { messageId: messageId(this.#state.key, this.#state.messageCount + 1), body });
  }

  #append<Type extends TaskEventType>(type: Type, data: TaskEventData[Type], actor: ActorRef): void {
    const position = { taskId: this.#state.id, seq: this.#state.seq + 1, at: this.context.now };
    const event = { ...position, actor, type, data } as TaskEvent;
    this.events.push(event);
    this.#state = evolve(this.#state, event);
  }
}
