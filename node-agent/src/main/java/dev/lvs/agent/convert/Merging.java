package dev.lvs.agent.convert;

import dev.lvs.agent.model.DestinationKey;
import dev.lvs.agent.model.DestinationSettings;
import dev.lvs.agent.model.ServiceKey;
import dev.lvs.agent.model.VirtualServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts virtual servers together that a source says more than once. The kernel has each only once:
 * of the second it refuses the settings, and of its real servers those that are there already.
 */
final class Merging {
  private final Notices notices;
  private final Map<ServiceKey, Integer> first = new LinkedHashMap<>();
  private final List<ServiceBlock> merged = new ArrayList<>();

  private Merging(Notices notices) {
    this.notices = notices;
  }

  /** The blocks, in which each virtual server is once; blocks of which nothing is left are gone. */
  static List<ServiceBlock> of(List<ServiceBlock> blocks, Notices notices) {
    Merging merging = new Merging(notices);
    blocks.forEach(merging::add);
    return merging.merged.stream().filter(block -> !block.servers().isEmpty()).toList();
  }

  private void add(ServiceBlock block) {
    List<VirtualServer> own = new ArrayList<>();
    for (VirtualServer server : block.servers()) {
      Integer before = first.putIfAbsent(server.key(), merged.size());
      if (before == null) {
        own.add(server);
      } else if (before < merged.size()) {
        merge(server, block, before);
      } // else the block itself has it twice, with the same settings and real servers
    }
    merged.add(block.with(own));
  }

  private void merge(VirtualServer server, ServiceBlock block, int index) {
    ServiceBlock before = merged.get(index);
    List<VirtualServer> servers = new ArrayList<>(before.servers());
    servers.replaceAll(one -> one.key().equals(server.key()) ? together(one, server) : one);
    before.places().addAll(block.places());
    notices.aside(
        block.place(server.key()),
        "%s is at %s already: what is new of its real servers is added there, and the settings there count."
            .formatted(server.key(), before.origin()));
    merged.set(index, before.with(servers));
  }

  private static VirtualServer together(VirtualServer one, VirtualServer other) {
    Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>(one.destinations());
    other.destinations().forEach(destinations::putIfAbsent);
    return new VirtualServer(one.key(), one.settings(), destinations);
  }
}
