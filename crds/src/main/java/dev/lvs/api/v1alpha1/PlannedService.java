package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of the IPVS table. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlannedService(
    @JsonPropertyDescription(
            "What it is told by, as ipvsadm -Ln prints it: TCP 192.0.2.10:80 with 0 for every port,"
                + " or a firewall mark, FWM 17 or FWM 17 IPv6.")
        @Required
        ServiceKey key,
    @JsonPropertyDescription("How a new connection finds its real server.") @Required
        Scheduler scheduler,
    @JsonPropertyDescription("Flags of the scheduler.") List<SchedulerFlag> schedulerFlags,
    @JsonPropertyDescription("Schedule every datagram by itself.") Boolean onePacket,
    @JsonPropertyDescription("Persistence.") @Nullable PlannedPersistence persistence,
    @JsonPropertyDescription("Real servers, in the order in which they are added.")
        List<PlannedDestination> destinations,
    @JsonPropertyDescription(
            "Local addresses that this director has for it, FULLNAT only; without any, real servers"
                + " see the director's own address.")
        List<IpAddress> localAddresses,
    @JsonPropertyDescription(
            "The VIPs of a firewall mark that users set themselves, FULLNAT only: sources are"
                + " rewritten by them.")
        List<IpAddress> vips,
    @JsonPropertyDescription("Take over an entry that is not ours, with all that is in it.")
        Boolean adopt,
    @JsonPropertyDescription("The DirectorGroup by which this node serves it.")
        @Nullable String directorGroup,
    @JsonPropertyDescription("The resource it comes from, e.g. VirtualService shop/web.") @Required
        ResourceName source,
    @JsonPropertyDescription("How its destinations are checked; without it they are not.")
        @Nullable PlannedHealth health,
    @JsonPropertyDescription("How its destinations leave; without it they are removed at once.")
        @Nullable PlannedDrain drain) {
  public PlannedService {
    schedulerFlags = List.copyOf(requireNonNullElse(schedulerFlags, List.of()));
    destinations = PlannedRows.copyOf(requireNonNullElse(destinations, List.of()));
    localAddresses = List.copyOf(requireNonNullElse(localAddresses, List.of()));
    vips = List.copyOf(requireNonNullElse(vips, List.of()));
    onePacket = requireNonNullElse(onePacket, false);
    adopt = requireNonNullElse(adopt, false);
  }

  /** An entry whose destinations are not checked, and leave at once. */
  public PlannedService(
      ServiceKey key,
      Scheduler scheduler,
      List<SchedulerFlag> schedulerFlags,
      boolean onePacket,
      @Nullable PlannedPersistence persistence,
      List<PlannedDestination> destinations,
      List<IpAddress> localAddresses,
      List<IpAddress> vips,
      boolean adopt,
      @Nullable String directorGroup,
      ResourceName source) {
    this(
        key,
        scheduler,
        schedulerFlags,
        onePacket,
        persistence,
        destinations,
        localAddresses,
        vips,
        adopt,
        directorGroup,
        source,
        null,
        null);
  }

  /** By which methods its destinations are reached, those that leave too. */
  public Set<ForwardingMode> methods() {
    Set<ForwardingMode> methods = PlannedRows.methods(destinations);
    if (drain != null) {
      drain.leaving().forEach(one -> methods.add(one.destination().method()));
    }
    return methods;
  }

  /** Its destinations without the sorry server. */
  public List<PlannedDestination> realServers() {
    return health == null || health.sorryServer() == null
        ? destinations
        : destinations.stream().filter(one -> !health.isSorryServer(one)).toList();
  }

  /** The same entry, which rewrites no sources on some VIPs. */
  public PlannedService withoutVips(Set<IpAddress> some) {
    List<IpAddress> rest = vips.stream().filter(vip -> !some.contains(vip)).toList();
    return rest.equals(vips) ? this : with(destinations, localAddresses, rest, drain);
  }

  /** The same entry with other destinations. */
  public PlannedService with(List<PlannedDestination> others) {
    return with(others, localAddresses);
  }

  /** The same entry with other destinations and local addresses. */
  public PlannedService with(List<PlannedDestination> others, List<IpAddress> otherLocalAddresses) {
    return with(others, otherLocalAddresses, vips, drain);
  }

  /** The same entry where destinations leave otherwise. */
  public PlannedService with(@Nullable PlannedDrain other) {
    return with(destinations, localAddresses, vips, other);
  }

  /** The destinations that leave it, as they were. */
  public List<PlannedDestination> leaving() {
    return drain == null ? List.of() : drain.destinations();
  }

  private PlannedService with(
      List<PlannedDestination> others,
      List<IpAddress> otherLocalAddresses,
      List<IpAddress> otherVips,
      @Nullable PlannedDrain otherDrain) {
    return new PlannedService(
        key,
        scheduler,
        schedulerFlags,
        onePacket,
        persistence,
        others,
        otherLocalAddresses,
        otherVips,
        adopt,
        directorGroup,
        source,
        health,
        otherDrain);
  }
}
