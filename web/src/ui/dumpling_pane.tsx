// One dumpling as a tree.
import { at } from "../shared/json";
import { CopyButton } from "./copy_button";
import { JsonTree, parseExactly } from "./json_tree";
import { Empty } from "./panel";

/** `text`: the whole dumpling; null if it is no longer kept. */
export function DumplingPane({ text, onClose }: { text: string | null; onClose: () => void }) {
  if (text === null) return <aside class="panel detail-pane"><Empty title="This dumpling is no longer kept" /></aside>;
  const json = parseExactly(text);
  return (
    <aside class="panel detail-pane" aria-label="One dumpling">
      <header>
        <h2>{String(at(at(json, "metadata"), "chef") ?? "")}</h2>
        <div class="tools"><CopyButton text={text} label="Copy JSON" /><button type="button" class="small" onClick={onClose} aria-label="Close">Close <kbd>Esc</kbd></button></div>
      </header>
      <div class="scroll tall"><JsonTree value={json} open={5} /></div>
    </aside>
  );
}
