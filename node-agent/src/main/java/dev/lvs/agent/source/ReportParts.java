package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.NodeReportPartSpec;
import dev.lvs.parts.StoredReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes the parts of reports under the names that this node has for them, and deletes those of the
 * report before once the next is in force.
 *
 * <p>A part that exists is not written again, and no part of the report in force is overwritten: a
 * reader finds it whole. A part of an earlier agent is written once more, which is idempotent. Used
 * by one thread, but for {@link #found}.
 */
final class ReportParts {
  private final String node;
  private final BiConsumer<String, NodeReportPartSpec> write;
  private final Consumer<String> delete;

  /** By digest, the names of parts that stand or may stand. */
  private final Map<String, String> names = new HashMap<>();

  /** Digests of parts that this agent wrote. */
  private final Set<String> written = new HashSet<>();

  /** Parts that the status names, as the watch brought it last. */
  private volatile List<NodeReportPartReference> found = List.of();

  /** Digests of parts of the report in force. */
  private final Set<String> inForce = new HashSet<>();

  /**
   * @param write makes a part of this name say this
   * @param delete takes away the part of this name, if it is there
   */
  ReportParts(String node, BiConsumer<String, NodeReportPartSpec> write, Consumer<String> delete) {
    this.node = node;
    this.write = write;
    this.delete = delete;
  }

  /** Takes note of what the report in force names, from an agent before this one. */
  void found(List<NodeReportPartReference> named) {
    found = List.copyOf(named);
  }

  /** Makes all parts of a report stand; returns how that is to name them. */
  List<NodeReportPartReference> write(StoredReport report) {
    if (written.isEmpty()) {
      for (NodeReportPartReference part : found) {
        names.putIfAbsent(part.digest(), part.name());
        inForce.add(part.digest());
      }
    }
    Set<String> needed = new HashSet<>(inForce);
    needed.addAll(report.parts().keySet());
    // of reports that did not come into force
    clear(needed);
    List<NodeReportPartReference> parts = new ArrayList<>();
    report
        .parts()
        .forEach(
            (digest, part) -> {
              String name = names.computeIfAbsent(digest, this::free);
              if (written.add(digest)) {
                try {
                  write.accept(name, part);
                } catch (RuntimeException e) {
                  written.remove(digest);
                  throw e;
                }
              }
              parts.add(new NodeReportPartReference(name, digest));
            });
    return parts;
  }

  /** Takes away all but the parts of a report that has come into force. */
  void inForce(List<NodeReportPartReference> parts) {
    inForce.clear();
    parts.forEach(part -> inForce.add(part.digest()));
    clear(inForce);
  }

  private void clear(Set<String> needed) {
    for (Map.Entry<String, String> one : List.copyOf(names.entrySet())) {
      if (!needed.contains(one.getKey())) {
        delete.accept(one.getValue());
        names.remove(one.getKey());
        written.remove(one.getKey());
      }
    }
  }

  /** A name that is not taken: the digest says where to look first. */
  private String free(String digest) {
    Set<String> taken = names.values().stream().collect(Collectors.toSet());
    int start = Integer.parseInt(digest.substring(0, 4), 16);
    for (int i = 0; i < StoredReport.SLOTS; i++) {
      String name = StoredReport.name(node, (start + i) % StoredReport.SLOTS);
      if (!taken.contains(name)) {
        return name;
      }
    }
    throw new IllegalStateException("there are names for two reports of the most parts");
  }
}
