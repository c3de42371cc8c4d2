package dev.lvs.agent.convert;

import dev.lvs.compile.ResourceName;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;

/** The AddressPools that let a namespace use the VIPs of a conversion, and no others. */
final class Pools {
  /** As the schema of AddressPool has it. */
  private static final int MOST_ENTRIES = 256;

  private Pools() {}

  /** The manifests; none where there is no VIP. */
  static List<Document> of(SortedSet<IpAddress> vips, ConversionOptions options) {
    List<String> entries = entries(vips);
    List<Document> pools = new ArrayList<>();
    Names names = new Names(options.namePrefix());
    for (int i = 0; i < entries.size(); i += MOST_ENTRIES) {
      SequencedMap<String, Object> spec = new LinkedHashMap<>();
      spec.put("addresses", entries.subList(i, Math.min(i + MOST_ENTRIES, entries.size())));
      spec.put(
          "namespaces",
          Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", options.namespace())));
      pools.add(
          new Document(
              new ResourceName("AddressPool", "", names.name("vips")),
              new Origin("", 0, ""),
              Map.of(),
              spec,
              Additions.none()));
    }
    return pools;
  }

  private static List<String> entries(SortedSet<IpAddress> vips) {
    List<String> entries = new ArrayList<>();
    List<IpAddress> run = new ArrayList<>();
    for (IpAddress vip : vips) {
      if (!run.isEmpty() && !follows(run.getLast(), vip)) {
        entries.add(entry(run));
        run.clear();
      }
      run.add(vip);
    }
    if (!run.isEmpty()) {
      entries.add(entry(run));
    }
    return entries;
  }

  private static boolean follows(IpAddress before, IpAddress after) {
    return before.family() == after.family()
        && before.high() == after.high()
        && before.low() + 1 == after.low();
  }

  private static String entry(List<IpAddress> run) {
    return run.size() == 1 ? run.getFirst().toString() : run.getFirst() + "-" + run.getLast();
  }
}
