package dev.lvs.tool.list;

import dev.lvs.agent.model.ipvs.ObservedServer;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The order in which ipvsadm lists.
 *
 * <p>It compares unsigned numbers by the sign of their 32-bit difference, so 192.0.2.1 may come
 * before 10.0.0.1, and three addresses far from each other have no order at all. The result then
 * depends on the algorithm of the C library, a merge sort as {@link #sort} does. {@code List.sort}
 * would detect the contradiction and throw.
 */
final class IpvsadmOrder {
  private static final Comparator<ServiceKey> SERVICES =
      ((Comparator<ServiceKey>) (one, other) -> (int) (mark(one) - mark(other)))
          .thenComparing(ServiceKey::family)
          .thenComparingInt(IpvsadmOrder::protocol)
          .thenComparing(IpvsadmOrder::address, IpvsadmOrder::compare)
          .thenComparingInt(IpvsadmOrder::port);

  private static final Comparator<DestinationKey> DESTINATIONS =
      ((Comparator<DestinationKey>) (one, other) -> compare(one.address(), other.address()))
          .thenComparingInt(DestinationKey::port);

  private IpvsadmOrder() {}

  static List<ObservedServer> servers(Collection<ObservedServer> servers) {
    return sort(
        new ArrayList<>(servers),
        (one, other) -> SERVICES.compare(one.server().key(), other.server().key()));
  }

  static List<VirtualServer> plain(Collection<VirtualServer> servers) {
    return sort(new ArrayList<>(servers), (one, other) -> SERVICES.compare(one.key(), other.key()));
  }

  static <T> List<Map.Entry<DestinationKey, T>> destinations(Map<DestinationKey, T> destinations) {
    return sort(new ArrayList<>(destinations.entrySet()), Map.Entry.comparingByKey(DESTINATIONS));
  }

  private static <T> List<T> sort(List<T> list, Comparator<T> order) {
    if (list.size() < 2) {
      return list;
    }
    int middle = list.size() / 2;
    List<T> left = sort(list.subList(0, middle), order);
    List<T> right = sort(list.subList(middle, list.size()), order);
    List<T> merged = new ArrayList<>(list.size());
    int fromLeft = 0;
    int fromRight = 0;
    while (fromLeft < left.size() && fromRight < right.size()) {
      merged.add(
          order.compare(left.get(fromLeft), right.get(fromRight)) <= 0
              ? left.get(fromLeft++)
              : right.get(fromRight++));
    }
    merged.addAll(left.subList(fromLeft, left.size()));
    merged.addAll(right.subList(fromRight, right.size()));
    return merged;
  }

  /** By 32 bits at a time; an IPv4 address is the first of an IPv6 address. */
  private static int compare(IpAddress one, IpAddress other) {
    for (int i = 0; i < 4; i++) {
      int difference = word(one, i) - word(other, i);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static int word(IpAddress address, int index) {
    if (address.family() == AddressFamily.IPV4) {
      return index == 0 ? (int) address.low() : 0;
    }
    long half = index < 2 ? address.high() : address.low();
    return (int) (index % 2 == 0 ? half >>> Integer.SIZE : half);
  }

  private static long mark(ServiceKey key) {
    return key instanceof MarkKey mark ? mark.mark() : 0;
  }

  private static int protocol(ServiceKey key) {
    return key instanceof AddressKey address ? address.protocol().number() : 0;
  }

  private static IpAddress address(ServiceKey key) {
    return key instanceof AddressKey address ? address.address() : IpAddress.ipv4(0);
  }

  private static int port(ServiceKey key) {
    return key instanceof AddressKey address ? address.port() : 0;
  }
}
