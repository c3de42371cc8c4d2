package dev.lvs.parts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.NodeReportPartSpec;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.api.v1alpha1.ResourceState;
import dev.lvs.manifest.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/**
 * A report as the API server has it: in the status of the NodePlan, or in parts that this names.
 *
 * <p>Parts have one of {@link #SLOTS} names for each node, not one for each content: a stolen token
 * of an agent can write so many objects and no more. A part is identified by its digest.
 *
 * @param report without parts and with all entries; or without entries, and parts are to be named
 * @param parts by digest, in their order
 */
public record StoredReport(PlanReport report, SequencedMap<String, NodeReportPartSpec> parts) {
  /** Bytes of JSON of entries up to which a report is in the status, as people like to read it. */
  static final int INLINE = 16 << 10;

  /** Bytes of JSON that a part has at most; a change of one entry writes one part. */
  static final int PART = 64 << 10;

  /** The most parts of a report. */
  static final int MOST_PARTS = 128;

  /** The names for parts of a node: the next report is written beside the one in force. */
  public static final int SLOTS = 2 * MOST_PARTS;

  /** Characters of a text of an entry: with all of them escaped it fits half a part. */
  public static final int LONGEST_TEXT = 1000;

  /** Bytes around entries at most: braces, the name of the list, and that of the node. */
  private static final int AROUND = 1 << 10;

  /** Bytes of JSON of all entries that fit, even where every part is filled by half. */
  private static final int ROOM = (PART - AROUND) / 2 * (MOST_PARTS - 2);

  private static final int LONGEST_NAME = 253;
  private static final int HASH_BYTES = 16;

  public StoredReport {
    parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
  }

  /** Bytes of JSON that the entries of a report of {@code node} may have. */
  public static int room(String node) {
    return name(node, SLOTS - 1).length() <= LONGEST_NAME ? ROOM : INLINE;
  }

  /** Bytes of JSON that {@code entry} takes. */
  public static int bytes(ResourceReport entry) {
    return Json.write(entry).length() + 1;
  }

  /** The name of a part: the node's, a dot, and as many characters for each. */
  public static String name(String node, int slot) {
    return "%s.report-%02x".formatted(node, slot);
  }

  /** Takes {@code whole} apart if it is large; the same report always into the same parts. */
  public static StoredReport split(String node, PlanReport whole) {
    List<Weighed<ResourceReport>> entries =
        whole.entries().stream()
            .map(entry -> new Weighed<>(entry, key(entry), bytes(entry)))
            .toList();
    SequencedMap<String, NodeReportPartSpec> parts = new LinkedHashMap<>();
    if (entries.stream().mapToLong(Weighed::bytes).sum() <= INLINE) {
      return new StoredReport(whole, parts);
    }
    List<List<ResourceReport>> runs = Runs.of(entries, PART - AROUND);
    for (List<ResourceReport> run : runs.size() <= MOST_PARTS ? runs : filled(entries)) {
      String digest = digest(run);
      parts.put(digest, new NodeReportPartSpec(node, digest, run));
    }
    return new StoredReport(whole.with(List.of(), List.of()), parts);
  }

  private static String key(ResourceReport entry) {
    String key = entry.source() + " " + entry.reason();
    return entry.check() == null ? key : key + " " + entry.check().service();
  }

  /** The report that names these parts, which are all of it, in their order. */
  public PlanReport naming(List<NodeReportPartReference> stored) {
    return report.with(report.entries(), stored);
  }

  /**
   * Returns what of {@code whole} the status has room for, and how many resources it then lacks.
   */
  public static PlanReport withoutParts(PlanReport whole) {
    List<ResourceReport> kept = new ArrayList<>();
    Set<ResourceName> named = new HashSet<>();
    Set<ResourceName> unnamed = new HashSet<>();
    int left = INLINE;
    int servers = Objects.requireNonNullElse(whole.unnamedServers(), 0);
    // what is said of health checks comes last: without it no virtual service is unknown
    for (ResourceReport entry : inOrder(whole.entries())) {
      ResourceReport bare = entry.withoutText();
      left -= bytes(bare);
      if (left >= 0) {
        kept.add(bare);
        named.add(entry.source());
      } else if (entry.check() != null) {
        servers++;
      } else if (entry.state() != ResourceState.PROGRAMMED && !named.contains(entry.source())) {
        unnamed.add(entry.source());
      }
    }
    int without = unnamed.size() + Objects.requireNonNullElse(whole.unnamed(), 0);
    return new PlanReport(
        without == 0,
        without == 0 ? null : without,
        kept,
        List.of(),
        servers == 0 ? null : servers,
        whole.lingering(),
        whole.unnamedLingering());
  }

  private static List<ResourceReport> inOrder(List<ResourceReport> entries) {
    return entries.stream()
        .sorted(Comparator.comparing((ResourceReport entry) -> entry.check() != null))
        .toList();
  }

  /**
   * Puts a report together.
   *
   * @param parts the specs by name, as far as they are there
   * @return empty while a part is missing, or says something else than {@code stored} means
   */
  public static Optional<PlanReport> join(
      PlanReport stored, Function<String, Optional<NodeReportPartSpec>> parts) {
    if (stored.parts().isEmpty()) {
      return Optional.of(stored);
    }
    List<ResourceReport> entries = new ArrayList<>(stored.entries());
    for (NodeReportPartReference named : stored.parts()) {
      Optional<NodeReportPartSpec> part =
          parts.apply(named.name()).filter(it -> it.digest().equals(named.digest()));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      entries.addAll(part.get().entries());
    }
    return Optional.of(stored.with(entries, List.of()));
  }

  /** Cut one after the other: an entry more moves all cuts, but there are never too many. */
  private static List<List<ResourceReport>> filled(List<Weighed<ResourceReport>> entries) {
    List<List<ResourceReport>> runs = new ArrayList<>();
    List<ResourceReport> run = new ArrayList<>();
    int bytes = 0;
    for (Weighed<ResourceReport> entry : entries) {
      if (bytes + entry.bytes() > PART - AROUND && !run.isEmpty()) {
        runs.add(run);
        run = new ArrayList<>();
        bytes = 0;
      }
      run.add(entry.value());
      bytes += entry.bytes();
    }
    runs.add(run);
    return runs;
  }

  private static String digest(List<ResourceReport> run) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      run.forEach(entry -> sha256.update(Json.write(entry).getBytes(US_ASCII)));
      return HexFormat.of().formatHex(sha256.digest(), 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
