// A list of facts in as many columns as there is room for.

export type Fact = [name: string, value: string];

export function Facts({ facts }: { facts: Fact[] }) {
  return <dl class="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}
