import { classNames } from '../controls/class-names.ts';

/** The keys of a shortcut: "g b" are two. */
export const Keys = ({ keys, className }: { readonly keys: string; readonly className?: string }) => (
  <span className={classNames('flex shrink-0 gap-1', className)}>
    {keys.split(/\s+/).map((key) => (
      <kbd key={key} className="rounded border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs text-ink-soft">
        {key}
      </kbd>
    ))}
  </span>
);
