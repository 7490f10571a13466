// The fields and choices that several views use.
import { windows } from "../shared/plot";

export function Search({ value, onInput, label }: { value: string; onInput: (text: string) => void; label: string }) {
  return (
    <input type="search" class="search" value={value} placeholder={label} aria-label={label} spellcheck={false} autocomplete="off"
      onInput={(event) => onInput(event.currentTarget.value)} />
  );
}

/** `all` is the text of the choice that selects everything. */
export function Select({ value, options, all, label, onChange }: {
  value: string; options: string[]; all: string; label: string; onChange: (value: string) => void;
}) {
  const known = value === "" || options.includes(value) ? options : [value, ...options];
  return (
    <select value={value} aria-label={label} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{all}</option>
      {known.map((option) => <option key={option} value={option}>{option}</option>)}
    </select>
  );
}

export function WindowChoice({ value, onChange }: { value: number; onChange: (seconds: number) => void }) {
  return (
    <div class="choice" role="group" aria-label="How far back">
      {windows.map(({ seconds, name }) => (
        <button type="button" key={seconds} aria-pressed={seconds === value} onClick={() => onChange(seconds)}>{name}</button>
      ))}
    </div>
  );
}
