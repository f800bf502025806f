interface CheckListProps<Value extends string> {
  readonly label: string;
  readonly hint: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: readonly Value[]) => void;
}

/** Some of a few things. */
export const CheckList = <Value extends string>({ label, hint, options, chosen, onChange }: CheckListProps<Value>) => (
  <fieldset className="flex min-w-0 flex-col gap-1">
    <legend className="text-[13px] font-medium text-ink-soft">{label}</legend>
    <div className="flex max-h-40 flex-wrap gap-x-4 gap-y-0.5 overflow-y-auto">
      {options.map(({ value, label: name }) => (
        <label key={value} className="flex min-h-7 items-center gap-2 max-md:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={chosen.includes(value)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, value] : chosen.filter((other) => other !== value))
            }
          />
          {name}
        </label>
      ))}
    </div>
    <p className="text-xs text-ink-faint">{hint}</p>
  </fieldset>
);
