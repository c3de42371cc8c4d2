package dev.lvs.tool.convert.manifest;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.api.v1alpha1.InlineRealServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.AddressFamily;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The real servers of a virtual server, apart from its port: where a real server listens on the
 * port of the service, its port is empty.
 */
record RelativeDestinations(SortedMap<DestinationKey, DestinationSettings> byKey) {
  /** The port of a destination that has the service's. */
  private static final int SAME = 0;

  /** As they are in a table, where every destination has a port. */
  static RelativeDestinations of(VirtualServer server, int servicePort) {
    SortedMap<DestinationKey, DestinationSettings> relative = new TreeMap<>();
    server
        .destinations()
        .forEach(
            (key, settings) ->
                relative.put(
                    new DestinationKey(
                        key.address(), key.port() == servicePort ? SAME : key.port()),
                    settings));
    return new RelativeDestinations(relative);
  }

  /** As they are for a service of that port. */
  Map<DestinationKey, DestinationSettings> at(int servicePort) {
    Map<DestinationKey, DestinationSettings> destinations = new HashMap<>();
    byKey.forEach(
        (key, settings) ->
            destinations.put(
                new DestinationKey(key.address(), port(key).orElse(servicePort)), settings));
    return destinations;
  }

  /** The same without one. */
  RelativeDestinations without(DestinationKey key) {
    SortedMap<DestinationKey, DestinationSettings> left = new TreeMap<>(byKey);
    left.remove(key);
    return new RelativeDestinations(left);
  }

  /** The same without limits of connections. */
  RelativeDestinations unlimited(Predicate<DestinationKey> which) {
    SortedMap<DestinationKey, DestinationSettings> others = new TreeMap<>(byKey);
    others.replaceAll(
        (key, its) ->
            which.test(key) ? new DestinationSettings(its.method(), its.weight(), 0, 0) : its);
    return new RelativeDestinations(others);
  }

  /** In the order in which a manifest lists them. */
  List<DestinationKey> keys() {
    return List.copyOf(byKey.keySet());
  }

  /** The port where it is another than the service's. */
  static Optional<Integer> port(DestinationKey key) {
    return key.port() == SAME ? Optional.empty() : Optional.of(key.port());
  }

  /** Returns whether all agree in everything but address, port and weight. */
  boolean areUniform() {
    return byKey.values().stream()
            .map(
                one ->
                    new DestinationSettings(
                        one.method(), 0, one.upperThreshold(), one.lowerThreshold()))
            .distinct()
            .count()
        <= 1;
  }

  /** That which a mark has because of them; none where they are of both. */
  Optional<AddressFamily> family() {
    Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
    byKey.keySet().forEach(key -> families.add(key.address().family()));
    return families.size() > 1
        ? Optional.empty()
        : Optional.of(families.isEmpty() ? AddressFamily.IPV4 : families.iterator().next());
  }

  /** The settings that most of them are likely to have. */
  Optional<DestinationSettings> first() {
    return byKey.values().stream().findFirst();
  }

  /** Returns what a manifest can hold inline. */
  List<InlineRealServer> inline() {
    return byKey.entrySet().stream()
        .map(
            entry ->
                new InlineRealServer(
                    entry.getKey().address().toString(),
                    port(entry.getKey()).orElse(null),
                    entry.getValue().weight()))
        .toList();
  }
}
