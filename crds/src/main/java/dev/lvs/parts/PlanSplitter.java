package dev.lvs.parts;

import dev.lvs.api.v1alpha1.NodePlanPartSpec;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.manifest.Json;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Splits one plan of a node after the other, incrementally: an entry that is the same object as in
 * the plan before is not weighed again, and a part of such entries alone is not written out again.
 * The result is that of {@link StoredPlan#split}. Used by one thread at a time.
 */
public final class PlanSplitter {
  private static final int LARGEST = StoredPlan.PART - StoredPlan.AROUND;

  /** Pieces of the entries of the last plan. */
  private IdentityHashMap<Record, List<Weighed<Record>>> pieces = new IdentityHashMap<>();

  /** Parts of the last plan, by their first entry. */
  private IdentityHashMap<Record, Run> runs = new IdentityHashMap<>();

  private record Run(List<Record> entries, NodePlanPartSpec part, String name) {
    static Run of(String node, List<Record> entries) {
      NodePlanPartSpec part = StoredPlan.part(node, entries);
      return new Run(entries, part, StoredPlan.name(part));
    }

    @SuppressWarnings("ReferenceEquality") // what is equal only may come from another plan
    boolean isOf(String node, List<Record> others) {
      boolean same = part.nodeName().equals(node) && entries.size() == others.size();
      for (int i = 0; same && i < others.size(); i++) {
        same = entries.get(i) == others.get(i);
      }
      return same;
    }
  }

  /** Takes {@code whole} apart if it is large. */
  public StoredPlan split(NodePlanSpec whole) {
    List<Weighed<Record>> all = pieces(whole);
    long bytes =
        Json.write(StoredPlan.primary(whole, List.of())).length()
            + StoredPlan.AROUND
            + Weighed.bytes(all);
    SequencedMap<String, NodePlanPartSpec> parts = new LinkedHashMap<>();
    if (bytes <= StoredPlan.INLINE) {
      runs = new IdentityHashMap<>();
      return new StoredPlan(whole, parts);
    }
    List<Weighed<String>> names = new ArrayList<>();
    IdentityHashMap<Record, Run> before = runs;
    runs = new IdentityHashMap<>();
    for (List<Weighed<Record>> run : Runs.cut(all, LARGEST)) {
      Run part = run(whole.nodeName(), Weighed.values(run), before);
      parts.put(part.name(), part.part());
      names.add(named(part.name(), run.getFirst().key()));
    }
    while (Weighed.bytes(names) > StoredPlan.NAMES) {
      names = index(whole.nodeName(), names, parts);
    }
    return new StoredPlan(StoredPlan.primary(whole, Weighed.values(names)), parts);
  }

  private List<Weighed<Record>> pieces(NodePlanSpec whole) {
    IdentityHashMap<Record, List<Weighed<Record>>> before = pieces;
    pieces = new IdentityHashMap<>();
    List<Weighed<Record>> all = new ArrayList<>();
    for (Record entry : Pieces.entries(whole)) {
      List<Weighed<Record>> known = before.get(entry);
      List<Weighed<Record>> now = known == null ? Pieces.of(entry, LARGEST) : known;
      pieces.put(entry, now);
      all.addAll(now);
    }
    return all;
  }

  private Run run(String node, List<Record> entries, IdentityHashMap<Record, Run> before) {
    Run known = before.get(entries.getFirst());
    Run now = known != null && known.isOf(node, entries) ? known : Run.of(node, entries);
    runs.put(entries.getFirst(), now);
    return now;
  }

  /** Puts names into parts of their own; returns the names of those. */
  private static List<Weighed<String>> index(
      String node, List<Weighed<String>> names, Map<String, NodePlanPartSpec> parts) {
    List<Weighed<String>> index = new ArrayList<>();
    for (List<Weighed<String>> run : Runs.cut(names, StoredPlan.NAMES)) {
      NodePlanPartSpec part = new NodePlanPartSpec(node, Weighed.values(run));
      String name = StoredPlan.name(part);
      parts.put(name, part);
      index.add(named(name, run.getFirst().key()));
    }
    return index;
  }

  /** With quotes and comma; a name changes with the content, and the key of its start does not. */
  private static Weighed<String> named(String name, String key) {
    return new Weighed<>(name, key, name.length() + 3);
  }
}
