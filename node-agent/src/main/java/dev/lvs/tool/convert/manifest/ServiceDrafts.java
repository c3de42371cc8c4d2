package dev.lvs.tool.convert.manifest;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServiceBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Gives names to the VirtualServices of each block and what goes with them. */
public final class ServiceDrafts {
  /** Ports that a name lists before it only says that there are more. */
  private static final int MOST_NAMED_PORTS = 3;

  private final ServiceManifests manifests;
  private final DirectorGroups groups;
  private final Names names;
  private final Names serverNames;

  public ServiceDrafts(ConversionOptions options, DirectorGroups groups) {
    this.manifests = new ServiceManifests(options.namespace());
    this.groups = groups;
    this.names = new Names(options.namePrefix());
    this.serverNames = new Names("");
  }

  /** The drafts of one block: one for virtual servers that differ in address and port alone. */
  public List<ServiceDraft> of(ServiceBlock block) {
    List<SharedServers> all = SharedServers.of(block.servers());
    List<String> wishes = wishes(block, all);
    List<ServiceDraft> drafts = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      SharedServers shared = all.get(i);
      String name = names.name(wishes.get(i));
      Map<DestinationKey, String> servers = new HashMap<>();
      for (DestinationKey key : shared.destinations().keys()) {
        String port = RelativeDestinations.port(key).map(number -> "-" + number).orElse("");
        servers.put(
            key, serverNames.name(name + "-" + Names.plain(key.address().toString()) + port));
      }
      Origin origin =
          all.size() == 1
              ? block.origin()
              : block.origin().within(block.origin().line(), shared.title());
      drafts.add(
          manifests.draft(
              block,
              shared,
              new ServiceNames(name, groups.of(shared.vips()), servers),
              origin,
              Additions.of(block)));
    }
    return drafts;
  }

  /** Those of several say by what each is found, so that nobody has to look it up. */
  private static List<String> wishes(ServiceBlock block, List<SharedServers> all) {
    if (block.name().isEmpty()) {
      return all.stream().map(shared -> found(shared.sample().key())).toList();
    }
    if (all.size() == 1) {
      return List.of(block.name());
    }
    Map<String, Long> alike =
        all.stream().collect(Collectors.groupingBy(ServiceDrafts::member, Collectors.counting()));
    return all.stream()
        .map(
            shared -> {
              String member = member(shared);
              boolean alone = alike.getOrDefault(member, 0L) == 1L || shared.vips().isEmpty();
              String vip = alone ? "" : shared.vips().getFirst() + "-";
              return block.name() + "-" + vip + member;
            })
        .toList();
  }

  /** Returns what tells it from the others of its group: the mark, or the ports. */
  private static String member(SharedServers shared) {
    return switch (shared.sample().key()) {
      case MarkKey key -> found(key);
      case AddressKey key -> {
        List<Integer> ports = shared.ports();
        String few =
            ports.stream()
                .limit(MOST_NAMED_PORTS)
                .map(port -> port == 0 ? "every-port" : String.valueOf(port))
                .collect(Collectors.joining("-"));
        yield few + (ports.size() > MOST_NAMED_PORTS ? "-and-more" : "");
      }
    };
  }

  private static String found(ServiceKey key) {
    return switch (key) {
      case AddressKey address ->
          address.protocol().toString().toLowerCase(Locale.ROOT)
              + "-"
              + Names.plain(address.address().toString())
              + (address.port() == 0 ? "" : "-" + address.port());
      case MarkKey mark ->
          "mark-" + mark.mark() + (mark.family() == AddressFamily.IPV6 ? "-ipv6" : "");
    };
  }
}
