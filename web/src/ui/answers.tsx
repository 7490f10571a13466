// Which DNS questions fail or take long, and at which servers, according to DnsChef.
import type { ComponentChildren } from "preact";
import { count, none, share, shortDuration } from "../shared/format";
import type { AnswersBody, DnsServerRow, FailingNameRow, SlowNameRow } from "../shared/network";
import { Chart } from "./chart";
import type { DnsChoice } from "./choices";
import { Search } from "./inputs";
import { Empty, Panel } from "./panel";
import { More, moreRows, shownOf, When } from "./table";

export function AnswerRate({ body, windowChoice }: { body: AnswersBody; windowChoice: ComponentChildren }) {
  return (
    <Panel title="Questions per second, by response code" tools={windowChoice || undefined}>
      <Chart plot={body.rate} kind="response code" label="Questions per second by response code" unit="/s" />
    </Panel>
  );
}

export function AnswerTables({ body, choice, onChoice }: { body: AnswersBody; choice: DnsChoice; onChoice: (choice: DnsChoice) => void }) {
  const onMore = () => onChoice({ ...choice, rows: choice.rows + moreRows });
  return (
    <>
      <Panel title="DNS servers" id="dns-servers" note={shownOf(body.servers.length, body.serversKnown)}>
        <div class="scroll short"><Servers rows={body.servers} /></div>
      </Panel>
      <div class="columns top">
        <Panel title="Failing names" id="failing-names" note={shownOf(body.failing.length, body.failingMatched)}
          tools={<Search value={choice.search} label="Search names  /" onInput={(search) => onChoice({ ...choice, search })} />}>
          <div class="scroll medium"><Failing rows={body.failing} /><More shown={body.failing.length} all={body.failingMatched} onMore={onMore} /></div>
        </Panel>
        <Panel title="Slowest names" id="slowest-names" note={shownOf(body.slowest.length, body.slowestMatched)}>
          <div class="scroll medium"><Slowest rows={body.slowest} /><More shown={body.slowest.length} all={body.slowestMatched} onMore={onMore} /></div>
        </Panel>
      </div>
    </>
  );
}

function Servers({ rows }: { rows: DnsServerRow[] }) {
  return (
    <table class="even dns-servers">
      <thead>
        <tr><th>Server</th><th class="num opt">Questions</th><th class="num">Failed</th><th class="num">No answer</th><th class="opt">Response codes</th>
          <th class="num" title="Over the newest 200 answers">Median</th><th class="num" title="95 of 100 answers took no longer, over the newest 200">95 %</th><th class="far">Kitchen</th></tr>
      </thead>
      <tbody>
        {rows.map(({ ip, kitchen, questions, failed, unanswered, codes, median, p95 }, i) => (
          <tr key={i}>
            <td class="mono break">{ip}</td><td class="num opt">{count(questions)}</td>
            <Part of={questions} count={failed} /><Part of={questions} count={unanswered} />
            <td class="break opt">{codes.map(({ code, count: n }) => `${code} ${count(n)}`).join(", ")}</td>
            <td class="num">{shortDuration(median ?? undefined)}</td><td class="num">{shortDuration(p95 ?? undefined)}</td><td class="far">{kitchen}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Part({ of, count: part }: { of: number; count: number }) {
  if (part === 0) return <td class="num">{none}</td>;
  return <td class="num bad">{count(part)}<span class="opt"> ({share(part, of)})</span></td>;
}

function Failing({ rows }: { rows: FailingNameRow[] }) {
  if (rows.length === 0) return <Empty title="No name has failed" />;
  return (
    <table class="even failing-names">
      <thead><tr><th>Name</th><th class="num">Failed</th><th>Newest failure</th><th class="num opt">At</th></tr></thead>
      <tbody>
        {rows.map(({ name, questions, failed, newest }, i) => (
          <tr key={i}>
            <td class="mono break">{name}</td><td class="num">{count(failed)} <span class="note">of {count(questions)}</span></td>
            <td class="break"><span class="state failed">{newest.code ?? "no answer"}</span> <span class="note mono">{newest.client}</span></td>
            <td class="num opt break"><When at={newest.at} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Slowest({ rows }: { rows: SlowNameRow[] }) {
  if (rows.length === 0) return <Empty title="No latency is known yet" />;
  return (
    <table class="even slowest-names">
      <thead><tr><th>Name</th><th class="num">Slowest</th><th class="num">Mean</th><th class="num opt">Answers</th><th class="num opt">At</th></tr></thead>
      <tbody>
        {rows.map(({ name, answers, slowest, mean, at }, i) => (
          <tr key={i}>
            <td class="mono break">{name}</td><td class="num">{shortDuration(slowest)}</td><td class="num">{shortDuration(mean)}</td>
            <td class="num opt">{count(answers)}</td><td class="num opt break"><When at={at} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
