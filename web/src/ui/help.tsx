// The list of keys.
import { useEffect, useRef } from "preact/hooks";
import { keyList } from "./keys";

export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-label="Keys">
      <h2>Keys</h2>
      <dl class="keys">{keyList.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>
      <p><a href="licenses.txt" target="_blank">Licences of the libraries in this page</a></p>
      <button type="button" class="primary" onClick={() => dialog.current?.close()}>Close</button>
    </dialog>
  );
}
