package dev.lvs.compile.draft;

import dev.lvs.api.v1alpha1.PersistenceMode;
import dev.lvs.api.v1alpha1.ServicePort;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.rights.NumberRange;
import dev.lvs.compile.rights.Reach;
import dev.lvs.compile.rights.ServerGrants.Taken;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Entries of the IPVS table to which the VIPs and ports of a VirtualService are mapped.
 *
 * <p>A port becomes an entry, and with PCC all ports of a VIP become one entry. Ranges, and with
 * PFMC all ports, become one entry of a firewall mark for each family; so do the packets that users
 * mark themselves, and then nothing else does.
 *
 * @param entries with the port of the real servers where the service declares one
 * @param marks the mark that packets to these ports are given
 * @param isUsersMark whether users mark packets themselves
 */
public record Mapping(
    SortedMap<ServiceKey, Optional<Integer>> entries,
    SortedMap<VipPorts, Long> marks,
    boolean isUsersMark) {

  public static Mapping of(
      VirtualServiceSpec spec, List<IpAddress> vips, Candidates candidates, Optional<Long> mark) {
    SortedMap<ServiceKey, Optional<Integer>> entries = new TreeMap<>();
    SortedMap<VipPorts, Long> marks = new TreeMap<>();
    Long users = spec.firewallMark();
    if (users != null) {
      families(spec, vips, candidates)
          .forEach(family -> entries.put(new MarkKey(family, users), Optional.empty()));
      return new Mapping(entries, marks, true);
    }
    PersistenceMode mode = spec.persistence() == null ? null : spec.persistence().mode();
    for (IpAddress vip : vips) {
      for (ServicePort port : spec.ports()) {
        boolean marked = port.endPort() != null || mode == PersistenceMode.PFMC;
        if (mode == PersistenceMode.PCC) {
          entries.putIfAbsent(new AddressKey(port.protocol(), vip, 0), Optional.empty());
        } else if (marked && mark.isPresent()) {
          int last = port.endPort() == null ? port.port() : port.endPort();
          marks.put(new VipPorts(vip, port.protocol(), port.port(), last), mark.get());
          entries.put(new MarkKey(vip.family(), mark.get()), Optional.empty());
        } else {
          entries.putIfAbsent(
              new AddressKey(port.protocol(), vip, port.port()),
              Optional.ofNullable(port.targetPort()));
        }
      }
    }
    return new Mapping(entries, marks, false);
  }

  /**
   * Returns what an entry takes that needs a grant.
   *
   * @param vips those of the service
   */
  public Taken taken(ServiceKey entry, Collection<IpAddress> vips) {
    return switch (entry) {
      case AddressKey key -> new Taken(List.of(key.address()), Optional.empty());
      case MarkKey(var family, var mark) ->
          new Taken(
              vips.stream().filter(vip -> vip.family() == family).toList(),
              isUsersMark ? Optional.of(mark) : Optional.empty());
    };
  }

  /**
   * The ports at which a real server gets the packets of an entry.
   *
   * @param port its own, 0 for those of the clients
   */
  public List<Reach> reached(ServiceKey entry, int port) {
    if (entry instanceof MarkKey(var family, var _) && !isUsersMark) {
      return marks.keySet().stream()
          .filter(ports -> ports.family() == family)
          .map(ports -> Reach.of(ports.protocol(), ports.first(), ports.last()))
          .distinct()
          .toList();
    }
    Optional<Protocol> protocol =
        entry instanceof AddressKey key ? Optional.of(key.protocol()) : Optional.empty();
    return List.of(
        port == 0 ? Reach.every(protocol) : new Reach(protocol, new NumberRange(port, port)));
  }

  /** Those of the VIPs, or where there are none what is said, or those of the real servers. */
  private static Set<AddressFamily> families(
      VirtualServiceSpec spec, List<IpAddress> vips, Candidates candidates) {
    if (spec.firewallMarkFamily() != null) {
      return Set.of(spec.firewallMarkFamily());
    }
    Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
    vips.forEach(vip -> families.add(vip.family()));
    if (families.isEmpty()) {
      candidates.usable().stream()
          .filter(server -> !server.isSorryServer())
          .forEach(server -> server.addresses().forEach(one -> families.add(one.family())));
    }
    if (families.isEmpty()) {
      families.add(AddressFamily.IPV4);
    }
    return families;
  }
}
