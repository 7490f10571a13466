"""Counts what agrees, and what differs for a known reason."""
import collections

# Percent of what is compared must agree, after differences of explained kinds are left out. All else must agree in full.
THRESHOLDS = {"HTTP requests and statuses": 99, "HTTP latency": 99}
MOST_EXPLAINED = 1.0  # percent of all that is compared


class Tally:
    """One kind of comparison with one judge. `of` is how much was compared, and `agree` how much of it is equal."""

    def __init__(self, judge, name):
        self.judge, self.name, self.agree, self.of = judge, name, 0, 0
        self.explained, self.differences = collections.Counter(), []

    def add(self, where, ours, theirs, explain=lambda item: None):
        """Compares two lists of items in any order. explain(item) gets each item that the other side lacks, and returns the
        name of the kind that explains it, or None."""
        ours, theirs = collections.Counter(ours), collections.Counter(theirs)
        same = sum((ours & theirs).values())
        lacking = []
        for only, whose in ((ours - theirs, "netdumplings"), (theirs - ours, self.judge)):
            kinds = [(item, explain(item)) for item in only.elements()]
            self.explained.update(kind for _, kind in kinds if kind)
            lacking.append([item for item, kind in kinds if not kind])
            self.differences += ["%s: only %s has %s" % (where, whose, item) for item in lacking[-1]]
        self.agree += same
        self.of += same + max(map(len, lacking))

    def add_counts(self, where, ours, theirs, explained=()):
        """Compares two numbers of things. `explained` lists the kinds of those that only the judge counts, one each."""
        self.explained.update(explained)
        theirs -= len(explained)
        self.agree += min(ours, theirs)
        self.of += max(ours, theirs)
        if ours != theirs:
            self.differences.append("%s: netdumplings counts %d, %s %d" % (where, ours, self.judge, theirs))

    @property
    def percent(self):
        return 100 * self.agree / self.of if self.of else 100.0

    @property
    def threshold(self):
        return THRESHOLDS.get(self.name, 100)

    def passed(self):
        return self.percent >= self.threshold

    def __str__(self):
        return "%-10s %-36s %6d of %6d agree (%.2f %%, needs %d %%)" % (
            self.judge, self.name, self.agree, self.of, self.percent, self.threshold)


class Tallies(dict):
    """The tallies of all judges, by judge and name."""

    def of(self, judge, name):
        return self.setdefault((judge, name), Tally(judge, name))

    def add(self, others):
        for key, other in others.items():
            tally = self.of(*key)
            tally.agree += other.agree
            tally.of += other.of
            tally.explained += other.explained
            tally.differences += other.differences

    def explained(self):
        return sum((tally.explained for tally in self.values()), collections.Counter())

    def explained_percent(self):
        count = sum(self.explained().values())
        return 100 * count / max(1, count + sum(tally.of for tally in self.values()))
