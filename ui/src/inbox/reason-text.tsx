import { RedactedText } from './redacted-text.tsx';

const QUOTED = /`([^`]+)`/g;

/** Why the policy says something: what is quoted from a call or a rule stands out. */
export function ReasonText({ children }: { readonly children: string }) {
  const pieces = children.split(QUOTED);
  // The pattern has one group, so that every second piece was quoted.
  return pieces.map((piece, index) =>
    index % 2 === 0 ? (
      <RedactedText key={index}>{piece}</RedactedText>
    ) : (
      <code key={index} className="rounded bg-sunken px-1 py-px font-mono text-[0.92em] break-words text-ink">
        <RedactedText>{piece}</RedactedText>
      </code>
    ),
  );
}
