package dev.lvs.tool.convert;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.ServiceBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Merges virtual servers that a source has more than once. The kernel has each only once: of a
 * duplicate it refuses the settings, and those real servers that exist already.
 */
final class Merging {
  private final Notices notices;
  private final Map<ServiceKey, Merged> first = new HashMap<>();
  private final List<Merged> all = new ArrayList<>();

  private Merging(Notices notices) {
    this.notices = notices;
  }

  /** A block with the parts of its virtual servers that are not in an earlier one, by key. */
  private record Merged(ServiceBlock block, SequencedMap<ServiceKey, VirtualServer> servers) {
    Stream<ServiceBlock> left() {
      return servers.isEmpty()
          ? Stream.empty()
          : Stream.of(block.with(List.copyOf(servers.values())));
    }
  }

  /** The blocks, in which each virtual server is once; blocks of which nothing is left are gone. */
  static List<ServiceBlock> of(List<ServiceBlock> blocks, Notices notices) {
    Merging merging = new Merging(notices);
    blocks.forEach(merging::add);
    return merging.all.stream().flatMap(Merged::left).toList();
  }

  private void add(ServiceBlock block) {
    Merged own = new Merged(block, new LinkedHashMap<>());
    for (VirtualServer server : block.servers()) {
      Merged before = first.get(server.key());
      if (before == null) {
        // twice in one block it has the same settings and real servers
        own.servers().put(server.key(), server);
      } else {
        merge(server, block, before);
      }
    }
    own.servers().keySet().forEach(key -> first.put(key, own));
    all.add(own);
  }

  private void merge(VirtualServer server, ServiceBlock block, Merged before) {
    before.servers().computeIfPresent(server.key(), (_, one) -> together(one, server));
    before.block().places().addAll(block.places());
    before.block().checks().addAll(block.checks());
    notices.aside(
        block.place(server.key()),
        "it is at %s already: what is new of its real servers is added there, and the settings there count."
            .formatted(before.block().origin()));
  }

  private static VirtualServer together(VirtualServer one, VirtualServer other) {
    Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>(one.destinations());
    other.destinations().forEach(destinations::putIfAbsent);
    return new VirtualServer(one.key(), one.settings(), destinations);
  }
}
