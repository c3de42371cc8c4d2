package dev.lvs.tool.convert.manifest;

import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Virtual servers of one block that one VirtualService can express: every address with every port.
 *
 * @param sample one of them, whose settings are those of all
 * @param vips empty where it is about a mark
 * @param ports empty where it is about a mark
 */
record SharedServers(
    VirtualServer sample,
    List<IpAddress> vips,
    List<Integer> ports,
    RelativeDestinations destinations) {
  /** As the schema of VirtualService has it. */
  private static final int MOST_ADDRESSES = 16;

  private static final int MOST_PORTS = 64;

  /** The servers, put together as far as that says the same. */
  static List<SharedServers> of(List<VirtualServer> servers) {
    List<SharedServers> shared = new ArrayList<>();
    SequencedMap<Kind, SequencedMap<IpAddress, TreeSet<Integer>>> kinds = new LinkedHashMap<>();
    Map<Kind, VirtualServer> samples = new LinkedHashMap<>();
    for (VirtualServer server : servers) {
      switch (server.key()) {
        case MarkKey _ ->
            shared.add(
                new SharedServers(
                    server, List.of(), List.of(), RelativeDestinations.of(server, 0)));
        case AddressKey key -> {
          Kind kind = Kind.of(key, server);
          samples.putIfAbsent(kind, server);
          kinds
              .computeIfAbsent(kind, _ -> new LinkedHashMap<>())
              .computeIfAbsent(key.address(), _ -> new TreeSet<>())
              .add(key.port());
        }
      }
    }
    kinds.forEach(
        (kind, ports) ->
            byPorts(ports)
                .forEach(
                    (numbers, vips) ->
                        parts(vips, MOST_ADDRESSES)
                            .forEach(
                                some ->
                                    parts(numbers, MOST_PORTS)
                                        .forEach(
                                            few ->
                                                shared.add(
                                                    new SharedServers(
                                                        sample(samples, kind, some, few),
                                                        some,
                                                        few,
                                                        kind.destinations()))))));
    return shared;
  }

  /** Each of them as the kernel is to hold it. */
  Map<ServiceKey, VirtualServer> table() {
    Map<ServiceKey, VirtualServer> table = new HashMap<>();
    switch (sample.key()) {
      case MarkKey _ -> table.put(sample.key(), sample);
      case AddressKey key -> {
        for (IpAddress vip : vips) {
          for (int port : ports) {
            ServiceKey one = new AddressKey(key.protocol(), vip, port);
            table.put(one, new VirtualServer(one, sample.settings(), destinations.at(port)));
          }
        }
      }
    }
    return table;
  }

  /** The same with other real servers. */
  SharedServers with(RelativeDestinations others) {
    return new SharedServers(sample(sample, vips, ports, others), vips, ports, others);
  }

  /** The same with fewer addresses or ports; none where nothing is left. */
  Optional<SharedServers> with(List<IpAddress> someVips, List<Integer> somePorts) {
    return someVips.isEmpty() || somePorts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SharedServers(
                sample(sample, someVips, somePorts, destinations),
                someVips,
                somePorts,
                destinations));
  }

  /** A destination as the table of the first of them has it, where each has a port. */
  DestinationKey absolute(DestinationKey relative) {
    int servicePort = ports.isEmpty() ? 0 : ports.getFirst();
    return new DestinationKey(
        relative.address(), RelativeDestinations.port(relative).orElse(servicePort));
  }

  /** Returns how messages call them: by protocol, addresses and ports, or by the mark. */
  String title() {
    return switch (sample.key()) {
      case MarkKey key -> "firewall mark %d of %s".formatted(key.mark(), key.family().text());
      case AddressKey key ->
          "%s %s port %s"
              .formatted(
                  key.protocol(),
                  vips.stream().map(IpAddress::toString).collect(Collectors.joining(", ")),
                  ports.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    };
  }

  private static VirtualServer sample(
      VirtualServer before,
      List<IpAddress> vips,
      List<Integer> ports,
      RelativeDestinations destinations) {
    return switch (before.key()) {
      case MarkKey key -> new VirtualServer(key, before.settings(), destinations.at(0));
      case AddressKey key -> {
        int port = ports.getFirst();
        yield new VirtualServer(
            new AddressKey(key.protocol(), vips.getFirst(), port),
            before.settings(),
            destinations.at(port));
      }
    };
  }

  /** One with an address and port that the VirtualService has, after which it can be named. */
  private static VirtualServer sample(
      Map<Kind, VirtualServer> samples, Kind kind, List<IpAddress> vips, List<Integer> ports) {
    VirtualServer any = samples.get(kind);
    if (any == null) {
      throw new IllegalStateException("every kind has a sample");
    }
    ServiceKey key = new AddressKey(kind.protocol(), vips.getFirst(), ports.getFirst());
    return new VirtualServer(key, any.settings(), any.destinations());
  }

  private static SequencedMap<List<Integer>, List<IpAddress>> byPorts(
      Map<IpAddress, TreeSet<Integer>> ports) {
    SequencedMap<List<Integer>, List<IpAddress>> byPorts = new LinkedHashMap<>();
    ports.forEach(
        (vip, numbers) ->
            byPorts.computeIfAbsent(List.copyOf(numbers), _ -> new ArrayList<>()).add(vip));
    return byPorts;
  }

  private static <T> List<List<T>> parts(List<T> whole, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int i = 0; i < whole.size(); i += size) {
      parts.add(List.copyOf(whole.subList(i, Math.min(i + size, whole.size()))));
    }
    return parts;
  }

  /** Properties that must be the same in all virtual servers of one VirtualService. */
  private record Kind(
      AddressFamily family,
      Protocol protocol,
      boolean everyPort,
      ServiceSettings settings,
      RelativeDestinations destinations) {
    static Kind of(AddressKey key, VirtualServer server) {
      boolean everyPort =
          key.port() == 0 && server.settings().flags().contains(ServiceFlag.PERSISTENT);
      return new Kind(
          key.family(),
          key.protocol(),
          everyPort,
          server.settings(),
          RelativeDestinations.of(server, key.port()));
    }
  }
}
