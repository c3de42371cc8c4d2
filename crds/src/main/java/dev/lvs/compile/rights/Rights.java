package dev.lvs.compile.rights;

import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.api.v1alpha1.Announcement;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Labels;
import dev.lvs.compile.resolve.Resolution;
import dev.lvs.compile.resolve.Resolution.Group;
import dev.lvs.compile.resolve.Resolution.Pool;
import dev.lvs.compile.resolve.Resolution.Service;
import dev.lvs.net.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Current grants of admins, queried for whatever depends on them: an entry of a last good version
 * stays only as long as every right that allowed it.
 *
 * <p>An admin's resource that has a mistake of its own revokes no right: what cannot be read of it
 * counts as still granted. A deleted one does.
 */
public final class Rights {
  private final Map<String, Group> groups = new HashMap<>();
  private final Map<String, Set<String>> members = new HashMap<>();
  private final Set<IpAddress> hosts = new HashSet<>();
  private final RangeIndex<Pool> vips = new RangeIndex<>();
  private final RangeIndex<Pool> localAddresses = new RangeIndex<>();
  private final RangeIndex<Pool> taken = new RangeIndex<>();

  /**
   * @param report that has the problems of pools and groups already
   */
  public Rights(Resolution resolution, Report report) {
    for (Group group : resolution.groups()) {
      groups.put(group.name().name(), group);
      Set<String> nodes = new HashSet<>();
      group.hosts().forEach(host -> nodes.add(host.name().name()));
      members.put(group.name().name(), nodes);
    }
    resolution.hosts().forEach(host -> hosts.addAll(host.addresses()));
    for (Pool pool : resolution.pools()) {
      AddressPoolSpec spec = pool.spec();
      if (spec == null) {
        vips.addEverywhere(pool);
        localAddresses.addEverywhere(pool);
        continue;
      }
      boolean local = spec.use() == AddressUse.LOCALADDRESS;
      RangeIndex<Pool> grants = local ? localAddresses : vips;
      if (pool.ranges().size() == spec.addresses().size()) {
        grants.add(pool, pool.ranges());
      } else {
        grants.addEverywhere(pool);
      }
      if (local && !report.refused(pool.name())) {
        taken.add(pool, pool.ranges());
      }
    }
  }

  /** Returns why a service may not have a VIP, if so, as a clause. */
  public Optional<String> lackOfVip(Service service, IpAddress vip) {
    Optional<ResourceName> pool = localAddressPool(vip);
    if (pool.isPresent()) {
      return Optional.of("%s is a local address of %s".formatted(vip, pool.get()));
    }
    return vips.holding(vip).stream().anyMatch(one -> admits(one, service))
        ? Optional.empty()
        : Optional.of(
            "%s is in no AddressPool that admits namespace %s"
                .formatted(vip, service.name().namespace()));
  }

  /** Returns whether a service may have its sources rewritten to an address. */
  public boolean grantsLocalAddress(Service service, IpAddress address) {
    return localAddresses.holding(address).stream().anyMatch(pool -> admits(pool, service));
  }

  /**
   * The pool whose local addresses this is one of, which makes it nobody's else: directors take
   * them as they come and go. The own address of a node is none, whatever pools say.
   */
  private Optional<ResourceName> localAddressPool(IpAddress address) {
    return hosts.contains(address)
        ? Optional.empty()
        : taken.holding(address).stream().map(Pool::name).findFirst();
  }

  /** Returns why no real server may stand at an address, if so, as a sentence. */
  public Optional<String> lackOfPlace(IpAddress address) {
    return localAddressPool(address)
        .map(
            pool ->
                "%s is in %s, whose addresses directors use as local addresses; write one that the real server alone has, or ask an admin to take it out."
                    .formatted(address, pool));
  }

  /**
   * Returns why a node is no director of a group, if so, as a clause.
   *
   * @param group null where that is not known, for any group
   */
  public Optional<String> lackOfRole(String node, @Nullable String group) {
    if (group == null) {
      return groups.values().stream().anyMatch(one -> has(one, node))
          ? Optional.empty()
          : Optional.of("Node %s is in no DirectorGroup".formatted(node));
    }
    Group found = groups.get(group);
    if (found == null) {
      return Optional.of("there is no DirectorGroup %s".formatted(group));
    }
    return has(found, node)
        ? Optional.empty()
        : Optional.of("Node %s is not in DirectorGroup %s".formatted(node, group));
  }

  /** Returns whether the directors of a group hold its VIPs themselves. */
  public boolean announces(@Nullable String group) {
    Group found = group == null ? null : groups.get(group);
    return found == null || announces(found.spec());
  }

  /** Returns whether directors hold the VIPs themselves, and nobody else for them. */
  public static boolean announces(@Nullable DirectorGroupSpec spec) {
    Announcement announcement = spec == null ? null : spec.announcement();
    return announcement == null || announcement.mode() != AnnouncementMode.NONE;
  }

  private boolean has(Group group, String node) {
    DirectorGroupSpec spec = group.spec();
    return spec == null
        || (spec.nodeSelector() != null && Labels.flaw(spec.nodeSelector()).isPresent())
        || members.getOrDefault(group.name().name(), Set.of()).contains(node);
  }

  private static boolean admits(Pool pool, Service service) {
    AddressPoolSpec spec = pool.spec();
    return spec == null
        || (spec.namespaces() != null && Labels.flaw(spec.namespaces()).isPresent())
        || service.pools().contains(pool);
  }
}
