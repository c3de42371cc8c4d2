package dev.lvs.agent.netlink.nft;

import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SourceAddresses;
import dev.lvs.agent.model.SourceAddresses.Local;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Complete content of a table, desired or as it was read.
 *
 * <pre>
 * table inet lvs-operator {
 *   map marks4 { type ipv4_addr . inet_proto . inet_service : mark; flags interval; }
 *   chain marks {
 *     type filter hook input priority 97; policy accept;
 *     meta mark set ip daddr . meta l4proto . th dport map @marks4
 *   }
 * }
 * </pre>
 *
 * <p>Only what has elements is there: a rule about connections, even one that never applies, makes
 * the kernel track all connections of the namespace.
 */
final class Table {
  private final Map<String, Chain> chains = new TreeMap<>();
  private final Map<String, List<Rule>> rules = new TreeMap<>();
  private final Map<String, PortSet> sets = new TreeMap<>();
  private final Map<String, Set<Element>> elements = new TreeMap<>();

  /** The table that does this to packets. */
  static Table of(PacketRules wanted) {
    Table table = new Table();
    wanted.marks().forEach((ports, mark) -> table.put(Part.MARKS, ports, Element.of(ports, mark)));
    wanted.untracked().forEach(ports -> table.put(Part.UNTRACKED, ports, Element.of(ports)));
    for (VipPorts ports : wanted.oneWay()) {
      table.put(Part.KEPT, ports, Element.of(ports));
      if (ports.protocol().equals(Protocol.TCP)) {
        table.put(Part.OPENINGS, ports, Element.of(ports));
      }
    }
    wanted
        .sources()
        .forEach(
            (ports, sources) -> {
              switch (sources) {
                case SourceAddresses.Local local ->
                    Element.of(ports, local)
                        .forEach(
                            element ->
                                table.put(
                                    local.byClient() ? Part.CLIENTS : Part.SOURCES,
                                    ports,
                                    element));
                case SourceAddresses.Masquerade() ->
                    table.put(Part.MASQUERADE, ports, Element.of(ports));
              }
            });
    wanted
        .segmentSizes()
        .forEach((ports, size) -> table.put(Part.SEGMENTS, ports, Element.ofSize(ports, size)));
    for (Part part : Part.values()) {
      for (AddressFamily family : AddressFamily.values()) {
        PortSet set = part.set(family);
        if (table.elements.containsKey(set.name())) {
          table.add(set);
          table.add(part.chain());
          table.add(part.rule(family));
        }
      }
    }
    return table;
  }

  private void put(Part part, VipPorts ports, Element element) {
    add(part.set(ports.vip().family()).name(), element);
  }

  void add(Chain chain) {
    chains.put(chain.name(), chain);
  }

  void add(Rule rule) {
    rules.computeIfAbsent(rule.chain(), _ -> new ArrayList<>()).add(rule);
  }

  void add(PortSet set) {
    sets.put(set.name(), set);
  }

  void add(String set, Element element) {
    elements.computeIfAbsent(set, _ -> new TreeSet<>(Element.ORDER)).add(element);
  }

  /** Returns how many things the kernel counts in it ({@code NFTA_TABLE_USE}). */
  int size() {
    return chains.size() + sets.size();
  }

  Iterable<Chain> chains() {
    return chains.values();
  }

  Iterable<PortSet> sets() {
    return sets.values();
  }

  List<Rule> rules() {
    return rules.values().stream().flatMap(List::stream).toList();
  }

  List<Element> elements(PortSet set) {
    return List.copyOf(elements.getOrDefault(set.name(), Set.of()));
  }

  /**
   * Returns what it does to packets, and what of it does not belong to that.
   *
   * @param size as the kernel counts it
   */
  PacketRules meaning(long size) {
    Map<VipPorts, Long> marks = new TreeMap<>();
    SortedSet<VipPorts> untracked = new TreeSet<>();
    SortedSet<VipPorts> oneWay = new TreeSet<>();
    Map<VipPorts, SourceAddresses> sources = new TreeMap<>();
    Map<VipPorts, Integer> segments = new TreeMap<>();
    SortedSet<String> strays = new TreeSet<>();
    for (Part part : Part.values()) {
      for (AddressFamily family : AddressFamily.values()) {
        for (Element element : elements(part.set(family))) {
          Optional<VipPorts> ports = element.ports();
          ports.ifPresent(
              read -> {
                switch (part) {
                  case MARKS -> element.mark().ifPresent(mark -> marks.put(read, mark));
                  case UNTRACKED -> untracked.add(read);
                  case OPENINGS, KEPT -> oneWay.add(read);
                  case SOURCES, CLIENTS ->
                      element
                          .address()
                          .filter(address -> address.family() == family)
                          .ifPresent(
                              address ->
                                  sources.merge(
                                      read,
                                      Local.of(Set.of(address), part == Part.CLIENTS),
                                      Table::union));
                  case MASQUERADE -> sources.put(read, new SourceAddresses.Masquerade());
                  case SEGMENTS -> element.size().ifPresent(most -> segments.put(read, most));
                }
              });
        }
      }
    }
    Table proper =
        of(
            new PacketRules(marks, untracked, sources, Set.of())
                .withOneWay(oneWay)
                .withSegmentSizes(segments));
    differences("chain ", proper.chains, chains, strays);
    differences("rules of ", proper.rules, rules, strays);
    differences("set ", proper.sets, sets, strays);
    differences("elements of ", proper.elements, elements, strays);
    if (strays.isEmpty() && (size != size() || size == 0)) {
      strays.add(size == 0 ? "a table without content" : "something else");
    }
    return new PacketRules(marks, untracked, sources, strays)
        .withOneWay(oneWay)
        .withSegmentSizes(segments);
  }

  /**
   * Returns the parts as one; where two contradict each other one wins, and the other shows as a
   * difference.
   */
  private static SourceAddresses union(SourceAddresses one, SourceAddresses other) {
    if (one instanceof Local(var some, var byClient)
        && other instanceof Local(var more, var alsoByClient)
        && byClient == alsoByClient) {
      Set<IpAddress> all = new TreeSet<>(some);
      all.addAll(more);
      return Local.of(all, byClient);
    }
    return one;
  }

  private static void differences(
      String what, Map<String, ?> proper, Map<String, ?> present, Set<String> strays) {
    Set<String> names = new TreeSet<>(proper.keySet());
    names.addAll(present.keySet());
    strays.addAll(
        names.stream()
            .filter(
                name ->
                    !Optional.ofNullable((Object) proper.get(name))
                        .equals(Optional.ofNullable((Object) present.get(name))))
            .map(name -> what + name)
            .collect(Collectors.toSet()));
  }
}
