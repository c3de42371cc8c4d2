package dev.lvs.agent.model;

import dev.lvs.ipvs.Ports;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.IpAddress;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Content of the agent's nftables table: how it treats packets. With nothing to do there is no
 * table.
 *
 * @param marks the firewall mark, 1 to 2^32-1, that packets to these ports get
 * @param untracked ports whose packets conntrack is not to see
 * @param oneWay ports whose answers bypass this node: conntrack sees only one direction of their
 *     connections, and has to take their packets for new, as it does where IPVS keeps conntrack out
 *     of them
 * @param sources the source that packets to these ports get on their way to a real server
 * @param segmentSizes MSS clamp: the largest segment, 1 to 65535 bytes, that TCP is to announce in
 *     its MSS option in packets from these ports; a smaller one is left unchanged
 * @param strays drift: what is in the table besides, or is missing in it; a desired table has none
 */
public record PacketRules(
    SortedMap<VipPorts, Long> marks,
    SortedSet<VipPorts> untracked,
    SortedSet<VipPorts> oneWay,
    SortedMap<VipPorts, SourceAddresses> sources,
    SortedMap<VipPorts, Integer> segmentSizes,
    SortedSet<String> strays) {
  /** The table's name, in family inet. */
  public static final String TABLE = "lvs-operator";

  /**
   * A protocol that no packet has (RFC 1700). Sources under it are rewritten no more, but were: as
   * long as they are in the table, the kernel goes on translating the connections that have them.
   */
  public static final Protocol FORMER = Protocol.of(255);

  public static final PacketRules NONE = new PacketRules(Map.of(), Set.of(), Map.of(), Set.of());

  public PacketRules {
    marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
    untracked = Collections.unmodifiableSortedSet(new TreeSet<>(untracked));
    oneWay = Collections.unmodifiableSortedSet(new TreeSet<>(oneWay));
    sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    segmentSizes = Collections.unmodifiableSortedMap(new TreeMap<>(segmentSizes));
    strays = Collections.unmodifiableSortedSet(new TreeSet<>(strays));
  }

  /** The same from collections in any order, without sizes of segments and one-way ports. */
  public PacketRules(
      Map<VipPorts, Long> marks,
      Set<VipPorts> untracked,
      Map<VipPorts, SourceAddresses> sources,
      Set<String> strays) {
    this(
        new TreeMap<>(marks),
        new TreeSet<>(untracked),
        new TreeSet<>(),
        new TreeMap<>(sources),
        new TreeMap<>(),
        new TreeSet<>(strays));
  }

  /** The same with these sizes of segments. */
  public PacketRules withSegmentSizes(Map<VipPorts, Integer> sizes) {
    return new PacketRules(marks, untracked, oneWay, sources, new TreeMap<>(sizes), strays);
  }

  /** The same with these one-way ports. */
  public PacketRules withOneWay(Set<VipPorts> ports) {
    return new PacketRules(marks, untracked, new TreeSet<>(ports), sources, segmentSizes, strays);
  }

  /** The same with sources that were rewritten for a VIP until now. */
  public PacketRules withFormer(Map<IpAddress, SourceAddresses> former) {
    SortedMap<VipPorts, SourceAddresses> all = new TreeMap<>(sources);
    former.forEach((vip, seen) -> all.put(new VipPorts(vip, FORMER, 0, Ports.LAST), seen));
    return new PacketRules(marks, untracked, oneWay, all, segmentSizes, strays);
  }

  /** The local addresses that sources are rewritten to. */
  public Set<IpAddress> localAddresses() {
    return sources.values().stream()
        .filter(SourceAddresses.Local.class::isInstance)
        .distinct()
        .flatMap(local -> ((SourceAddresses.Local) local).addresses().stream())
        .collect(Collectors.toSet());
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  /** Returns what both do to packets; where they are about the same ports, what this one does. */
  public PacketRules and(PacketRules other) {
    return new PacketRules(
        union(marks, other.marks),
        union(mapped(untracked), mapped(other.untracked)).navigableKeySet(),
        union(mapped(oneWay), mapped(other.oneWay)).navigableKeySet(),
        union(sources, other.sources),
        union(segmentSizes, other.segmentSizes),
        strays);
  }

  /** The same but for some ports. */
  public PacketRules without(Predicate<VipPorts> some) {
    return new PacketRules(
        rest(marks, some),
        rest(mapped(untracked), some).navigableKeySet(),
        rest(mapped(oneWay), some).navigableKeySet(),
        rest(sources, some),
        rest(segmentSizes, some),
        strays);
  }

  private static <T> NavigableMap<VipPorts, T> rest(
      Map<VipPorts, T> all, Predicate<VipPorts> some) {
    NavigableMap<VipPorts, T> rest = new TreeMap<>(all);
    rest.keySet().removeIf(some);
    return rest;
  }

  private static Map<VipPorts, Boolean> mapped(Set<VipPorts> ports) {
    return ports.stream().collect(Collectors.toMap(each -> each, _ -> true));
  }

  private static <T> NavigableMap<VipPorts, T> union(
      Map<VipPorts, T> wins, Map<VipPorts, T> other) {
    NavigableMap<VipPorts, T> all = new TreeMap<>(wins);
    NavigableMap<VipPorts, T> winners = new TreeMap<>(wins);
    other.forEach(
        (ports, value) -> {
          if (!isAmong(winners.floorKey(ports), ports)
              && !isAmong(winners.ceilingKey(ports), ports)) {
            all.put(ports, value);
          }
        });
    return all;
  }

  private static boolean isAmong(@Nullable VipPorts neighbour, VipPorts ports) {
    return neighbour != null && neighbour.overlaps(ports);
  }
}
