// The button of a row that unfolds to more rows.

/** `what` says what it unfolds. */
export function Fold({ what, isOpen, onToggle }: { what: string; isOpen: boolean; onToggle: () => void }) {
  return <button type="button" class="fold" aria-expanded={isOpen} aria-label={what} onClick={onToggle}>{isOpen ? "▾" : "▸"}</button>;
}
