/** When the standup of a project is kept, by the clock of its time zone. */
export interface StandupSettings {
  readonly isOn: boolean;
  /** 0 to 23. */
  readonly hour: number;
  readonly minute: StandupMinute;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekdays: readonly number[];
}

export const STANDUP_MINUTES = [0, 15, 30, 45] as const;
type StandupMinute = (typeof STANDUP_MINUTES)[number];

/** From 1, Monday, to 7, Sunday, as Temporal calls them. */
export const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

/** What holds until somebody chooses: every working day at nine. */
const DEFAULT_STANDUP: StandupSettings = { isOn: true, hour: 9, minute: 0, weekdays: [1, 2, 3, 4, 5] };

export const standupSettingsOf = ({ standup }: { readonly standup?: StandupSettings }): StandupSettings =>
  standup ?? DEFAULT_STANDUP;
