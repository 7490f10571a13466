// Asks for the token of a hub that wants one.
import { useEffect, useRef, useState } from "preact/hooks";
import { isToken } from "../shared/bearer";

export function Unlock({ wrong, onToken }: { wrong: boolean; onToken: (token: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [odd, setOdd] = useState(false);
  useEffect(() => input.current?.focus(), []);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const token = input.current!.value.trim();
    setOdd(!isToken(token));
    if (isToken(token)) onToken(token);
  };
  return (
    <main id="main" class="unlock">
      <form class="panel" onSubmit={onSubmit} aria-labelledby="unlock-title">
        <h1 id="unlock-title">This hub asks for a token</h1>
        <p>Whoever runs <strong>{location.host}</strong> can give you one: it is a line of the file that its nd-hub has as <code>--eater-token-file</code>.</p>
        <label for="token">Token</label>
        <input ref={input} id="token" type="password" autocomplete="off" spellcheck={false} required aria-invalid={wrong || odd} aria-describedby="unlock-why" />
        <p id="unlock-why" class="bad" role="alert">
          {odd ? "That is no token: one has no blanks, and no letters but ASCII's." : wrong && "The hub doesn't take this token. Is it a whole line, and of the eaters' file?"}
        </p>
        <button type="submit" class="primary">Show it to the hub</button>
        <p class="note">It is kept in this tab alone, until you close it.</p>
      </form>
    </main>
  );
}
