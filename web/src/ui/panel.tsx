// The box that every part of a view is in.
import type { ComponentChildren } from "preact";

export function Panel({ title, note, tools, children, id }: {
  title: string; note?: ComponentChildren; tools?: ComponentChildren; children: ComponentChildren; id?: string;
}) {
  return (
    <section class="panel" id={id} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {note !== undefined && <span class="note">{note}</span>}
        {tools !== undefined && <div class="tools">{tools}</div>}
      </header>
      {children}
    </section>
  );
}

/** Says why there is nothing to see, and what to do. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <strong>{title}</strong>
      {children}
    </div>
  );
}
