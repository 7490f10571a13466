// Copies a text to the clipboard.
import { useState } from "preact/hooks";
import { copy } from "./clipboard";

export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [answer, setAnswer] = useState("");
  const onClick = async () => {
    setAnswer((await copy(text)) ? "Copied" : "Not allowed");
    setTimeout(() => setAnswer(""), 1500);
  };
  return <button type="button" class="small" onClick={onClick} aria-live="polite">{answer || label}</button>;
}

/** A command line, with a button that copies it. */
export function Command({ text }: { text: string }) {
  return (
    <div class="command">
      <code>{text}</code>
      <CopyButton text={text} />
    </div>
  );
}
