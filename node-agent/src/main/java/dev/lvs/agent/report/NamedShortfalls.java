package dev.lvs.agent.report;

import dev.lvs.api.v1alpha1.PlanOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a status says of shortfalls: something of every resource concerned, as far as an object of
 * the API server has room, and a little more of each for people. Whoever reads it takes what is not
 * named for carried out, so that what was cut has to be said.
 *
 * @param entries one for each resource that is named, in the order of the shortfalls, then more
 * @param unnamed how many resources with a shortfall no entry is about
 */
record NamedShortfalls(List<PlanOutcome> entries, int unnamed) {
  /** Characters of all entries: with the rest of a plan they have to fit 1.5 MiB of etcd. */
  static final int ROOM = 256 << 10;

  /** Entries beyond the first of each resource. */
  static final int MORE = 50;

  /** The longest text of an entry: some name every service of a node. */
  static final int LONGEST = 1000;

  /** What the names of the fields take in JSON. */
  private static final int FRAME = 60;

  NamedShortfalls {
    entries = List.copyOf(entries);
  }

  static NamedShortfalls of(List<PlanOutcome> shortfalls) {
    List<PlanOutcome> entries = new ArrayList<>();
    List<PlanOutcome> others = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int room = ROOM;
    for (PlanOutcome shortfall : shortfalls) {
      if (!seen.add(shortfall.source())) {
        others.add(shortfall);
        continue;
      }
      PlanOutcome entry = shortened(shortfall);
      room -= size(entry);
      if (room >= 0) {
        entries.add(entry);
      }
    }
    int unnamed = seen.size() - entries.size();
    for (PlanOutcome other : others.subList(0, Math.min(MORE, others.size()))) {
      PlanOutcome entry = shortened(other);
      room -= size(entry);
      if (room >= 0) {
        entries.add(entry);
      }
    }
    return new NamedShortfalls(entries, unnamed);
  }

  private static PlanOutcome shortened(PlanOutcome whole) {
    return new PlanOutcome(
        whole.source(), shortened(whole.change()), whole.reason(), shortened(whole.message()));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
  }

  private static int size(PlanOutcome entry) {
    return FRAME
        + entry.source().length()
        + entry.change().length()
        + entry.reason().length()
        + entry.message().length();
  }
}
