package dev.lvs.agent.plan.probe;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ProbeMarks;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.zip.CRC32;

/**
 * A real server as probes reach it: what a virtual server for probes is about.
 *
 * @param family of the VIPs
 * @param server its address, and the port that it is asked at; 0 for the one that the probe asks
 */
record ProbeEntry(AddressFamily family, DestinationKey server, ForwardingMethod method)
    implements Comparable<ProbeEntry> {
  /** A module that every other scheduler could stand for: there is one real server. */
  private static final String SCHEDULER = "rr";

  private static final Comparator<ProbeEntry> ORDER =
      Comparator.comparing(ProbeEntry::family)
          .thenComparing(ProbeEntry::server)
          .thenComparing(entry -> entry.method().toString());

  /**
   * The virtual servers of probes by what they are about.
   *
   * <p>The marks are hashes, so that one stays the same whatever else of the plan changes; where
   * two are alike the later in order takes another.
   *
   * @param entries not more than a tenth of the marks there are ({@link ProbeMarks#COUNT})
   */
  static Map<ProbeEntry, MarkKey> marked(SortedSet<ProbeEntry> entries) {
    Map<ProbeEntry, MarkKey> marks = new LinkedHashMap<>();
    Set<Long> taken = new HashSet<>();
    for (ProbeEntry entry : entries) {
      int attempt = 0;
      long mark = entry.mark(attempt);
      while (!taken.add(mark)) {
        mark = entry.mark(++attempt);
      }
      marks.put(entry, new MarkKey(entry.family(), mark));
    }
    return marks;
  }

  private long mark(int attempt) {
    CRC32 hash = new CRC32();
    String text = family.text() + " " + server + " " + method + " " + attempt;
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    return ProbeMarks.at((int) (hash.getValue() % ProbeMarks.COUNT));
  }

  /** The entry of the IPVS table with this mark. */
  VirtualServer virtualServer(MarkKey key) {
    int netmask =
        switch (family) {
          case IPV4 -> 0xffff_ffff;
          case IPV6 -> family.bits();
        };
    return new VirtualServer(
        key,
        new ServiceSettings(SCHEDULER, Set.of(), 0, netmask, ""),
        Map.of(server, new DestinationSettings(method, 1, 0, 0)));
  }

  @Override
  public int compareTo(ProbeEntry other) {
    return ORDER.compare(this, other);
  }
}
