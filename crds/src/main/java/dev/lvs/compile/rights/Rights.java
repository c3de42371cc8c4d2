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
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What admins grant as things stand, asked by what rests on it: an entry of a last good version
 * stays only while every right does that it was made by.
 *
 * <p>An admin's resource that has a mistake of its own takes no right away: what cannot be read of
 * it is taken for granted still. One that is gone does.
 */
public final class Rights {
  private final Map<String, Group> groups = new HashMap<>();
  private final Set<IpAddress> hosts = new HashSet<>();
  private final List<Grant> vips = new ArrayList<>();
  private final List<Grant> localAddresses = new ArrayList<>();
  private final Report report;

  /**
   * A pool as far as it can be read.
   *
   * @param complete whether all of it can be read
   */
  private record Grant(Pool pool, List<AddressRange> ranges, boolean complete) {
    boolean holds(IpAddress address) {
      return ranges.stream().anyMatch(range -> range.contains(address));
    }

    boolean mayHold(IpAddress address) {
      return !complete || holds(address);
    }
  }

  /**
   * @param report that has the problems of pools and groups already
   */
  public Rights(Resolution resolution, Report report) {
    this.report = report;
    resolution.groups().forEach(group -> groups.put(group.name().name(), group));
    resolution.hosts().forEach(host -> hosts.addAll(host.addresses()));
    for (Pool pool : resolution.pools()) {
      AddressPoolSpec spec = pool.spec();
      if (spec == null) {
        vips.add(new Grant(pool, List.of(), false));
        localAddresses.add(new Grant(pool, List.of(), false));
        continue;
      }
      List<AddressRange> ranges = spec.addresses().stream().flatMap(Rights::range).toList();
      Grant grant = new Grant(pool, ranges, ranges.size() == spec.addresses().size());
      (spec.use() == AddressUse.LOCALADDRESS ? localAddresses : vips).add(grant);
    }
  }

  /** Why a service may not have a VIP, if so, as a clause. */
  public Optional<String> lackOfVip(Service service, IpAddress vip) {
    Optional<ResourceName> pool = localAddressPool(vip);
    if (pool.isPresent()) {
      return Optional.of("%s is a local address of %s".formatted(vip, pool.get()));
    }
    return vips.stream().anyMatch(grant -> grant.mayHold(vip) && admits(grant, service))
        ? Optional.empty()
        : Optional.of(
            "%s is in no AddressPool that admits namespace %s"
                .formatted(vip, service.name().namespace()));
  }

  /** Whether a service may have its sources rewritten to an address. */
  public boolean grantsLocalAddress(Service service, IpAddress address) {
    return localAddresses.stream()
        .anyMatch(grant -> grant.mayHold(address) && admits(grant, service));
  }

  /**
   * The pool whose local addresses this is one of, which makes it nobody's else: directors take
   * them as they come and go. The own address of a node is none, whatever pools say.
   */
  private Optional<ResourceName> localAddressPool(IpAddress address) {
    return hosts.contains(address)
        ? Optional.empty()
        : localAddresses.stream()
            .filter(grant -> !report.refused(grant.pool().name()) && grant.holds(address))
            .map(grant -> grant.pool().name())
            .findFirst();
  }

  /** Why no real server may stand at an address, if so, as a sentence. */
  public Optional<String> lackOfPlace(IpAddress address) {
    return localAddressPool(address)
        .map(
            pool ->
                "%s is in %s, whose addresses directors use as local addresses; write one that the real server alone has, or ask an admin to take it out."
                    .formatted(address, pool));
  }

  /**
   * Why a node is no director of a group, if so, as a clause.
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

  /** Whether the directors of a group hold its VIPs themselves. */
  public boolean announces(@Nullable String group) {
    Group found = group == null ? null : groups.get(group);
    return found == null || announces(found.spec());
  }

  /** Whether directors hold the VIPs themselves, and nobody else for them. */
  public static boolean announces(@Nullable DirectorGroupSpec spec) {
    Announcement announcement = spec == null ? null : spec.announcement();
    return announcement == null || announcement.mode() != AnnouncementMode.NONE;
  }

  private static boolean has(Group group, String node) {
    DirectorGroupSpec spec = group.spec();
    return spec == null
        || (spec.nodeSelector() != null && Labels.flaw(spec.nodeSelector()).isPresent())
        || group.hosts().stream().anyMatch(host -> host.name().name().equals(node));
  }

  private boolean admits(Grant grant, Service service) {
    AddressPoolSpec spec = grant.pool().spec();
    return spec == null
        || (spec.namespaces() != null && Labels.flaw(spec.namespaces()).isPresent())
        || service.pools().contains(grant.pool());
  }

  private static Stream<AddressRange> range(String text) {
    try {
      return Stream.of(AddressRange.parse(text));
    } catch (IllegalArgumentException _) {
      return Stream.of();
    }
  }
}
