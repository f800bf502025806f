const MOST_NAMES = 12;
const OF_A_RISK = /^(GREEN|YELLOW|RED): (.+)$/;

/** One line of what a policy says; many names behind one risk are there to open. */
export function RuleLine({ line }: { readonly line: string }) {
  const [, risk, names = ''] = OF_A_RISK.exec(line) ?? [];
  const count = names.split(', ').length;
  if (risk === undefined || count <= MOST_NAMES) return line;
  return (
    <details>
      <summary className="cursor-pointer max-md:min-h-8">
        {risk}: {names.split(', ', 4).join(', ')} and {count - 4} more
      </summary>
      <p className="mt-0.5">{names}</p>
    </details>
  );
}
